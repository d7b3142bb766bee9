"""Finds the lines of a drawer that are wanted, by its indexes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from tansiq.exchange.taxii import Wanted
from tansiq.store.ranks import Rank, mark
from tansiq.store.sql.database import CHUNK, Database, Row, Value
from tansiq.store.sql.keys import key_of
from tansiq.store.sql.narrowing import Columns, Conditions, one_of, tamed, versions

LINE: Final = "key, added, object_id, version"
PLACE: Final = "key, added, (SELECT MAX(c.key) FROM store_chunk c WHERE c.key <= l.key)"

_COLUMNS: Final = Columns(
    last=f"l.rank <= {Rank.NEWEST}",
    first=f"l.rank IN ({Rank.ONLY}, {Rank.OLDEST})",
    ordering="l.ordering",
    added="l.added",
)


def find(database: Database, drawer: int, wanted: Wanted, columns: str) -> list[Row]:
    """Return `columns`, key first, of the lines wanted of a drawer; one more than the limit if there is."""
    wanted = moved(database, drawer, tamed(wanted))
    rows = [row for part in _parts(drawer, wanted) for row in _rows(database, drawer, wanted, part, columns)]
    return sorted(rows)[: wanted.limit + 1]


def moved(database: Database, drawer: int, wanted: Wanted) -> Wanted:
    """Return `wanted` with a position in the place of its `added_after`: both grow together."""
    if wanted.added_after is None:
        return wanted
    row = database.row(
        "SELECT key FROM store_chunk WHERE drawer = %s AND added <= %s ORDER BY added DESC LIMIT 1",
        *(drawer, wanted.added_after),
    )
    if row is None:
        return replace(wanted, added_after=None)
    last = database.row(
        "SELECT MAX(key) FROM store_drawerline WHERE key >= %s AND key < %s AND added <= %s",
        *(row[0], row[0] + _longest(database, row[0]), wanted.added_after),
    )
    before = row[0] if last is None or last[0] is None else last[0]
    return replace(wanted, added_after=None, after=max(wanted.after, before - key_of(drawer, 0)))


def _longest(database: Database, chunk: int) -> int:
    [(size,)] = database.rows("SELECT size FROM store_chunk WHERE key = %s", chunk)
    return int(size)


def _parts(drawer: int, wanted: Wanted) -> Iterator[Conditions]:
    """Yield the conditions of queries that together find what is wanted, each along one index."""
    if wanted.ids:
        ids = sorted(set(wanted.ids))
        for start in range(0, len(ids), CHUNK):
            yield _named(drawer, ids[start : start + CHUNK], wanted.types)
        return
    for kind in sorted(set(wanted.types)):
        yield "l.type = %s", (kind,)
    if not wanted.types:
        yield "TRUE", ()


def _named(drawer: int, ids: Sequence[str], types: Sequence[str]) -> Conditions:
    marks = [mark(drawer, object_id) for object_id in ids]
    clauses = [one_of("l.mark", marks), one_of("l.object_id", ids)]
    clauses += [one_of("l.type", types)] if types else []
    return " AND ".join(clauses), (*marks, *ids, *types)


def _rows(database: Database, drawer: int, wanted: Wanted, part: Conditions, columns: str) -> list[Row]:
    narrow, named = part
    chosen, values = versions(wanted, _COLUMNS)
    bounds: tuple[Value, ...] = (key_of(drawer, wanted.after), key_of(drawer + 1, 0))
    return database.rows(
        f"SELECT {columns} FROM store_drawerline l WHERE {narrow} AND {chosen} AND l.key > %s AND l.key < %s"
        " ORDER BY l.key LIMIT %s",
        *(*named, *values, *bounds, wanted.limit + 1),
    )
