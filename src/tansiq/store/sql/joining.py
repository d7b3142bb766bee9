"""Cuts pages out of the chunks of a drawer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tansiq.exchange.taxii import Joined, Wanted
from tansiq.store.chunks import common, count
from tansiq.store.sql import chunks, lines
from tansiq.store.sql.database import Database
from tansiq.store.sql.keys import INDEX
from tansiq.store.sql.narrowing import tamed
from tansiq.store.sql.paging import MAX_BYTES
from tansiq.store.sql.walking import Part, alone, first_of, walk

_STEP: Final = 64
"""So many chunks are read at once."""

_NOTHING: Final = Joined(b"", 0, 0, 0, 0, more=False)


def joined(database: Database, drawer: int, wanted: Wanted) -> Joined:
    """Return what is wanted of a drawer; the page ends early where it would be too many bytes."""
    wanted = lines.moved(database, drawer, tamed(wanted))
    which = None if wanted.ids else alone(wanted)
    if which is None:
        parts, more = _found(database, drawer, wanted)
    else:
        parts, more = first_of(walk(database, drawer, wanted, which), wanted.limit)
    return _cut(database, parts, more=more) if parts else _NOTHING


def _found(database: Database, drawer: int, wanted: Wanted) -> tuple[list[Part], bool]:
    keys = [key for (key,) in lines.find(database, drawer, wanted, lines.KEY)]
    held = chunks.by_chunk(database, keys[: wanted.limit])
    parts = [Part(chunk.key, common(sorted(places), 0, ())) for chunk, places in held]
    return parts, len(keys) > wanted.limit


def _cut(database: Database, parts: Sequence[Part], *, more: bool) -> Joined:
    pieces: list[memoryview] = []
    length = taken = 0
    while taken < len(parts) and length < MAX_BYTES:
        step = parts[taken : taken + _STEP]
        held = chunks.contents(database, [part.key for part in step])
        fresh = [piece for part in step for piece in held[part.key].parts(part.runs)]
        pieces += fresh
        length += sum(map(len, fresh))
        taken += len(step)
    used = parts[:taken]
    first, last = used[0].first, used[-1].last
    rows = database.rows("SELECT key, added FROM store_drawerline WHERE key IN (%s, %s)", first, last)
    added: dict[int, int] = dict(rows)
    number = sum(count(part.runs) for part in used)
    return Joined(
        b",".join(pieces), number, added[first], added[last], last & INDEX, more or taken < len(parts)
    )
