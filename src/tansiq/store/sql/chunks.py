"""The chunks of the drawers in the database: written once, read in few rows, erased by rewriting."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from tansiq.store.chunks import Content, is_merged, pack, sizes, unpack
from tansiq.store.codec import blob
from tansiq.store.sql.database import Database, Row
from tansiq.store.sql.keys import BITS, key_of

_CHUNK: Final = ("key", "drawer", "added", "size", "length", "stale", "gone")
_BYTES: Final = ("key", "offsets", "bytes")
_BATCH: Final = 64


@dataclass(frozen=True, slots=True)
class Chunk:
    """A chunk without its bytes: the places of what is `stale` (outdated or gone), and of what is `gone`."""

    key: int
    added: int
    size: int
    length: int
    stale: Sequence[int] = ()
    gone: Sequence[int] = ()


def append(database: Database, key: int, raws: Sequence[bytes], *, stale: Sequence[int], added: int) -> None:
    """Keep objects from `key` on, each a microsecond after the one before; `stale` are places among them."""
    made: list[tuple[Chunk, Content]] = []
    start = 0
    for size in sizes([len(raw) for raw in raws]):
        content = Content.of(raws[start : start + size])
        old = [place - start for place in stale if start <= place < start + size]
        made.append((Chunk(key + start, added + start, size, len(content.body), old), content))
        start += size
    made[0] = _merged(database, *made[0])
    chunk_rows = [_row(chunk) for chunk, _ in made]
    byte_rows = [(chunk.key, pack("I", content.offsets), content.body) for chunk, content in made]
    database.insert("store_chunk", _CHUNK, chunk_rows)
    database.insert("store_chunkbytes", _BYTES, byte_rows)


def outdate(database: Database, keys: Iterable[int], *, again: bool = False) -> None:
    """Note which objects are outdated; `again` takes such notes back."""
    for chunk, places in _by_chunk(database, keys):
        stale = set(chunk.stale).difference(places) if again else set(chunk.stale).union(places)
        query = "UPDATE store_chunk SET stale = %s WHERE key = %s"
        database.run(query, pack("H", sorted(stale)), chunk.key)


def erase(database: Database, keys: Iterable[int]) -> None:
    """Rewrite chunks without the bytes of these objects; a chunk of which nothing is left goes itself."""
    for chunk, places in _by_chunk(database, keys):
        gone = sorted({*chunk.gone, *places})
        if len(gone) == chunk.size:
            _delete(database, [chunk.key])
            continue
        [content] = contents(database, [chunk.key]).values()
        kept = content.without(places)
        database.run(
            "UPDATE store_chunk SET length = %s, stale = %s, gone = %s WHERE key = %s",
            *(len(kept.body), pack("H", sorted({*chunk.stale, *places})), pack("H", gone), chunk.key),
        )
        database.run(
            "UPDATE store_chunkbytes SET offsets = %s, bytes = %s WHERE key = %s",
            *(pack("I", kept.offsets), kept.body, chunk.key),
        )


def after(database: Database, drawer: int, position: int) -> Iterator[Chunk]:
    """Yield the chunks of a drawer that reach beyond `position`, in order."""
    chunk = _holding(database, key_of(drawer, position))
    if chunk is not None and chunk.key >> BITS == drawer:
        yield chunk
    last, end = key_of(drawer, position), key_of(drawer + 1, 0)
    query = (
        f"SELECT {', '.join(_CHUNK)} FROM store_chunk WHERE key > %s AND key < %s ORDER BY key LIMIT {_BATCH}"
    )
    while rows := database.rows(query, last, end):
        yield from map(_chunk, rows)
        last = rows[-1][0]


def contents(database: Database, keys: Sequence[int]) -> Mapping[int, Content]:
    """Return the bytes of chunks by key."""
    rows = database.within("SELECT key, offsets, bytes FROM store_chunkbytes WHERE key IN", keys)
    return {key: Content(unpack("I", offsets), blob(body)) for key, offsets, body in rows}


def _merged(database: Database, chunk: Chunk, content: Content) -> tuple[Chunk, Content]:
    """Return a new chunk that has taken in the small ones before it; those are gone."""
    while (before := _holding(database, chunk.key - 1)) is not None:
        joined = before.key + before.size == chunk.key
        if not joined or not is_merged(before.size, chunk.size, before.length + chunk.length):
            break
        content = contents(database, [before.key])[before.key].then(content)
        _delete(database, [before.key])
        chunk = replace(
            before,
            size=before.size + chunk.size,
            length=len(content.body),
            stale=[*before.stale, *(before.size + place for place in chunk.stale)],
        )
    return chunk, content


def _delete(database: Database, keys: Sequence[int]) -> None:
    for table in ("store_chunk", "store_chunkbytes"):
        database.many(f"DELETE FROM {table} WHERE key = %s", [(key,) for key in keys])


def _by_chunk(database: Database, keys: Iterable[int]) -> Iterator[tuple[Chunk, Collection[int]]]:
    """Yield each chunk in which one of `keys` lies, with their places in it."""
    waiting, start = sorted(keys), 0
    while start < len(waiting):
        chunk = _holding(database, waiting[start])
        if chunk is None:
            raise LookupError(waiting[start])
        stop = bisect_left(waiting, chunk.key + chunk.size, start)
        yield chunk, {key - chunk.key for key in waiting[start:stop]}
        start = stop


def _holding(database: Database, key: int) -> Chunk | None:
    """Return the chunk that begins with `key`, or the last that begins before."""
    query = f"SELECT {', '.join(_CHUNK)} FROM store_chunk WHERE key <= %s ORDER BY key DESC LIMIT 1"
    row = database.row(query, key)
    return None if row is None else _chunk(row)


def _chunk(row: Row) -> Chunk:
    key, _, added, size, length, stale, gone = row
    return Chunk(key, added, size, length, unpack("H", stale), unpack("H", gone))


def _row(chunk: Chunk) -> Row:
    where = (chunk.key, chunk.key >> BITS, chunk.added, chunk.size, chunk.length)
    return (*where, pack("H", chunk.stale), pack("H", chunk.gone))
