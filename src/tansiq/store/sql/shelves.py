"""What this agency holds and what it told each partner, in order, for the readers of TAXII."""

from __future__ import annotations

from tansiq.exchange.taxii import Page, Wanted
from tansiq.store.sql import held, told
from tansiq.store.sql.database import Database


class SqlShelves:
    """What stands in the store, as pages in the order in which it came or was told."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def held(self, wanted: Wanted, *, circle: str | None = None) -> Page:
        """Return a page of what this agency holds, of what is open to or came through `circle` if named."""
        return held.page(self._database, wanted, circle)

    def told(
        self, reader: str, wanted: Wanted, *, circle: str | None = None, drawer: str | None = None
    ) -> Page:
        """Return a page of what `reader` was told; a position is an entry's index plus one.

        Only what came through `circle`, and whose object lies in `drawer`, if they are named.
        """
        return told.page(self._database, reader, wanted, circle, drawer)
