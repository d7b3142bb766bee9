"""Tells the failures of SQLite, PostgreSQL and Django apart, in the words of the store."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import psycopg
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, Error, InterfaceError
from django.db.backends.base.base import BaseDatabaseWrapper

from tansiq.store.errors import Damaged, DiskFull, Gone, Locked, NotPrepared, ReadOnly, Unavailable

_SQLITE: Final[dict[int, type[Unavailable]]] = {
    sqlite3.SQLITE_BUSY: Locked,
    sqlite3.SQLITE_LOCKED: Locked,
    sqlite3.SQLITE_READONLY: ReadOnly,
    sqlite3.SQLITE_IOERR: Gone,
    sqlite3.SQLITE_CORRUPT: Damaged,
    sqlite3.SQLITE_NOTADB: Damaged,
    sqlite3.SQLITE_FULL: DiskFull,
    sqlite3.SQLITE_CANTOPEN: Gone,
}
_POSTGRES: Final[dict[str, type[Unavailable]]] = {
    "08": Gone,
    "25006": ReadOnly,
    "28": Gone,
    "3D000": Gone,
    "40P01": Locked,
    "42P01": NotPrepared,
    "42703": NotPrepared,
    "53": Gone,
    "53100": DiskFull,
    "55P03": Locked,
    "57": Gone,
    "58": Gone,
    "XX001": Damaged,
    "XX002": Damaged,
}


@contextmanager
def translated(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Run a block on `connection`; a dead connection is dropped, so that the next block begins a new one.

    Raises a kind of `Unavailable` in the place of the driver's error; our own mistakes pass through.
    """
    try:
        yield
    except (Error, sqlite3.Error, psycopg.Error) as error:
        if not connection.in_atomic_block:
            connection.close()
        kind = failure(error)
        if kind is None:
            raise
        raise kind(f"{connection.vendor}: {error}".strip()) from error
    except ImproperlyConfigured as error:
        raise Gone(str(error)) from error


def failure(error: BaseException) -> type[Unavailable] | None:
    """Return the kind of failure that `error`, or its cause, stands for; None for any other error."""
    cause = (
        error.__cause__ if isinstance(error, DatabaseError | InterfaceError) and error.__cause__ else error
    )
    if isinstance(cause, sqlite3.Error):
        return _of_sqlite(cause)
    if isinstance(cause, psycopg.Error):
        return _of_postgres(cause)
    return None


def _of_sqlite(error: sqlite3.Error) -> type[Unavailable] | None:
    # The low byte is the primary result code (sqlite.org/rescode.html).
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_ERROR and str(error).startswith(("no such table", "no such column")):
        return NotPrepared
    return _SQLITE.get(code)


def _of_postgres(error: psycopg.Error) -> type[Unavailable] | None:
    state = error.sqlstate
    if state is None:
        return Gone if isinstance(error, psycopg.OperationalError | psycopg.InterfaceError) else None
    return _POSTGRES.get(state) or _POSTGRES.get(state[:2])
