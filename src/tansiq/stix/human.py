"""What of an object a person reads: its title, and its text for a search."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

_TITLES = (
    "name",
    "abstract",
    "value",
    "display_name",
    "subject",
    "statement",
    "key",
    "path",
    "serial_number",
)
_BODIES = (
    "content",
    "explanation",
    "description",
    "pattern",
    "relationship_type",
    "account_login",
)
_NAMED = (*_TITLES, *_BODIES)
_TECHNICAL = frozenset(
    {
        "id",
        "type",
        "spec_version",
        "lang",
        "extension_type",
        "definition_type",
        "pattern_type",
        "pattern_version",
        "payload_bin",
        "selectors",
        "spec",
        "mime_type",
        "content_type",
    }
)
_CODES = ("_ref", "_refs", "_bin")
_REMEMBERED = 1024
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT[0-9:.]+Z")
_LENGTH = 120


def title_of(data: Mapping[str, Any]) -> str:
    """Return the best short text for a person in the object `data`, the id when there is none."""
    for name in _NAMED:
        if name in data and _is_text(data[name]):
            return _shorten(data[name])
    return next((_shorten(value) for value in _inner_titles(data) if _is_text(value)), str(data["id"]))


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value) and not value.isspace()


def _inner_titles(data: Mapping[str, Any]) -> Iterator[Any]:
    for holder in (data.get("definition"), *_values(data.get("contents"))):
        if isinstance(holder, Mapping):
            yield from map(holder.get, _TITLES)


def _values(holder: object) -> Iterable[object]:
    return holder.values() if isinstance(holder, Mapping) else ()


def text_of(data: Mapping[str, Any]) -> str:
    """Return every string of the object `data` that a person may search for, one piece a line."""
    pieces: list[str] = []
    _gather(data, pieces)
    return "\n".join(pieces)


def _gather(node: Mapping[str, Any], pieces: list[str]) -> None:
    for name, value in node.items():
        if not _SPOKEN[name]:
            continue
        kind = type(value)
        if kind is str:
            if value[-1:] != "Z" or not _MOMENT.fullmatch(value):
                pieces.append(value)
        elif kind is dict:
            _gather(value, pieces)
        elif kind is list:
            _gather_all(value, pieces)


class _Spoken(dict[str, bool]):
    """Whether a member of this name is for people to read; of short names some are remembered."""

    def __missing__(self, name: str) -> bool:
        spoken = name not in _TECHNICAL and not name.endswith(_CODES)
        if len(self) < _REMEMBERED and len(name) <= _LENGTH:
            self[name] = spoken
        return spoken


_SPOKEN = _Spoken()


def _gather_all(values: list[Any], pieces: list[str]) -> None:
    for value in values:
        kind = type(value)
        if kind is str:
            if value[-1:] != "Z" or not _MOMENT.fullmatch(value):
                pieces.append(value)
        elif kind is dict:
            _gather(value, pieces)
        elif kind is list:
            _gather_all(value, pieces)


def _shorten(text: str) -> str:
    line = text.strip().splitlines()[0].strip()
    return line if len(line) <= _LENGTH else line[: _LENGTH - 1].rstrip() + "…"
