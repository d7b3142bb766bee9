"""Taking JSON apart and joining it again without touching the bytes of its values."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
import orjson

from tansiq.stix import octets
from tansiq.stix.errors import Flaw, Malformed

_OBJECT = msgspec.json.Decoder(dict[str, msgspec.Raw])
_ARRAY = msgspec.json.Decoder(list[msgspec.Raw])
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
