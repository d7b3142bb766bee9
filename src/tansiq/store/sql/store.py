"""Transactions, snapshots, the pulse and the scrubbing of a store in a database."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from django.db import transaction

from tansiq.store.errors import Nested
from tansiq.store.sql.agencies import SqlAgencies
from tansiq.store.sql.circles import SqlCircles
from tansiq.store.sql.database import Database, Sealed
from tansiq.store.sql.doors import SqlDoors
from tansiq.store.sql.drawers import SqlDrawers
from tansiq.store.sql.failures import translated
from tansiq.store.sql.feeds import SqlFeeds
from tansiq.store.sql.notes import SqlAlarms, SqlTrail
from tansiq.store.sql.objects import SqlObjects
from tansiq.store.sql.place import Place
from tansiq.store.sql.pulse import Pulse
from tansiq.store.sql.scrubbing import scrub
from tansiq.store.sql.shelves import SqlShelves
from tansiq.store.sql.sources import SqlSources
from tansiq.store.sql.statuses import SqlStatuses

WRITER: Final = 0x74616E736971
"""The advisory lock that makes PostgreSQL's writers wait for each other, as SQLite's do by nature."""


@dataclass(frozen=True, slots=True)
class SqlTransaction:
    """One unit of work in the database."""

    agencies: SqlAgencies
    circles: SqlCircles
    objects: SqlObjects
    feeds: SqlFeeds
    alarms: SqlAlarms
    trail: SqlTrail
    doors: SqlDoors
    drawers: SqlDrawers
    shelves: SqlShelves
    statuses: SqlStatuses
    sources: SqlSources


class SqlStore:
    """A node's memory in the database `alias`; one writer at a time, readers wait for nobody."""

    def __init__(self, random_bytes: Callable[[int], bytes], alias: str = "default") -> None:
        self._random_bytes = random_bytes
        self._database = Database(alias)
        self._place = Place(self._database)
        self._pulse = Pulse(self._database)
        self._open = threading.local()

    @property
    def alias(self) -> str:
        """The name under which Django knows the database."""
        return self._database.alias

    @contextmanager
    def transaction(self) -> Iterator[SqlTransaction]:
        """Run a block whose writes are durable together at its end, or gone when it raises.

        Raises `Nested` within another transaction or snapshot of this thread, a kind of `Unavailable` when
        the database fails.
        """
        database = self._database
        self._place.require()
        with self._alone(), translated(database.connection), transaction.atomic(database.alias, durable=True):
            if not database.is_sqlite:
                database.rows("SELECT pg_advisory_xact_lock(%s)", WRITER)
            yield self._ports(database)

    @contextmanager
    def snapshot(self) -> Iterator[SqlTransaction]:
        """Run a block that sees one unchanging state; writing in it raises `ReadOnly`.

        Raises `Nested` within another transaction or snapshot of this thread, a kind of `Unavailable` when
        the database fails.
        """
        database = self._database
        self._place.require()
        reading = _reading_sqlite if database.is_sqlite else _reading_postgres
        with self._alone(), translated(database.connection), reading(database):
            yield self._ports(Sealed(database.alias))

    def scrub(self) -> bool:
        """Clear erased bytes from the files; returns False when a reader is in the way, then try again later.

        Raises `Nested` within a transaction, a kind of `Unavailable` when the database fails.
        """
        self._place.require()
        with self._alone(), translated(self._database.connection):
            return scrub(self._database)

    def pulse(self) -> int:
        """Return a number that changes when any process commits; compare it within this process only."""
        self._place.require()
        with translated(self._database.connection):
            return self._pulse.beat()

    def close(self) -> None:
        """Close the calling thread's connection; the next transaction opens another."""
        self._database.connection.close()

    def _ports(self, database: Database) -> SqlTransaction:
        return SqlTransaction(
            agencies=SqlAgencies(database),
            circles=SqlCircles(database),
            objects=SqlObjects(database),
            feeds=SqlFeeds(database, self._random_bytes),
            alarms=SqlAlarms(database),
            trail=SqlTrail(database),
            doors=SqlDoors(database),
            drawers=SqlDrawers(database),
            shelves=SqlShelves(database),
            statuses=SqlStatuses(database),
            sources=SqlSources(database),
        )

    @contextmanager
    def _alone(self) -> Iterator[None]:
        if getattr(self._open, "yes", False):
            raise Nested
        self._open.yes = True
        try:
            yield
        finally:
            self._open.yes = False


@contextmanager
def _reading_sqlite(database: Database) -> Iterator[None]:
    direct = database.direct()
    if direct is None or database.connection.in_atomic_block:
        yield
        return
    direct.execute("BEGIN DEFERRED")
    try:
        # The first read fixes what the whole block sees.
        direct.execute("SELECT id FROM store_founding").fetchall()
        yield
    finally:
        if direct.in_transaction:
            direct.execute("ROLLBACK")


@contextmanager
def _reading_postgres(database: Database) -> Iterator[None]:
    nested = database.connection.in_atomic_block
    with transaction.atomic(database.alias):
        if not nested:
            database.run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
