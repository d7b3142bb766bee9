"""Writing STIX objects: canonical order, compact UTF-8."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

import orjson

from tansiq.stix import schemas
from tansiq.stix.moments import timestamp
from tansiq.stix.objects import StixObject, parse
from tansiq.stix.selectors import cut

_FIRST = ("type", "spec_version", "id", "created_by_ref", "created", "modified")
_LAST = (
    "revoked",
    "labels",
    "confidence",
    "lang",
    "external_references",
    "object_marking_refs",
    "granular_markings",
    "defanged",
    "extensions",
)
_UNVERSIONED = frozenset({"marking-definition"})


def compose(
    object_type: str, properties: Mapping[str, Any], *, now: datetime, new_uuid: Callable[[], str]
) -> bytes:
    """Write a valid STIX 2.1 object of `object_type`: `properties`, a new id, the times of `now` (aware).

    An id, created or modified among `properties` stands; datetimes among them become timestamps.
    Raises `Malformed` when the result would not be valid.
    """
    data: dict[str, Any] = {"type": object_type, "spec_version": "2.1"}
    if "id" not in properties:
        data["id"] = f"{object_type}--{new_uuid()}"
    if not schemas.is_observable(object_type):
        data["created"] = timestamp(now)
        if object_type not in _UNVERSIONED:
            data["modified"] = timestamp(now)
    data |= {name: _plain(value) for name, value in properties.items()}
    raw = orjson.dumps(_ordered(object_type, data))
    return parse(raw).raw


def without(obj: StixObject, selectors: Iterable[str]) -> bytes:
    """Return the bytes of `obj` without the parts that `selectors` name (STIX 2.1, section 7.2.3.1).

    Every value that stays keeps its bytes. Granular markings follow: those that select nothing any more go,
    and indexes behind a removed element move up. The result may not be valid any more: parse it again.
    Raises `Malformed` when a selector names nothing.
    """
    return cut(obj.raw, obj.data, selectors)


def _plain(value: object) -> object:
    return timestamp(value) if isinstance(value, datetime) else value


def _ordered(object_type: str, data: Mapping[str, Any]) -> dict[str, Any]:
    own = [name for name in schemas.properties(object_type) if name not in (*_FIRST, *_LAST)]
    others = sorted(data.keys() - {*_FIRST, *own, *_LAST})
    return {name: data[name] for name in (*_FIRST, *own, *others, *_LAST) if name in data}
