"""Mutations that keep JSON well formed, so that a campaign gets past the parser of JSON to what reads it."""

from __future__ import annotations

import json
from random import Random
from typing import Any

ODD: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    2**63,
    1e308,
    "",
    "a",
    "\x00",
    "﷽" * 9,
    "2026-13-01T00:00:00Z",
    [],
    {},
    [[]],
)


def spoiled(seed: bytes, data: bytes) -> bytes:
    """Return the JSON `seed` with one to three of its parts changed, as `data` determines."""
    chance = Random(data)
    value = json.loads(seed)
    for _ in range(chance.randrange(1, 4)):
        value = _changed(value, chance)
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _changed(value: Any, chance: Random) -> Any:
    """Return `value` with one part of it, at any depth, removed, doubled or put in another's place."""
    if isinstance(value, dict) and value:
        name = chance.choice(sorted(value))
        return _in_object(value, name, chance)
    if isinstance(value, list) and value:
        at = chance.randrange(len(value))
        return _in_list(value, at, chance)
    return chance.choice(ODD)


def _in_object(value: dict[str, Any], name: str, chance: Random) -> Any:
    match chance.randrange(6):
        case 0:
            return {key: other for key, other in value.items() if key != name}
        case 1:
            return value | {name: chance.choice(ODD)}
        case 2:
            return value | {chance.choice(("", "x", "extensions", name + "s")): value[name]}
        case _:
            return value | {name: _changed(value[name], chance)}


def _in_list(value: list[Any], at: int, chance: Random) -> Any:
    match chance.randrange(5):
        case 0:
            return value[:at] + value[at + 1 :]
        case 1:
            return [*value, value[at]]
        case _:
            return [*value[:at], _changed(value[at], chance), *value[at + 1 :]]
