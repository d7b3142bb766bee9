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
_LAST_LETTERS = frozenset("fsn")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT[0-9:.]+Z")
_LENGTH = 120


def title_of(data: Mapping[str, Any]) -> str:
    """Return the best short text for a person in the object `data`, the id when there is none."""
    for value in _candidates(data):
        if isinstance(value, str) and not value.isspace() and value:
            return _shorten(value)
    return str(data["id"])


def _candidates(data: Mapping[str, Any]) -> Iterator[object]:
    yield from map(data.get, _NAMED)
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
        if name in _TECHNICAL or (name[-1:] in _LAST_LETTERS and name.endswith(_CODES)):
            continue
        if type(value) is str:
            _gather_text(value, pieces)
        elif type(value) is dict:
            _gather(value, pieces)
        elif type(value) is list:
            _gather_all(value, pieces)


def _gather_all(values: list[Any], pieces: list[str]) -> None:
    for value in values:
        if type(value) is str:
            _gather_text(value, pieces)
        elif type(value) is dict:
            _gather(value, pieces)
        elif type(value) is list:
            _gather_all(value, pieces)


def _gather_text(text: str, pieces: list[str]) -> None:
    if text[-1:] != "Z" or not _MOMENT.fullmatch(text):
        pieces.append(text)


def _shorten(text: str) -> str:
    line = text.strip().splitlines()[0].strip()
    return line if len(line) <= _LENGTH else line[: _LENGTH - 1].rstrip() + "…"
