"""Notices when the file of the database is gone, or is no longer the one that this process has opened."""

from __future__ import annotations

import os

from tansiq.store.errors import Gone
from tansiq.store.sql.database import Database


class Place:
    """Where the file of an SQLite database is.

    SQLite itself would begin an empty one where there is none, and write on into one that was taken away.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._opened: tuple[int, int] | None = None

    def require(self) -> None:
        """Accept the file if it is there and the same as before. Raises `Gone`."""
        if not self._database.is_sqlite:
            return
        path = str(self._database.connection.settings_dict["NAME"])
        try:
            found = os.stat(path)  # noqa: PTH116 - once a transaction, in a tenth of the time
        except OSError as error:
            raise Gone(f"sqlite: {error}") from error
        same = found.st_dev, found.st_ino
        if self._opened not in {None, same}:
            raise Gone(f"sqlite: another file was put in the place of {path} while this program runs")
        self._opened = same
