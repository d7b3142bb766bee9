"""The few ways in which the ports talk to the database."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Any, Final

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

Row = tuple[Any, ...]
Value = bytes | str | int | bool | None

CHUNK: Final = 500
"""How many values stand in one `IN (…)`; SQLite allows 32,766 in a statement."""

FETCHED: Final = 256
"""How many rows are fetched at a time where they may be large."""


class Database:
    """Statements on the calling thread's connection `alias`; `%s` marks a value, in both databases."""

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
        with self.connection.cursor() as cursor:
            cursor.execute(query, values)
            found: list[Row] = cursor.fetchall()
            return found

    def until(self, most: int, query: str, *values: Value) -> list[Row]:
        """Return rows until their lengths, which stand first, add up to `most`: the last reaches it."""
        found: list[Row] = []
        with self.connection.cursor() as cursor:
            cursor.execute(query, values)
            while most > 0 and (some := cursor.fetchmany(FETCHED)):
                reached = bisect_left(list(accumulate(row[0] for row in some)), most) + 1
                found += some[:reached]
                most -= sum(row[0] for row in some[:reached])
        return found

    def row(self, query: str, *values: Value) -> Row | None:
        """Return the first row of the query, if there is one."""
        with self.connection.cursor() as cursor:
            cursor.execute(query, values)
            found: Row | None = cursor.fetchone()
            return found

    def run(self, query: str, *values: Value) -> int:
        """Run a statement; returns how many rows it touched."""
        with self.connection.cursor() as cursor:
            cursor.execute(query, values)
            return int(cursor.rowcount)

    def many(self, query: str, rows: Iterable[Sequence[Value]]) -> None:
        """Run a statement once a row."""
        with self.connection.cursor() as cursor:
            cursor.executemany(query, list(rows))

    def insert(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
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
            yield from self.rows(f"{query} ({', '.join(['%s'] * len(part))})", *part)
