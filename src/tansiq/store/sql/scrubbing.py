"""Clears what was erased from the files of the database."""

from __future__ import annotations

from typing import Final

from tansiq.store.errors import Locked
from tansiq.store.sql.database import Database
from tansiq.store.sql.failures import translated

PATIENCE: Final = 500
"""How long to wait for readers, in milliseconds."""

_TABLES: Final = (
    *("store_version", "store_body", "store_outpack", "store_inentry"),
    *("store_drawer", "store_drawerline", "store_chunk", "store_chunktype", "store_chunkbytes"),
    *("store_poststatus", "store_tool"),
)


def scrub(database: Database) -> bool:
    """Clear erased bytes from the files; returns False when a reader is in the way."""
    return _truncate_wal(database) if database.is_sqlite else _rewrite_tables(database)


def _truncate_wal(database: Database) -> bool:
    """Move the journal into the database, where `secure_delete` has zeroed what was deleted, and empty it."""
    [(usual,)] = database.rows("PRAGMA busy_timeout")
    database.rows(f"PRAGMA busy_timeout = {PATIENCE}")
    try:
        [(busy, _, _)] = database.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        database.rows(f"PRAGMA busy_timeout = {int(usual)}")
    return not busy


def _rewrite_tables(database: Database) -> bool:
    """Write the tables anew without dead rows; the server's write-ahead log is beyond our reach."""
    residue = [number for (number,) in database.rows("SELECT id FROM store_residue")]
    if not residue:
        return True
    try:
        with translated(database.connection):
            database.run(f"SET lock_timeout = {PATIENCE}")
            for table in _TABLES:
                database.run(f"VACUUM (FULL) {table}")
    except Locked:
        return False
    finally:
        database.run("RESET lock_timeout")
    database.run("DELETE FROM store_residue WHERE id <= %s", max(residue))
    return True
