"""Taking parts out of JSON, slowly, for the oracle."""

from __future__ import annotations

import copy
from typing import Any

Json = dict[str, Any]
Path = tuple[str | int, ...]


def path(selector: str) -> Path:
    return tuple(int(part.strip("[]")) if part[0] == "[" else part for part in selector.split("."))


GONE = object()


def remove(obj: Json, paths: list[Path]) -> Json:
    """Return a copy without what `paths` lead to, or containers left empty, with selectors that still fit."""
    hollow = copy.deepcopy(obj)
    for where in paths:
        blank(hollow, where)
    places: dict[Path, Path] = {}
    rest: Json = swept(hollow, (), (), places)
    markings = []
    for marking in rest.pop("granular_markings", []):
        kept = [places[path(s)] for s in marking["selectors"] if path(s) in places]
        if kept:
            markings.append({**marking, "selectors": [written(where) for where in kept]})
    return {**rest, "granular_markings": markings} if markings else rest


def blank(node: Any, where: Path) -> None:
    for part in where[:-1]:
        node = node[part]
        if node is GONE:
            return
    node[where[-1]] = GONE


def swept(node: Any, old: Path, new: Path, places: dict[Any, Any]) -> Any:
    """Return `node` without blanks; `places` learns where each part that stays has moved."""
    if node is GONE:
        return GONE
    if not isinstance(node, dict | list) or not node:
        places[old] = new
        return node
    mine: dict[Any, Any] = {}
    fresh: Any = {} if isinstance(node, dict) else []
    for key, value in node.items() if isinstance(node, dict) else enumerate(node):
        place = key if isinstance(node, dict) else len(fresh)
        rest = swept(value, (*old, key), (*new, place), mine)
        if rest is not GONE:
            fresh.__setitem__(key, rest) if isinstance(node, dict) else fresh.append(rest)
    if not fresh:
        return GONE
    places[old] = new
    places.update(mine)
    return fresh


def written(where: Path) -> str:
    return ".".join(f"[{part}]" if isinstance(part, int) else part for part in where)
