"""Which media type and which coding both sides understand (RFC 9110, section 12; TAXII 2.1, 1.6.8)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final, NamedTuple

TAXII: Final = "application/taxii+json;version=2.1"
"""The media type of every answer (TAXII 2.1, 1.6.8.1)."""
VERSION: Final = "2.1"
LONGEST: Final = 2048
"""Bytes of a header that is still looked at."""
CODINGS: Final = ("zstd", "gzip")
"""What this server can pack with, the better one first."""

_TOKEN: Final = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"  # noqa: S105 - RFC 9110's word for a word
_QUOTED: Final = r'"(?:[^"\\]|\\.)*"'
_PARAMETER: Final = re.compile(rf"[ \t]*;[ \t]*(?:({_TOKEN})=({_TOKEN}|{_QUOTED}))?")
_RANGE: Final = re.compile(rf"[ \t]*({_TOKEN})/({_TOKEN})")
_CODING: Final = re.compile(rf"[ \t]*({_TOKEN})")
_SEPARATOR: Final = re.compile(r"[ \t]*(?:,|$)")
_TO_COMMA: Final = re.compile(rf"(?:{_QUOTED}|[^,\"]|\")*?(?:,|$)")
_WEIGHT: Final = re.compile(r"0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?")


class _Choice(NamedTuple):
    """One element of a list: its words, its parameters, and how much it is wanted (0 to 1)."""

    words: tuple[str, ...]
    parameters: Mapping[str, str]
    weight: float


@lru_cache(maxsize=128)
def accepts(header: str | None, media_type: str = "application/taxii+json") -> bool:
    """Return whether a reader with this Accept `header` takes `media_type`; one without takes anything.

    The most particular range that fits decides; TAXII without a version is the newest.
    """
    if header is None or not header.strip():
        return True
    if len(header) > LONGEST:
        return False
    kind, _, name = media_type.partition("/")
    fitting = [
        (_rank(choice), choice.weight)
        for choice in _choices(header, _RANGE)
        if choice.words in {(kind, name), (kind, "*"), ("*", "*")} and _is_ours(choice)
    ]
    return bool(fitting) and max(fitting)[1] > 0


@lru_cache(maxsize=128)
def is_taxii(header: str | None) -> bool:
    """Return whether the Content-Type `header` says TAXII 2.1; without a version it is the newest."""
    if header is None or len(header) > LONGEST:
        return False
    choices = list(_choices(header, _RANGE))
    return len(choices) == 1 and choices[0].words == ("application", "taxii+json") and _is_ours(choices[0])


@lru_cache(maxsize=128)
def coding(header: str | None) -> str | None:
    """Return how to pack for a reader with this Accept-Encoding `header`; None: not at all.

    Only what it names itself counts, never the wildcard.
    """
    if header is None or len(header) > LONGEST:
        return None
    wanted = {choice.words[0]: choice.weight for choice in _choices(header, _CODING)}
    best = max(CODINGS, key=lambda name: wanted.get(name, 0.0))
    return best if wanted.get(best, 0.0) >= max(wanted.get("identity", 0.0), 0.001) else None


def _rank(choice: _Choice) -> tuple[int, int]:
    """Return how particular a range is."""
    return sum(word != "*" for word in choice.words), int("version" in choice.parameters)


def _is_ours(choice: _Choice) -> bool:
    return choice.parameters.get("version", VERSION) == VERSION


def _choices(header: str, shape: re.Pattern[str]) -> Iterator[_Choice]:
    """Yield the well formed elements of a list; what is not is passed over, as if it were not there."""
    at = 0
    while at < len(header):
        head = shape.match(header, at)
        parameters, end = _parameters(header, head.end()) if head else ({}, at)
        separator = _SEPARATOR.match(header, end) if head else None
        weight = _weight(parameters)
        if head and separator and weight is not None:
            yield _Choice(tuple(word.lower() for word in head.groups()), parameters, weight)
        skipped = separator or _TO_COMMA.match(header, at)
        at = skipped.end() if skipped and skipped.end() > at else len(header)


def _parameters(header: str, at: int) -> tuple[dict[str, str], int]:
    found: dict[str, str] = {}
    while (one := _PARAMETER.match(header, at)) is not None:
        if one[1]:
            found.setdefault(one[1].lower(), _unquoted(one[2]))
        at = one.end()
    return found, at


def _unquoted(value: str) -> str:
    return re.sub(r"\\(.)", r"\1", value[1:-1]) if value.startswith('"') else value


def _weight(parameters: Mapping[str, str]) -> float | None:
    text = parameters.get("q", "1")
    return float(text) if _WEIGHT.fullmatch(text) else None
