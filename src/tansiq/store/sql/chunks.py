"""The chunks of the drawers in the database: written once, read in few rows, erased by rewriting."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from tansiq.exchange.taxii import Arriving
from tansiq.store.chunks import Content, by_type, is_merged, pack, sizes, unpack
from tansiq.store.codec import blob
from tansiq.store.ranks import Rank
from tansiq.store.sql.database import Database, Row
from tansiq.store.sql.keys import BITS

_CHUNK: Final = ("key", "drawer", "added", "size", "length", "stale", "later", "gone")
_TYPE: Final = ("type", "key", "places")
_BYTES: Final = ("key", "offsets", "bytes")
COLUMNS: Final = ", ".join(f"c.{name}" for name in _CHUNK)


@dataclass(frozen=True, slots=True)
class Chunk:
    """A chunk without its bytes.

    The places of what is `stale` (not the newest), `later` (not the oldest), and `gone` (and so both).
    """

    key: int
    added: int
    size: int
    length: int
    stale: Sequence[int]
    later: Sequence[int]
    gone: Sequence[int] = ()

    @classmethod
    def of(cls, row: Row) -> Chunk:
        """Return the chunk whose `COLUMNS` the row holds."""
        key, _, added, size, length, *marked = row
        return cls(key, added, size, length, *(unpack("H", places) for places in marked))


@dataclass(frozen=True, slots=True)
class Filled:
    """A chunk about to be written, its content and the places of each type in it."""

    chunk: Chunk
    content: Content
    types: Mapping[str, Sequence[int]]


def append(
    database: Database, key: int, arriving: Sequence[Arriving], ranks: Sequence[Rank], *, added: int
) -> None:
    """Keep objects of these `ranks` from `key` on, each added a microsecond after the one before."""
    made: list[Filled] = []
    start = 0
    for size in sizes([len(one.raw) for one in arriving], [one.type for one in arriving]):
        part = arriving[start : start + size]
        content = Content.of([one.raw for one in part])
        placed = list(enumerate(ranks[start : start + size]))
        stale = [place for place, rank in placed if not rank.is_newest]
        later = [place for place, rank in placed if not rank.is_oldest]
        chunk = Chunk(key + start, added + start, size, len(content.body), stale, later)
        made.append(Filled(chunk, content, by_type(one.type for one in part)))
        start += size
    _write(database, [_merged(database, made[0]), *made[1:]])


def rerank(database: Database, ranks: Mapping[int, Rank]) -> None:
    """Note the ranks that objects have now, by key."""
    query = "UPDATE store_chunk SET stale = %s, later = %s WHERE key = %s"
    for chunk, places in by_chunk(database, ranks):
        stale, later = set(chunk.stale), set(chunk.later)
        for place in places:
            rank = ranks[chunk.key + place]
            (stale.discard if rank.is_newest else stale.add)(place)
            (later.discard if rank.is_oldest else later.add)(place)
        database.run(query, pack("H", sorted(stale)), pack("H", sorted(later)), chunk.key)


def erase(database: Database, keys: Iterable[int]) -> None:
    """Rewrite chunks without these objects, of which no byte stays; one of which nothing is left goes."""
    for chunk, places in by_chunk(database, keys):
        gone = sorted({*chunk.gone, *places})
        content = contents(database, [chunk.key])[chunk.key].without(places)
        types = types_of(database, chunk.key)
        left = {kind: [place for place in among if place not in places] for kind, among in types.items()}
        _delete(database, chunk.key)
        if len(gone) < chunk.size:
            stale = sorted({*chunk.stale, *places})
            later = sorted({*chunk.later, *places})
            kept = replace(chunk, length=len(content.body), stale=stale, later=later, gone=gone)
            _write(database, [Filled(kept, content, left)])


def holding(database: Database, key: int) -> Chunk | None:
    """Return the chunk that begins with `key`, or the last that begins before."""
    query = f"SELECT {COLUMNS} FROM store_chunk c WHERE c.key <= %s ORDER BY c.key DESC LIMIT 1"
    row = database.row(query, key)
    return None if row is None else Chunk.of(row)


def contents(database: Database, keys: Sequence[int]) -> Mapping[int, Content]:
    """Return the bytes of chunks by key."""
    rows = database.within("SELECT key, offsets, bytes FROM store_chunkbytes WHERE key IN", keys)
    return {key: Content(unpack("I", offsets), blob(body)) for key, offsets, body in rows}


def types_of(database: Database, key: int) -> Mapping[str, Sequence[int]]:
    """Return the places of each type in a chunk."""
    rows = database.rows("SELECT type, places FROM store_chunktype WHERE key = %s ORDER BY id", key)
    return {kind: unpack("H", places) for kind, places in rows}


def _merged(database: Database, filled: Filled) -> Filled:
    """Return a new chunk that has taken in the small ones before it; those are gone."""
    while (before := holding(database, filled.chunk.key - 1)) is not None:
        chunk = filled.chunk
        joined = before.key + before.size == chunk.key
        if not joined or not is_merged(before.size, chunk.size, before.length + chunk.length):
            break
        held = contents(database, [before.key])[before.key]
        filled = _joined(Filled(before, held, types_of(database, before.key)), filled)
        _delete(database, before.key)
    return filled


def _joined(before: Filled, after: Filled) -> Filled:
    size = before.chunk.size
    types = {kind: list(places) for kind, places in before.types.items()}
    for kind, places in after.types.items():
        types.setdefault(kind, []).extend(size + place for place in places)
    chunk = replace(
        before.chunk,
        size=size + after.chunk.size,
        length=before.chunk.length + after.chunk.length,
        stale=[*before.chunk.stale, *(size + place for place in after.chunk.stale)],
        later=[*before.chunk.later, *(size + place for place in after.chunk.later)],
    )
    return Filled(chunk, before.content.then(after.content), types)


def _write(database: Database, made: Sequence[Filled]) -> None:
    database.insert("store_chunk", _CHUNK, [_row(one.chunk) for one in made])
    database.insert(
        "store_chunktype",
        _TYPE,
        [
            (kind, one.chunk.key, pack("H", places))
            for one in made
            for kind, places in one.types.items()
            if places
        ],
    )
    contents = [(one.chunk.key, pack("I", one.content.offsets), one.content.body) for one in made]
    database.insert("store_chunkbytes", _BYTES, contents)


def _delete(database: Database, key: int) -> None:
    for table in ("store_chunk", "store_chunktype", "store_chunkbytes"):
        database.run(f"DELETE FROM {table} WHERE key = %s", key)


def by_chunk(database: Database, keys: Iterable[int]) -> Iterator[tuple[Chunk, Collection[int]]]:
    """Yield each chunk in which one of `keys` lies, with their places in it."""
    waiting, start = sorted(keys), 0
    while start < len(waiting):
        chunk = holding(database, waiting[start])
        if chunk is None:
            raise LookupError(waiting[start])
        stop = bisect_left(waiting, chunk.key + chunk.size, start)
        yield chunk, {key - chunk.key for key in waiting[start:stop]}
        start = stop


def _row(chunk: Chunk) -> Row:
    where = (chunk.key, chunk.key >> BITS, chunk.added, chunk.size, chunk.length)
    return (*where, pack("H", chunk.stale), pack("H", chunk.later), pack("H", chunk.gone))
