"""Taking an envelope that was posted apart, without reading the objects in it."""

from __future__ import annotations

import json
from typing import Final, TypeVar

import msgspec

from tansiq.exchange.taxii.errors import BadEnvelope

MOST_OBJECTS: Final = 250_000
_MOST_VALUES: Final = 5_000_000
_MEMBERS: Final = msgspec.json.Decoder(dict[str, msgspec.Raw])
_ITEMS: Final = msgspec.json.Decoder(list[msgspec.Raw])

T = TypeVar("T")


def split_envelope(body: bytes) -> list[msgspec.Raw]:
    """Return the exact bytes of each object in the envelope `body` (TAXII 2.1, 3.7), as views of `body`.

    Raises `BadEnvelope` when it is none: not JSON, no `objects`, a member twice, over 250,000 objects.
    """
    if body.count(b",") > _MOST_VALUES:
        raise BadEnvelope(f"it holds too many values; post at most {MOST_OBJECTS:,} objects at once")
    members = _decode(_MEMBERS, body, "it is not a JSON object")
    if not members.keys() - {"more", "next"} and "objects" not in members:
        return []
    if "objects" not in members:
        raise BadEnvelope('it has no member "objects"; put the objects into {"objects": [...]}')
    listed = members["objects"]
    items = _decode(_ITEMS, listed, '"objects" is not a list')
    if len(items) > MOST_OBJECTS:
        raise BadEnvelope(f"it holds {len(items):,} objects; post at most {MOST_OBJECTS:,} at once")
    _require_each_once(body, listed)
    return items


def _decode(decoder: msgspec.json.Decoder[T], raw: bytes | msgspec.Raw, otherwise: str) -> T:
    try:
        return decoder.decode(raw)
    except msgspec.ValidationError as error:
        raise BadEnvelope(otherwise) from error
    except RecursionError as error:
        raise BadEnvelope("it is nested too deeply") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadEnvelope(f"it is not JSON ({error})") from error


def _require_each_once(body: bytes, listed: msgspec.Raw) -> None:
    """Refuse a member that stands twice: of two lists one would be dropped in silence."""
    view = memoryview(listed)
    start = body.find(view)
    rest = body[:start] + b"0" + body[start + len(view) :]
    try:
        json.loads(rest.decode(errors="replace"), object_pairs_hook=_once, parse_int=str, parse_float=str)
    except (ValueError, RecursionError) as error:
        raise BadEnvelope(f"it is not JSON ({error})") from error


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise BadEnvelope("a member stands in it twice")
    return members
