"""Notices cheaply that some process has committed."""

from __future__ import annotations

import os
import sqlite3
import threading
from hashlib import sha256

from tansiq.store.sql.database import Database


class Pulse:
    """A number that changes with every commit, to be compared within one process."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._watch: sqlite3.Connection | None = None
        self._process = 0
        self._openings = 0
        self._lock = threading.Lock()

    def beat(self) -> int:
        """Return the number as it is now."""
        if self._database.is_sqlite:
            return self._beat_of_sqlite()
        # What a snapshot sees changes with every commit (PostgreSQL, section 9.27, pg_current_snapshot).
        [(seen,)] = self._database.rows("SELECT pg_current_snapshot()::text")
        return int.from_bytes(sha256(seen.encode()).digest()[:7])

    def _beat_of_sqlite(self) -> int:
        # data_version says on one connection that another has committed, so this one must never write.
        with self._lock:
            if self._watch is None or self._process != os.getpid():
                self._watch, self._process = self._connect(), os.getpid()
                self._openings += 1
            [version] = self._watch.execute("PRAGMA data_version").fetchone()
            return self._openings << 32 | int(version)

    def _connect(self) -> sqlite3.Connection:
        name = str(self._database.connection.settings_dict["NAME"])
        return sqlite3.connect(name, check_same_thread=False, isolation_level=None)
