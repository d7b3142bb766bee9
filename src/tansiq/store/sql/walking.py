"""Walks through the chunks of a drawer without reading what is in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import merge
from itertools import groupby
from typing import Final, NamedTuple

from tansiq.exchange.taxii import Wanted, Which
from tansiq.store.chunks import Run, between, common, count, cut, unpack
from tansiq.store.sql.chunks import COLUMNS, Chunk
from tansiq.store.sql.database import Database
from tansiq.store.sql.keys import key_of

_FIRST: Final = 12
_MOST: Final = 512
"""How many chunks are looked up at once: few at first, which are enough for a page."""

_ALL: Final = f"SELECT {COLUMNS}, NULL FROM store_chunk c WHERE c.key >= %s AND c.key < %s"
_OF_TYPE: Final = (
    f"SELECT {COLUMNS}, t.places FROM store_chunktype t JOIN store_chunk c ON c.key = t.key"
    " WHERE t.key >= %s AND t.key < %s AND t.type = %s"
)

Placed = tuple[Chunk, Sequence[int] | None]
"""A chunk and the places in it that are of the type asked for; None for every place."""


class Part(NamedTuple):
    """What is wanted of the chunk `key`."""

    key: int
    runs: Sequence[Run]

    @property
    def first(self) -> int:
        """The key of the first object."""
        return self.key + self.runs[0][0]

    @property
    def last(self) -> int:
        """The key of the last object."""
        return self.key + self.runs[-1][1] - 1

    @property
    def keys(self) -> Iterator[int]:
        """The key of each object."""
        return (self.key + place for start, stop in self.runs for place in range(start, stop))


def alone(wanted: Wanted) -> Which | None:
    """Return the one `Which` that is all there is to know of a version: chunks know it themselves."""
    if Which.ALL in wanted.which:
        return Which.ALL
    return next(iter(wanted.which)) if len(wanted.which) == 1 and not wanted.versions else None


def walk(database: Database, drawer: int, wanted: Wanted, which: Which) -> Iterator[Part]:
    """Yield what is wanted after its position, by types and `which` alone, chunk by chunk."""
    after = key_of(drawer, wanted.after)
    for chunk, places in _chunks(database, drawer, wanted):
        skipped = {Which.ALL: chunk.gone, Which.LAST: chunk.stale, Which.FIRST: chunk.later}[which]
        first = max(after + 1 - chunk.key, 0)
        runs = between(first, chunk.size, skipped) if places is None else common(places, first, skipped)
        if runs:
            yield Part(chunk.key, runs)


def first_of(parts: Iterator[Part], limit: int) -> tuple[list[Part], bool]:
    """Return the parts that hold the first `limit` objects, and whether there are more."""
    taken: list[Part] = []
    for part in parts:
        if not limit:
            return taken, True
        size = count(part.runs)
        if size > limit:
            return [*taken, Part(part.key, cut(part.runs, limit))], True
        taken.append(part)
        limit -= size
    return taken, False


def _chunks(database: Database, drawer: int, wanted: Wanted) -> Iterator[Placed]:
    """Yield the chunks in which anything wanted may lie, in order."""
    query = "SELECT MAX(key) FROM store_chunk WHERE key <= %s"
    [(floor,)] = database.rows(query, key_of(drawer, wanted.after))
    start, end = max(floor or 0, key_of(drawer, 0)), key_of(drawer + 1, 0)
    if not wanted.types:
        yield from _along(database, _ALL, start, end)
        return
    ways = [_along(database, _OF_TYPE, start, end, kind) for kind in sorted(set(wanted.types))]
    if len(ways) == 1:
        yield from ways[0]
        return
    for _, group in groupby(merge(*ways, key=_key), key=_key):
        [(chunk, _), *_] = same = list(group)
        yield chunk, sorted(place for _, places in same for place in places or ())


def _along(database: Database, query: str, start: int, end: int, *named: str) -> Iterator[Placed]:
    size = _FIRST
    while rows := database.rows(f"{query} ORDER BY c.key LIMIT {size}", start, end, *named):
        for *row, places in rows:
            yield Chunk.of(tuple(row)), None if places is None else unpack("H", places)
        if len(rows) < size:
            return
        start, size = rows[-1][0] + 1, min(4 * size, _MOST)


def _key(placed: Placed) -> int:
    return placed[0].key
