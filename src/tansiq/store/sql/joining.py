"""Cuts pages out of the chunks of a drawer: whole chunks where nothing narrows, else by the lines found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from tansiq.exchange.taxii import Joined, Wanted, Which
from tansiq.store.chunks import Run, runs
from tansiq.store.sql import chunks, lines
from tansiq.store.sql.database import Database
from tansiq.store.sql.keys import INDEX, key_of
from tansiq.store.sql.narrowing import tamed

MAX_BYTES: Final = 16 << 20
"""About as many bytes are on one page at most, whatever its limit."""
_STEP: Final = 16
"""So many chunks are read at once."""

_NOTHING: Final = Joined(b"", 0, 0, 0, 0, more=False)


@dataclass(frozen=True, slots=True)
class Part:
    """What a page takes from the chunk `key`."""

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


def joined(database: Database, drawer: int, wanted: Wanted) -> Joined:
    """Return what is wanted of a drawer; `MAX_BYTES` may end the page before its limit does."""
    wanted = lines.moved(database, drawer, tamed(wanted))
    skips = _skips(wanted)
    parts, more = (
        _found(database, drawer, wanted) if skips is None else _walked(database, drawer, wanted, skips)
    )
    if not parts:
        return _NOTHING
    return _cut(database, parts, more=more)


def _skips(wanted: Wanted) -> Which | None:
    """Return which versions are wanted when nothing else narrows."""
    if wanted.ids or wanted.types:
        return None
    if Which.ALL in wanted.which:
        return Which.ALL
    return Which.LAST if wanted.which == {Which.LAST} and not wanted.versions else None


def _walked(database: Database, drawer: int, wanted: Wanted, which: Which) -> tuple[list[Part], bool]:
    parts: list[Part] = []
    left = wanted.limit
    after = key_of(drawer, wanted.after)
    for chunk in chunks.after(database, drawer, wanted.after):
        skipped = chunk.gone if which is Which.ALL else chunk.stale
        found = runs(max(after + 1 - chunk.key, 0), chunk.size, skipped, left + 1)
        taken = sum(stop - start for start, stop in found)
        if taken and not left:
            return parts, True
        if taken > left:
            start, stop = found.pop()
            found += [(start, stop - 1)] if stop - start > 1 else []
            return [*parts, Part(chunk.key, found)], True
        left -= taken
        parts += [Part(chunk.key, found)] if taken else []
    return parts, False


def _found(database: Database, drawer: int, wanted: Wanted) -> tuple[list[Part], bool]:
    rows = lines.find(database, drawer, wanted, lines.PLACE)
    chosen = rows[: wanted.limit]
    parts = []
    for chunk, group in groupby(chosen, key=lambda row: row[2]):
        places = [row[0] - chunk for row in group]
        parts.append(Part(chunk, [(place, place + 1) for place in places]))
    return parts, len(rows) > wanted.limit


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
    number = sum(stop - start for part in used for start, stop in part.runs)
    first, last = used[0].first, used[-1].last
    rows = database.rows("SELECT key, added FROM store_drawerline WHERE key IN (%s, %s)", first, last)
    added: dict[int, int] = dict(rows)
    more = more or taken < len(parts)
    return Joined(b",".join(pieces), number, added[first], added[last], last & INDEX, more)
