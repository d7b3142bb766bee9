"""Taking JSON apart and joining it again without touching the bytes of its values."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
import orjson

from tansiq.stix import octets
from tansiq.stix.errors import Flaw, Malformed

_OBJECT = msgspec.json.Decoder(dict[str, msgspec.Raw])
_ARRAY = msgspec.json.Decoder(list[msgspec.Raw])
_SPACE = re.compile(rb"[ \t\r\n]*+")
_SYNTAX = (msgspec.DecodeError, RecursionError, UnicodeDecodeError)


def split_members(raw: bytes) -> dict[str, bytes]:
    """Return the exact value bytes of each member of the JSON object `raw`.

    Raises `Malformed` when `raw` is not a JSON object.
    """
    try:
        return {name: bytes(value) for name, value in _OBJECT.decode(raw).items()}
    except msgspec.ValidationError as error:
        raise Malformed(Flaw.NOT_OBJECT, "", "not a JSON object") from error
    except _SYNTAX as error:
        octets.refuse(raw, str(error))


def stand_once(members: Mapping[str, bytes], raw: bytes) -> bool:
    """Return whether the JSON object `raw`, split into `members`, writes each of their names once."""
    if _is_written(members, raw):
        return True
    return len(members) == octets.count_names(raw) - sum(map(octets.count_names, members.values()))


def _is_written(members: Mapping[str, bytes], raw: bytes) -> bool:
    """Whether `raw` is `members` one after the other, in plain spelling, and nothing else."""
    at, before = 0, b"{"
    for name, value in members.items():
        for token in (before, orjson.dumps(name), b":", value):
            at = _end_of_space(raw, at)
            if not raw.startswith(token, at):
                return False
            at += len(token)
        before = b","
    at = _end_of_space(raw, at)
    return raw.startswith(b"}", at) and _end_of_space(raw, at + 1) == len(raw)


def _end_of_space(raw: bytes, at: int) -> int:
    found = _SPACE.match(raw, at)
    return found.end() if found else at


def split_items(raw: bytes) -> list[bytes]:
    """Return the exact bytes of each element of the JSON array `raw`.

    Raises `Malformed` when `raw` is not a JSON array.
    """
    try:
        return [bytes(value) for value in _ARRAY.decode(raw)]
    except msgspec.ValidationError as error:
        raise Malformed(Flaw.NOT_BUNDLE, "", "not a JSON array") from error
    except _SYNTAX as error:
        octets.refuse(raw, str(error))


def join_members(members: Mapping[str, bytes]) -> bytes:
    """Write a JSON object of `members`, name to value bytes."""
    return b"{" + b",".join(orjson.dumps(name) + b":" + value for name, value in members.items()) + b"}"


def join_items(items: Iterable[bytes]) -> bytes:
    """Write a JSON array of `items`."""
    return b"[" + b",".join(items) + b"]"


def with_members(raw: bytes, members: Mapping[str, Any]) -> bytes:
    """Add or replace top-level `members` of the JSON object `raw`; every other value keeps its bytes.

    A replaced member keeps its place, a new one stands last. Raises `Malformed` when `raw` is not a JSON
    object.
    """
    written = {name: orjson.dumps(value) for name, value in members.items()}
    return join_members(split_members(raw) | written)
