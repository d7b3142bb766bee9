"""What listings ask about an object, computed once when it is kept."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from tansiq.release import Record
from tansiq.stix import TLP, StixObject
from tansiq.store.errors import TooLong
from tansiq.store.folding import fold

DEFINITIONS: Final = ("marking-definition", "extension-definition")
"""Types that stand in a listing only when it asks for them, as an agency's own identity does."""

MAX_ID: Final = 300
MAX_VERSION: Final = 64
MAX_TEXT: Final = 200_000
"""Characters of an object that a search looks through; folding may make eighteen of one."""

_USUAL: Final = 8
"""How many markings of an object are remembered; a hostile one may have thousands."""

_STRICTER: Final = {tlp: rank for rank, tlp in enumerate(TLP)}


class Facts(NamedTuple):
    """The columns beside an object: `order` puts versions in sequence, `text` is folded for search."""

    type: str
    order: str
    lang: str | None
    tlp: str | None
    text: str


def facts(record: Record) -> Facts:
    """Return what listings ask about `record`. Raises `TooLong` when id or version would fit no column."""
    obj = record.object
    for what, text, limit in (("id", obj.id, MAX_ID), ("version", obj.version, MAX_VERSION)):
        if len(text) > limit:
            raise TooLong(what, len(text), limit)
    strictest = _remembered if len(obj.markings) <= _USUAL else _strictest
    return Facts(obj.type, _order(obj.version), obj.lang, strictest(obj.markings), fold(_text(obj)))


def _order(version: str) -> str:
    """Return the moment that a version names (RFC 3339 with `Z`), if any, so that texts sort as moments."""
    if not version:
        return ""
    second, _, fraction = version[:-1].partition(".")
    return f"{second}.{fraction[:6]:0<6}"


def _strictest(markings: tuple[str, ...]) -> str | None:
    marked = [tlp for ref in markings if (tlp := TLP.of(ref)) is not None]
    return max(marked, key=_STRICTER.__getitem__).value if marked else None


_remembered: Final = lru_cache(maxsize=1024)(_strictest)


def _text(obj: StixObject) -> str:
    """Return what a search looks through: the title, which is mostly a part of the text, and the text."""
    title, text = obj.title, obj.text[:MAX_TEXT]
    return text if title.removesuffix("…") in text else f"{title}\n{text}"[:MAX_TEXT]
