"""Finds the lines of a drawer that are wanted, along its chunks or one of its indexes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Final

from tansiq.exchange.taxii import Wanted, Which
from tansiq.store.ranks import Rank, mark
from tansiq.store.sql.database import CHUNK, Database, Row, Value
from tansiq.store.sql.keys import INDEX, key_of
from tansiq.store.sql.narrowing import Columns, moments, one_of, tamed, versions
from tansiq.store.sql.walking import alone, first_of, walk

LINE: Final = "l.key, l.added, l.object_id, l.version"
KEY: Final = "l.key"

_COLUMNS: Final = Columns(
    last=f"l.rank <= {Rank.NEWEST}",
    first=f"l.rank IN ({Rank.ONLY}, {Rank.OLDEST})",
    ordering="l.ordering",
    added="l.added",
)


def find(database: Database, drawer: int, wanted: Wanted, columns: str) -> list[Row]:
    """Return `columns`, key first, of the lines wanted of a drawer; one more than the limit if there is."""
    search = _Search(database, drawer, moved(database, drawer, tamed(wanted)), columns)
    return sorted(search.found())[: wanted.limit + 1]


def moved(database: Database, drawer: int, wanted: Wanted) -> Wanted:
    """Return `wanted` with a position in the place of its `added_after`: both grow together."""
    if wanted.added_after is None:
        return wanted
    bounds = _around(database, drawer, wanted.added_after)
    if bounds is None:
        return replace(wanted, added_after=None)
    query = "SELECT MAX(key) FROM store_drawerline WHERE key >= %s AND key < %s AND added <= %s"
    [(last,)] = database.rows(query, *bounds, wanted.added_after)
    before = (bounds[0] if last is None else last) & INDEX
    return replace(wanted, added_after=None, after=max(wanted.after, before))


def _around(database: Database, drawer: int, moment: int) -> tuple[int, int] | None:
    """Return the keys between which lies what was added just before or at `moment`."""
    query = "SELECT key, size FROM store_chunk WHERE drawer = %s AND added <= %s ORDER BY added DESC LIMIT 1"
    row = database.row(query, drawer, moment)
    return None if row is None else (row[0], row[0] + row[1])


class _Search:
    """One search for `columns` of what is `wanted` in the drawer numbered `drawer`."""

    def __init__(self, database: Database, drawer: int, wanted: Wanted, columns: str) -> None:
        self._database = database
        self._drawer = drawer
        self._wanted = wanted
        self._columns = columns
        self._most = wanted.limit + 1

    def found(self) -> list[Row]:
        """Return the rows that are wanted, at least the first of them up to the limit and one more."""
        wanted = self._wanted
        which = alone(wanted)
        if wanted.ids:
            return list(self._named())
        if which is not None:
            return list(self._walked(which))
        if wanted.types:
            return list(islice(self._sifted(), self._most))
        return self._rows("TRUE") if wanted.which else list(self._dated())

    def _rows(self, narrow: str, *named: Value) -> list[Row]:
        chosen, values = versions(self._wanted, _COLUMNS)
        return self._database.rows(
            f"SELECT {self._columns} FROM store_drawerline l WHERE {narrow} AND {chosen}"
            " AND l.key > %s AND l.key < %s ORDER BY l.key LIMIT %s",
            *(*named, *values, key_of(self._drawer, self._wanted.after), key_of(self._drawer + 1, 0)),
            self._most,
        )

    def _named(self) -> Iterator[Row]:
        ids, types = sorted(set(self._wanted.ids)), self._wanted.types
        typed = f" AND {one_of('l.type', types)}" if types else ""
        for start in range(0, len(ids), CHUNK):
            some = ids[start : start + CHUNK]
            marks = [mark(self._drawer, object_id) for object_id in some]
            narrow = f"{one_of('l.mark', marks)} AND {one_of('l.object_id', some)}{typed}"
            yield from self._rows(narrow, *marks, *some, *types)

    def _walked(self, which: Which) -> Iterator[Row]:
        parts, _ = first_of(walk(self._database, self._drawer, self._wanted, which), self._most)
        for part in parts:
            if self._wanted.types:
                query = f"SELECT {self._columns} FROM store_drawerline l WHERE l.key IN"
                yield from self._database.within(query, list(part.keys))
            else:
                yield from self._rows("l.key >= %s AND l.key <= %s", part.first, part.last)

    def _sifted(self) -> Iterator[Row]:
        """Yield what is wanted among all versions of the types wanted."""
        for part in walk(self._database, self._drawer, self._wanted, Which.ALL):
            keys = list(part.keys)
            yield from self._rows(one_of("l.key", keys), *keys)

    def _dated(self) -> Iterator[Row]:
        for version in sorted(set(self._wanted.versions)):
            yield from self._rows("l.ordering = %s", version)
        for moment in moments(self._wanted.versions):
            bounds = _around(self._database, self._drawer, moment)
            if bounds is not None:
                yield from self._rows("l.ordering = '' AND l.key >= %s AND l.key < %s", *bounds)
