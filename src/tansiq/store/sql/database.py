"""The few ways in which the ports talk to the database."""

from __future__ import annotations

import sqlite3
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Any, Final, NoReturn, Protocol

import psycopg
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from tansiq.store.errors import ReadOnly

Row = tuple[Any, ...]
Value = bytes | str | int | bool | None

CHUNK: Final = 500
"""How many values stand in one `IN (…)`; SQLite allows 32,766 in a statement."""

BYTES: Final = 4
"""In which column bytes stand where there may be many."""

FETCHED: Final = 256
"""How many rows are fetched at a time where they may be large."""


class Cursor(Protocol):
    """What the cursors of both databases have in common."""

    @property
    def rowcount(self) -> int:
        """How many rows the statement touched."""

    def fetchone(self) -> Row | None:
        """Return the next row."""

    def fetchmany(self, size: int, /) -> list[Row]:
        """Return the next rows."""

    def fetchall(self) -> list[Row]:
        """Return the rows that are left."""


class Database:
    """Statements on the calling thread's connection `alias`; `%s` marks a value, in both databases.

    SQLite is spoken to directly: Django's cursor takes longer than most of the statements.
    """

    def __init__(self, alias: str) -> None:
        self.alias = alias

    @property
    def connection(self) -> BaseDatabaseWrapper:
        """The calling thread's connection."""
        return connections[self.alias]

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is SQLite; else it is PostgreSQL."""
        return self.connection.vendor == "sqlite"

    def rows(self, query: str, *values: Value) -> list[Row]:
        """Return every row of the query."""
        return self._execute(query, values).fetchall()

    def until(self, most: int, query: str, *values: Value) -> list[Row]:
        """Return rows until the bytes in their fifth column add up to `most`, if they do."""
        found: list[Row] = []
        cursor = self._execute_for_bytes(query, values)
        while most > 0 and (some := cursor.fetchmany(FETCHED)):
            ends = list(accumulate(len(row[BYTES]) for row in some))
            found += some[: bisect_left(ends, most) + 1]
            most -= ends[-1]
        return found

    def row(self, query: str, *values: Value) -> Row | None:
        """Return the first row of the query, if there is one."""
        return self._execute(query, values).fetchone()

    def run(self, query: str, /, *values: Value) -> int:
        """Run a statement; returns how many rows it touched."""
        return self._execute(query, values).rowcount

    def many(self, query: str, rows: Iterable[Sequence[Value]], /) -> None:
        """Run a statement once a row."""
        direct = self.direct()
        if direct is not None:
            direct.executemany(_with_marks(query), rows)
            return
        with self.connection.cursor() as cursor:
            cursor.executemany(query, list(rows))

    def direct(self) -> sqlite3.Connection | None:
        """Return SQLite's own connection; None when the database is another."""
        connection = self.connection
        if connection.vendor != "sqlite":
            return None
        if connection.connection is None:
            connection.ensure_connection()
        own: sqlite3.Connection = connection.connection
        return own

    def _execute_for_bytes(self, query: str, values: Sequence[Value]) -> Cursor:
        """Run a query whose bytes come as they are; Django's cursor has them sent in hexadecimal digits."""
        if self.direct() is not None:
            return self._execute(query, values)
        self.connection.ensure_connection()
        return psycopg.Cursor(self.connection.connection).execute(query, values, binary=True)

    def _execute(self, query: str, values: Sequence[Value]) -> Cursor:
        direct = self.direct()
        if direct is not None:
            return direct.execute(_with_marks(query), values)
        cursor = self.connection.cursor()
        cursor.execute(query, values)
        return cursor

    def insert(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Value]], /) -> None:
        """Insert rows as fast as the database can; the table has no conflicting ones."""
        names = ", ".join(columns)
        if self.is_sqlite:
            marks = ", ".join(["%s"] * len(columns))
            self.many(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)
            return
        with self.connection.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)

    def within(self, query: str, values: Sequence[Value]) -> Iterator[Row]:
        """Yield the rows of a query that ends in `IN`, for any number of values."""
        for start in range(0, len(values), CHUNK):
            part = values[start : start + CHUNK]
            yield from self._execute_for_bytes(f"{query} ({', '.join(['%s'] * len(part))})", part).fetchall()


class Sealed(Database):
    """The database of a snapshot: it can be read, and refuses to be written."""

    def run(self, *_: object) -> NoReturn:
        """Refuse. Raises `ReadOnly`."""
        raise ReadOnly("This is a snapshot.", "Open a transaction to write.")

    many = insert = run


@lru_cache(maxsize=1024)
def _with_marks(query: str) -> str:
    return query.replace("%s", "?")
