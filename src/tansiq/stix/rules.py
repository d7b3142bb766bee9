"""What STIX 2.1 demands of an object beyond its schema."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from tansiq.stix import schemas
from tansiq.stix.errors import Flaw, Malformed
from tansiq.stix.moments import moment
from tansiq.stix.patterns import require_pattern
from tansiq.stix.selectors import require_selects
from tansiq.stix.survey import IDENTIFIER

Data = Mapping[str, Any]
Moments = Mapping[str, datetime]

_LATER = {
    "modified": "created",
    "last_seen": "first_seen",
    "last_observed": "first_observed",
    "end": "start",
    "stop_time": "start_time",
    "valid_until": "valid_from",
}
_STRICTLY = frozenset({"stop_time", "valid_until"})
_COMMON = (("created", str), ("modified", str), ("created_by_ref", str), ("lang", str), ("revoked", bool))
_LANGUAGE = re.compile("(?=.{2,35}$)[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_MARKED = frozenset({"object_marking_refs", "granular_markings"})
_VERSIONS = frozenset({"created", "modified"})
_LONGEST_VERSION = len("2026-03-01T08:00:00.123456789Z")
_IDENTITY = {
    "artifact": ("hashes", "payload_bin"),
    "email-message": ("from_ref", "subject", "body"),
    "process": (),
    "user-account": ("account_type", "user_id", "account_login"),
    "windows-registry-key": ("key", "values"),
    "x509-certificate": ("hashes", "serial_number"),
}


def require_rules(data: Data) -> Moments:
    """Check the rules that no schema of STIX 2.1 can say; each rule names its section.

    Returns the moments of the timestamps, by name. Raises `Malformed` when `data` (valid by its schema)
    breaks a rule.
    """
    _common(data)
    times = _times(data)
    for rule in _RULES:
        rule(data)
    return times


def _common(data: Data) -> None:
    """Common properties have their types also where a schema does not expect them (section 3.2)."""
    for name, kind in _COMMON:
        if name in data and type(data[name]) is not kind:
            raise Malformed(Flaw.SCHEMA, f"/{name}", f"{name} is not a {kind.__name__}")
    if "created_by_ref" in data and not IDENTIFIER.fullmatch(data["created_by_ref"]):
        raise Malformed(Flaw.IDENTIFIER, "/created_by_ref", "a reference is written type--uuid")


def _times(data: Data) -> Moments:
    """Timestamps are moments of the calendar and in order (sections 2.16, 3.2, 4 and 5)."""
    times = {name: moment(data[name], f"/{name}") for name in _timestamps(data["type"]) if name in data}
    for name, time in times.items():
        if name in _VERSIONS and len(data[name]) > _LONGEST_VERSION:
            raise Malformed(Flaw.TIMESTAMP, f"/{name}", f"{name} is finer than a nanosecond")
        earlier = _LATER.get(name)
        if earlier is not None and earlier in times:
            _require_order(name, time, earlier, times[earlier])
    return times


@lru_cache(maxsize=128)
def _timestamps(object_type: str) -> tuple[str, ...]:
    return tuple(sorted(schemas.moments(object_type) | _VERSIONS))


def _require_order(later: str, after: datetime, earlier: str, before: datetime) -> None:
    if after < before:
        raise Malformed(Flaw.TIMESTAMP, f"/{later}", f"{later} lies before {earlier}")
    if after == before and later in _STRICTLY:
        raise Malformed(Flaw.TIMESTAMP, f"/{later}", f"{later} does not lie after {earlier}")


def _selectors(data: Data) -> None:
    """Selectors select something (section 7.2.3.1)."""
    for index, marking in enumerate(data.get("granular_markings", ())):
        for place, selector in enumerate(marking["selectors"]):
            require_selects(data, selector, f"/granular_markings/{index}/selectors/{place}")


def _self_marking(data: Data) -> None:
    """A marking definition does not mark itself (section 7.2.1)."""
    if not data.keys() & _MARKED:
        return
    granular = (marking.get("marking_ref") for marking in data.get("granular_markings", ()))
    if data["id"] in {*data.get("object_marking_refs", ()), *granular}:
        raise Malformed(Flaw.RULE, "/id", "a marking definition marks itself")


def _languages(data: Data) -> None:
    """Languages are RFC 5646 tags of at most 35 characters (sections 3.2, 7.1.1 and 7.2.3)."""
    for pointer, tag in _tags(data):
        if not _LANGUAGE.fullmatch(tag):
            raise Malformed(Flaw.RULE, pointer, f"{tag[:40]!r} is not a language tag")


def _tags(data: Data) -> Iterator[tuple[str, str]]:
    if "lang" in data:
        yield "/lang", data["lang"]
    for index, marking in enumerate(data.get("granular_markings", ())):
        if "lang" in marking:
            yield f"/granular_markings/{index}/lang", marking["lang"]
    if data["type"] == "language-content":
        yield from (("/contents", tag) for tag in data["contents"])


def _random_id(data: Data) -> None:
    """A cyber-observable without anything to derive its id from has a random one (sections 2.9 and 6)."""
    sources = _IDENTITY.get(data["type"])
    if sources is not None and not data.keys() & set(sources) and data["id"][-22] != "4":
        raise Malformed(Flaw.RULE, "/id", "the id needs a UUID of version 4")


def _pattern(data: Data) -> None:
    """The pattern of an indicator is one, where it is written in STIX patterning (section 9)."""
    if data["type"] == "indicator" and data["pattern_type"] == "stix":
        require_pattern(data["pattern"], "/pattern")


_RULES: tuple[Callable[[Data], None], ...] = (
    _selectors,
    _self_marking,
    _languages,
    _random_id,
    _pattern,
)
