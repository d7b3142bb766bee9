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
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT[0-9:.]+Z")
_LENGTH = 120


def title_of(data: Mapping[str, Any]) -> str:
    """Return the best short text for a person in the object `data`, the id when there is none."""
    texts = (value for value in _candidates(data) if isinstance(value, str) and value.strip())
    return next(map(_shorten, texts), data["id"])


def _candidates(data: Mapping[str, Any]) -> Iterator[object]:
    yield from map(data.get, (*_TITLES, *_BODIES))
    for holder in (data.get("definition"), *_values(data.get("contents"))):
        if isinstance(holder, Mapping):
            yield from map(holder.get, _TITLES)


def _values(holder: object) -> Iterable[object]:
    return holder.values() if isinstance(holder, Mapping) else ()


def text_of(data: Mapping[str, Any]) -> str:
    """Return every string of the object `data` that a person may search for, one piece a line."""
    return "\n".join(_pieces(data))


def _pieces(node: object, name: str = "") -> Iterator[str]:
    if isinstance(node, str):
        if not _MOMENT.fullmatch(node):
            yield node
    elif isinstance(node, Mapping):
        for key, value in node.items():
            if key not in _TECHNICAL and not key.endswith(("_ref", "_refs", "_bin")):
                yield from _pieces(value, key)
    elif isinstance(node, list):
        for value in node:
            yield from _pieces(value, name)


def _shorten(text: str) -> str:
    line = text.strip().splitlines()[0].strip()
    return line if len(line) <= _LENGTH else line[: _LENGTH - 1].rstrip() + "…"
