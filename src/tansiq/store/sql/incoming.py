"""What each partner told this node, in the database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from tansiq.exchange import Arrived, Incoming
from tansiq.ledger import Frontier, Kind
from tansiq.store.codec import blob, micros, moment_or_none
from tansiq.store.errors import Gap
from tansiq.store.sql.database import Database, Row
from tansiq.store.sql.keys import key_of

_COLUMNS: Final = ("key", "kind", "leaf", "salt", "object_id", "version", "outcome", "code")
_PAGE: Final = 4096


class SqlIncoming:
    """Positions, evidence and entries of the feeds that lead here."""

    _database: Database

    def incoming(self, sender: str) -> Incoming:
        """Return how far this node has received what `sender` tells it."""
        row = self._database.row(
            "SELECT frontier, note, contact, receipted FROM store_infeed WHERE sender = %s", sender
        )
        if row is None:
            return Incoming(sender, Frontier.empty(), None, None, 0)
        frontier, note, contact, receipted = row
        known = None if note is None else blob(note)
        return Incoming(
            sender, Frontier.from_bytes(blob(frontier)), known, moment_or_none(contact), receipted
        )

    def arrived(
        self, sender: str, entries: Sequence[Arrived], frontier: Frontier, note: bytes, *, now: datetime
    ) -> None:
        """Keep verified `entries` of `sender` and the head `note` that proves them.

        Raises `Gap` unless they lead from the frontier that is held to `frontier`.
        """
        held = self.incoming(sender).frontier
        if held.extend(entry.leaf for entry in entries) != frontier:
            raise Gap(sender, held=held.size, offered=frontier.size)
        first = key_of(self._feed_from(sender), held.size)
        rows = (_row(key, entry) for key, entry in enumerate(entries, start=first))
        self._database.insert("store_inentry", _COLUMNS, rows)
        self._database.run(
            "UPDATE store_infeed SET frontier = %s, note = %s, contact = %s WHERE sender = %s",
            *(frontier.to_bytes(), note, micros(now), sender),
        )

    def arrivals(self, sender: str, first: int = 0) -> Iterator[Arrived]:
        """Yield the entries from `sender`, from number `first` on."""
        row = self._database.row("SELECT id FROM store_infeed WHERE sender = %s", sender)
        if row is None:
            return
        columns = ", ".join(_COLUMNS)
        query = f"SELECT {columns} FROM store_inentry WHERE key >= %s AND key < %s ORDER BY key LIMIT %s"
        start, end = key_of(row[0], first), key_of(row[0] + 1, 0)
        while rows := self._database.rows(query, start, end, _PAGE):
            yield from (_arrived(entry) for entry in rows)
            start = rows[-1][0] + 1

    def contact(self, sender: str, *, now: datetime) -> None:
        """Note that `sender` answered."""
        self._database.run(
            "UPDATE store_infeed SET contact = %s WHERE id = %s", micros(now), self._feed_from(sender)
        )

    def receipted(self, sender: str, size: int) -> None:
        """Note that `sender` has our receipt up to `size`; it never falls."""
        self._database.run(
            "UPDATE store_infeed SET receipted = %s WHERE id = %s AND receipted < %s",
            *(size, self._feed_from(sender), size),
        )

    def forget_salts(self, object_id: str) -> None:
        """Destroy the salts of all entries that brought the object here."""
        self._database.run("UPDATE store_inentry SET salt = NULL WHERE object_id = %s", object_id)
        self._database.run("INSERT INTO store_residue (what) VALUES (%s)", object_id)

    def _feed_from(self, sender: str) -> int:
        self._database.run(
            "INSERT INTO store_infeed (sender, frontier, receipted) VALUES (%s, %s, 0)"
            " ON CONFLICT (sender) DO NOTHING",
            *(sender, Frontier.empty().to_bytes()),
        )
        [(number,)] = self._database.rows("SELECT id FROM store_infeed WHERE sender = %s", sender)
        return int(number)


def _row(key: int, entry: Arrived) -> Row:
    told = (entry.object_id, entry.version, entry.outcome, entry.code)
    kind = None if entry.kind is None else int(entry.kind)
    return (key, kind, entry.leaf, entry.salt, *told)


def _arrived(row: Row) -> Arrived:
    _, kind, leaf, salt, *told = row
    known = None if kind is None else Kind(kind)
    return Arrived(known, blob(leaf), None if salt is None else blob(salt), *told)
