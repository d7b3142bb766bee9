"""The statuses of POSTs in the database (TAXII 2.1, 4.3)."""

from __future__ import annotations

from tansiq.store.codec import blob
from tansiq.store.sql.database import Database


class SqlStatuses:
    """What became of each POST."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, status_id: str, account: str, drawer: str, document: bytes, *, at: int) -> None:
        """Keep the status of a POST of `account` into `drawer`, in the place of an earlier one of that id."""
        self._database.run(
            "INSERT INTO store_poststatus (id, tool, drawer, document, at) VALUES (%s, %s, %s, %s, %s)"
            " ON CONFLICT (id) DO UPDATE SET document = excluded.document, at = excluded.at",
            *(status_id, account, drawer, document, at),
        )

    def status(self, status_id: str) -> tuple[str, bytes] | None:
        """Return who posted, and the document, if it is kept."""
        row = self._database.row("SELECT tool, document FROM store_poststatus WHERE id = %s", status_id)
        return None if row is None else (row[0], blob(row[1]))

    def prune(self, *, before: int) -> int:
        """Forget what was kept earlier than `before`; returns how many."""
        return self._database.run("DELETE FROM store_poststatus WHERE at < %s", before)
