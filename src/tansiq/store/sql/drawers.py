"""Drawers in the database: stores of their own that hold exact bytes in the order in which they came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from tansiq.exchange.taxii import Arriving, Drawer, Joined, Line, Put, Some, Wanted
from tansiq.store.errors import NotThere, Taken
from tansiq.store.ranks import mark, require_short
from tansiq.store.sql import lines
from tansiq.store.sql.database import Database
from tansiq.store.sql.discarding import discard
from tansiq.store.sql.joining import joined
from tansiq.store.sql.keys import INDEX, key_of
from tansiq.store.sql.putting import Putting

_DRAWER: Final = "uuid, title, created, description, alias, terms"


class SqlDrawers:
    """Collections made by hand."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def create(self, drawer: Drawer) -> None:
        """Keep a new, empty drawer. Raises `Taken` when its id or alias is another's."""
        done = self._database.run(
            f"INSERT INTO store_drawer ({_DRAWER}, generation, position, added)"
            " VALUES (%s, %s, %s, %s, %s, %s, 0, 0, 0) ON CONFLICT DO NOTHING",
            *(drawer.id, drawer.title, drawer.created, drawer.description, drawer.alias, drawer.terms),
        )
        if done != 1:
            raise Taken("drawer", drawer.alias or drawer.id)

    def change(self, drawer: Drawer) -> None:
        """Give the drawer of that id another title, description, alias and terms.

        Raises `NotThere`, and `Taken` when the alias is another's.
        """
        number = self._number(drawer.id)
        query = "SELECT id FROM store_drawer WHERE alias = %s AND id <> %s"
        if self._database.row(query, drawer.alias, number) is not None:
            raise Taken("drawer", drawer.alias or drawer.id)
        self._database.run(
            "UPDATE store_drawer SET title = %s, description = %s, alias = %s, terms = %s WHERE id = %s",
            *(drawer.title, drawer.description, drawer.alias, drawer.terms, number),
        )

    def remove(self, drawer_id: str) -> None:
        """Forget a drawer, all that lies in it, the rights in it and its statuses. Raises `NotThere`."""
        number = self._number(drawer_id)
        for table in ("store_drawerline", "store_chunk", "store_chunktype", "store_chunkbytes"):
            query = f"DELETE FROM {table} WHERE key >= %s AND key < %s"
            self._database.run(query, key_of(number, 0), key_of(number + 1, 0))
        for table in ("store_toolright", "store_poststatus"):
            self._database.run(f"DELETE FROM {table} WHERE drawer = %s", drawer_id)
        self._database.run("DELETE FROM store_drawer WHERE id = %s", number)
        self._database.run("INSERT INTO store_residue (what) VALUES (%s)", drawer_id)

    def drawers(self) -> Sequence[Drawer]:
        """Return every drawer in the order of their making."""
        rows = self._database.rows(f"SELECT {_DRAWER} FROM store_drawer ORDER BY id")
        return [Drawer(*row) for row in rows]

    def put(self, drawer_id: str, arriving: Sequence[Arriving], *, now: int) -> Sequence[Put]:
        """Put object versions into a drawer, in order; says of each what became of it.

        Raises `NotThere`, and `TooLong` when id, type or version would fit no column.
        """
        require_short(arriving)
        number = self._number(drawer_id)
        query = "SELECT position, added FROM store_drawer WHERE id = %s"
        [(position, added)] = self._database.rows(query, number)
        putting = Putting(self._database, number)
        outcomes = putting.decide(arriving)
        first = max(now, added + 1)
        fresh = putting.write(key=key_of(number, position + 1), added=first)
        if fresh:
            self._database.run(
                "UPDATE store_drawer SET generation = generation + 1, position = %s, added = %s"
                " WHERE id = %s",
                *(position + fresh, first + fresh - 1, number),
            )
        return outcomes

    def joined(self, drawer_id: str, wanted: Wanted) -> Joined:
        """Return what is wanted as bytes joined by commas, fewer than the limit if they are many bytes.

        Raises `NotThere`.
        """
        return joined(self._database, self._number(drawer_id), wanted)

    def lines(self, drawer_id: str, wanted: Wanted) -> Some:
        """Return what is wanted without its bytes. Raises `NotThere`."""
        number = self._number(drawer_id)
        rows = lines.find(self._database, number, wanted, lines.LINE)
        found = tuple(Line(key & INDEX, added, about, version) for key, added, about, version in rows)
        return Some(found[: wanted.limit], len(found) > wanted.limit)

    def discard(self, drawer_id: str, object_id: str, wanted: Wanted) -> int:
        """Forget those versions of the object that are wanted, wherever they lie; returns how many.

        Raises `NotThere` for an unknown drawer.
        """
        number = self._number(drawer_id)
        every = replace(wanted, ids=(object_id,), after=0, limit=INDEX - 1)
        keys = [row[0] for row in lines.find(self._database, number, every, lines.KEY)]
        if keys:
            discard(self._database, mark(number, object_id), object_id, keys)
            self._database.run("UPDATE store_drawer SET generation = generation + 1 WHERE id = %s", number)
            self._database.run("INSERT INTO store_residue (what) VALUES (%s)", drawer_id)
        return len(keys)

    def generation(self, drawer_id: str) -> int:
        """Return a number that changes with everything that changes what lies in it. Raises `NotThere`."""
        row = self._database.row("SELECT generation FROM store_drawer WHERE uuid = %s", drawer_id)
        if row is None:
            raise NotThere("drawer", drawer_id)
        return int(row[0])

    def count(self, drawer_id: str) -> int:
        """Return how many object versions lie in a drawer. Raises `NotThere`."""
        number = self._number(drawer_id)
        query = "SELECT COALESCE(SUM(size - LENGTH(gone) / 2), 0) FROM store_chunk WHERE drawer = %s"
        [(found,)] = self._database.rows(query, number)
        return int(found)

    def _number(self, drawer_id: str) -> int:
        row = self._database.row("SELECT id FROM store_drawer WHERE uuid = %s", drawer_id)
        if row is None:
            raise NotThere("drawer", drawer_id)
        return int(row[0])
