"""Reading what a query asks for (TAXII 2.1, 3.4 and 5), strictly: no filter goes unheard."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import Enum, auto
from typing import Final

from tansiq.exchange.taxii.errors import BadQuery
from tansiq.exchange.taxii.moments import micros
from tansiq.exchange.taxii.ports import Wanted, Which
from tansiq.exchange.taxii.versions import version_key
from tansiq.stix import Malformed, moment

DEFAULT_LIMIT: Final = 1_000
LARGEST_LIMIT: Final = 10_000
MOST_VALUES: Final = 1_000


class Endpoint(Enum):
    """Where a query stands; each knows other filters."""

    OBJECTS = auto()
    OBJECT = auto()
    DELETE = auto()
    MANIFEST = auto()
    VERSIONS = auto()


_PAGES: Final = frozenset({"added_after", "limit", "next"})
_SPEC: Final = frozenset({"match[spec_version]"})
_VERSION: Final = _SPEC | {"match[version]"}
_ALL: Final = _PAGES | _VERSION | {"match[id]", "match[type]"}
_KNOWN: Final[Mapping[Endpoint, frozenset[str]]] = {
    Endpoint.OBJECTS: _ALL,  # 5.4
    Endpoint.OBJECT: _PAGES | _VERSION,  # 5.6
    Endpoint.DELETE: _VERSION,  # 5.7
    Endpoint.MANIFEST: _ALL,  # 5.3
    Endpoint.VERSIONS: _PAGES | _SPEC,  # 5.8
}
_ALL_VERSIONS: Final = frozenset({Endpoint.DELETE, Endpoint.VERSIONS})
_WORDS: Final[Mapping[str, Which]] = {which.value: which for which in Which}
_TIMESTAMP: Final = "a timestamp such as 2026-03-01T08:00:00.000000Z"
_LIMIT: Final = re.compile(r"0{0,99}[1-9][0-9]{0,99}")
_POSITION: Final = re.compile(r"[0-9]{1,18}")
_NAME: Final = re.compile(r"[!-+\--~]{1,300}")
_SPEC_VERSION: Final = re.compile(r"[0-9]{1,4}\.[0-9]{1,4}")


def read_wanted(pairs: Sequence[tuple[str, str]], endpoint: Endpoint) -> Wanted:
    """Return what the decoded query `pairs` ask of `endpoint` (TAXII 2.1, 3.4); other parameters are ignored.

    Raises `BadQuery` for a value that is not well formed, a parameter given twice, one that only other
    endpoints have, and a filter that the standard does not have.
    """
    given = _given(pairs, endpoint)
    which, versions = _versions(given, endpoint)
    return Wanted(
        limit=_limit(given.get("limit")),
        after=_after(given.get("next")),
        added_after=_added_after(given.get("added_after")),
        ids=_names(given, "match[id]"),
        types=_names(given, "match[type]"),
        which=which,
        versions=versions,
    )


def asks_nothing(wanted: Wanted) -> bool:
    """Return whether `wanted` names no version at all, as when it asks for STIX 2.0 alone."""
    return not wanted.which and not wanted.versions


def is_name(text: str) -> bool:
    """Return whether an object could have `text` for its id, so that it is safe to look it up."""
    return _NAME.fullmatch(text) is not None


def _given(pairs: Sequence[tuple[str, str]], endpoint: Endpoint) -> dict[str, str]:
    given: dict[str, str] = {}
    for name, value in pairs:
        if name in given:
            raise BadQuery(name, "it may be given once only")
        if name in _KNOWN[endpoint]:
            given[name] = value
        elif name in _ALL:
            raise BadQuery(name, "this endpoint does not have that parameter")
        elif name == "match" or name.startswith("match["):
            shown = name[:60].encode("ascii", "backslashreplace").decode()
            raise BadQuery(
                shown, "the filters are match[id], match[type], match[version], match[spec_version]"
            )
    return given


def _limit(text: str | None) -> int:
    if text is None:
        return DEFAULT_LIMIT
    if _LIMIT.fullmatch(text) is None:
        raise BadQuery("limit", "it is a whole number greater than zero")
    return min(int(text), LARGEST_LIMIT)


def _after(text: str | None) -> int:
    if text is None:
        return 0
    if _POSITION.fullmatch(text) is None:
        raise BadQuery("next", "give the value that the last page gave, unchanged")
    return int(text)


def _added_after(text: str | None) -> int | None:
    if text is None:
        return None
    try:
        return micros(moment(text))
    except Malformed as error:
        raise BadQuery("added_after", f"it is {_TIMESTAMP}") from error


def _names(given: Mapping[str, str], name: str) -> tuple[str, ...]:
    values = _listed(given, name)
    if not all(map(is_name, values)):
        raise BadQuery(name, "a value is empty, too long, or holds characters that no id or type has")
    return tuple(dict.fromkeys(values))


def _versions(given: Mapping[str, str], endpoint: Endpoint) -> tuple[frozenset[Which], tuple[str, ...]]:
    values = _listed(given, "match[version]")
    _require_distinct(values)
    which = frozenset(_WORDS[value] for value in values if value in _WORDS)
    versions = tuple(_version(value) for value in values if value not in _WORDS)
    if not _wants_stix_21(given):
        return frozenset(), ()
    if not values:
        which = frozenset({Which.ALL if endpoint in _ALL_VERSIONS else Which.LAST})
    return which, versions


def _require_distinct(values: Sequence[str]) -> None:
    """Raise `BadQuery` when a version stands twice, or `all` beside another (3.4.1)."""
    if len(set(values)) < len(values) or (Which.ALL in values and len(values) > 1):
        raise BadQuery("match[version]", "no value may stand twice, and all stands by itself")


def _version(text: str) -> str:
    try:
        return version_key(text or "-")
    except Malformed as error:
        raise BadQuery("match[version]", f"a value is last, first, all or {_TIMESTAMP}") from error


def _wants_stix_21(given: Mapping[str, str]) -> bool:
    values = _listed(given, "match[spec_version]")
    if not all(map(_SPEC_VERSION.fullmatch, values)):
        raise BadQuery("match[spec_version]", "a value is the version of a specification, such as 2.1")
    return not values or "2.1" in values


def _listed(given: Mapping[str, str], name: str) -> tuple[str, ...]:
    text = given.get(name)
    if text is None:
        return ()
    if text.count(",") >= MOST_VALUES:
        raise BadQuery(name, f"at most {MOST_VALUES} values are allowed")
    return tuple(text.split(","))
