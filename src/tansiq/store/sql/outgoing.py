"""What this agency told each partner, in the database."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Final

from tansiq.exchange import Leaving, Outgoing, Signed, Slice, Told
from tansiq.ledger import Frontier, Kind
from tansiq.store.codec import blob, micros, moment, moment_or_none
from tansiq.store.errors import ForkRefused, NotCommitted
from tansiq.store.packs import CONTENT, WIDTH, require_within
from tansiq.store.sql.appending import append_all, packs_of
from tansiq.store.sql.database import Database, Row, Value
from tansiq.store.sql.keys import BITS, INDEX, key_of

_CONTENT: Final = f"kind IN ({', '.join(str(int(kind)) for kind in sorted(CONTENT))})"
_TOLD: Final = f"""
    SELECT f.receiver, b.kind, b.object_id, b.version, e.key & {INDEX}, e.at,
        (SELECT MIN(r.at) FROM store_receipt r WHERE r.feed = f.id AND r.size > e.key & {INDEX})
    FROM store_body b JOIN store_outentry e ON e.body = b.id JOIN store_outfeed f ON f.id = e.key >> {BITS}
    WHERE b.object_id = %s ORDER BY e.at, f.receiver, e.key
"""


class SqlOutgoing:
    """The feeds that lead away from here, their signed heads and their receipts."""

    def __init__(self, database: Database, random_bytes: Callable[[int], bytes]) -> None:
        self._database = database
        self._random_bytes = random_bytes
        self._grown: set[str] = set()

    def outgoing(self, receiver: str) -> Outgoing:
        """Return how much `receiver` was told, with the newest signed head and receipt."""
        feed, frontier = self._feed(receiver)
        return Outgoing(
            receiver, frontier, self._newest("store_checkpoint", feed), self._newest("store_receipt", feed)
        )

    def append(self, receiver: str, entries: Sequence[Leaving], *, now: datetime) -> Frontier:
        """Append `entries` to the feed to `receiver`; returns its new frontier."""
        return self.append_many({receiver: entries}, now=now)[receiver]

    def append_many(
        self, entries: Mapping[str, Sequence[Leaving]], *, now: datetime
    ) -> Mapping[str, Frontier]:
        """Append to several feeds at once, entries of one a microsecond apart; returns the new frontiers."""
        leaving = {receiver: rows for receiver, rows in entries.items() if rows}
        self._grown.update(leaving)
        grown = append_all(self._database, leaving, at=micros(now), random_bytes=self._random_bytes)
        return {receiver: grown.get(receiver) or self._feed(receiver)[1] for receiver in entries}

    def sign(self, receiver: str, signed: Signed) -> None:
        """Keep the head that was signed, in the place of an earlier one of the same size and root.

        Raises `ForkRefused` unless size and root are those of the committed feed, `NotCommitted` when it
        grew in this transaction.
        """
        if receiver in self._grown:
            raise NotCommitted(receiver)
        feed, frontier = self._feed(receiver)
        held = frontier.root()
        if (signed.size, signed.root) != (frontier.size, held):
            raise ForkRefused(receiver, signed.size, held=held, offered=signed.root)
        self._database.run(
            "INSERT INTO store_checkpoint (feed, size, root, text, at) VALUES (%s, %s, %s, %s, %s)"
            " ON CONFLICT (feed, size) DO UPDATE SET text = excluded.text, at = excluded.at",
            *(feed or self._begin(receiver), signed.size, signed.root, signed.text, micros(signed.at)),
        )

    def head(self, receiver: str, size: int) -> Signed | None:
        """Return the head that we signed of the feed to `receiver` at `size`, if we did."""
        feed, _ = self._feed(receiver)
        row = self._database.row(
            "SELECT size, root, text, at FROM store_checkpoint WHERE feed = %s AND size = %s", feed, size
        )
        return None if row is None else _signed(row)

    def slice(self, receiver: str, number: int, first: int, last: int) -> Slice:
        """Return entries `first` until `last` of pack `number`. Raises `NotThere` beyond the feed."""
        feed, frontier = self._feed(receiver)
        require_within(receiver, number, first, last, frontier.size)
        [pack] = packs_of(self._database, {feed: number}).values()
        rows = self._database.rows(
            "SELECT b.bytes, e.leaf FROM store_outentry e JOIN store_body b ON b.id = e.body"
            " WHERE e.key >= %s AND e.key < %s ORDER BY e.key",
            *(key_of(feed, number * WIDTH + first), key_of(feed, number * WIDTH + last)),
        )
        bodies = tuple(None if row[0] is None else blob(row[0]) for row in rows)
        leaves = tuple(blob(row[1]) for row in rows)
        return Slice(number, first, bodies, leaves, pack.seed, pack.remaining(first, bodies))

    def leaves(self, receiver: str, first: int = 0, last: int | None = None) -> Sequence[bytes]:
        """Return the leaf hashes of entries `first` to `last` (exclusive) of the feed to `receiver`."""
        feed, frontier = self._feed(receiver)
        rows = self._database.rows(
            "SELECT leaf FROM store_outentry WHERE key >= %s AND key < %s ORDER BY key",
            *(key_of(feed, first), key_of(feed, frontier.size if last is None else last)),
        )
        return [blob(leaf) for (leaf,) in rows]

    def receipt(self, receiver: str, receipt: Signed) -> None:
        """Keep the first receipt for a size. Raises `ForkRefused` unless we signed that size and root."""
        feed, _ = self._feed(receiver)
        signed = self.head(receiver, receipt.size)
        held = None if signed is None else signed.root
        if held != receipt.root:
            raise ForkRefused(receiver, receipt.size, held=held, offered=receipt.root)
        self._database.run(
            "INSERT INTO store_receipt (feed, size, root, text, at) VALUES (%s, %s, %s, %s, %s)"
            " ON CONFLICT (feed, size) DO NOTHING",
            *(feed, receipt.size, receipt.root, receipt.text, micros(receipt.at)),
        )

    def heads(self, receiver: str) -> Sequence[Signed]:
        """Return every head that we signed of the feed to `receiver`, by size."""
        return self._notes("store_checkpoint", receiver)

    def receipts(self, receiver: str) -> Sequence[Signed]:
        """Return every receipt that `receiver` gave, by size."""
        return self._notes("store_receipt", receiver)

    def appended_at(self, receiver: str, index: int) -> datetime | None:
        """Return when entry `index` of the feed to `receiver` was appended, None beyond the feed."""
        feed, _ = self._feed(receiver)
        row = self._database.row("SELECT at FROM store_outentry WHERE key = %s", key_of(feed, index))
        return None if row is None else moment(row[0])

    def told(self, object_id: str) -> Sequence[Told]:
        """Return every entry about the object, in every feed, in order of time."""
        return [_told(row) for row in self._database.rows(_TOLD, object_id)]

    def informed(self, object_id: str) -> frozenset[tuple[str, str]]:
        """Return every reader that was told the object, with the version that it was told."""
        rows = self._database.rows(
            "SELECT f.receiver, b.version FROM store_body b JOIN store_outentry e ON e.body = b.id"
            f" JOIN store_outfeed f ON f.id = e.key >> {BITS} WHERE b.object_id = %s AND b.{_CONTENT}",
            object_id,
        )
        return frozenset((receiver, version or "") for receiver, version in rows)

    def told_to(self, receiver: str, object_id: str, version: str | None = None) -> bool:
        """Return whether `receiver` was ever told the object, in that version if one is named."""
        feed, _ = self._feed(receiver)
        named = "" if version is None else " AND b.version = %s"
        query = (
            "SELECT 1 FROM store_body b JOIN store_outentry e ON e.body = b.id"
            f" WHERE b.object_id = %s{named} AND b.{_CONTENT} AND e.key >= %s AND e.key < %s LIMIT 1"
        )
        values: list[Value] = [
            object_id,
            *([] if version is None else [version]),
            key_of(feed, 0),
            key_of(feed + 1, 0),
        ]
        return self._database.row(query, *values) is not None

    def untell(self, object_id: str) -> Sequence[str]:
        """Destroy bodies and salts of all entries that carry the object; returns who was told it, sorted."""
        entries = self._database.rows(
            "SELECT e.key FROM store_body b JOIN store_outentry e ON e.body = b.id"
            f" WHERE b.object_id = %s AND b.{_CONTENT}",
            object_id,
        )
        self._forget_salts([key for (key,) in entries])
        self._database.run(
            f"UPDATE store_body SET bytes = NULL WHERE object_id = %s AND {_CONTENT}",
            object_id,
        )
        self._database.run("INSERT INTO store_residue (what) VALUES (%s)", object_id)
        feeds = list({key >> BITS for (key,) in entries})
        return sorted(
            row[0] for row in self._database.within("SELECT receiver FROM store_outfeed WHERE id IN", feeds)
        )

    def _forget_salts(self, keys: Sequence[int]) -> None:
        erased: dict[tuple[int, int], set[int]] = {}
        for key in keys:
            number, offset = divmod(key & INDEX, WIDTH)
            erased.setdefault((key >> BITS, number), set()).add(offset)
        for (feed, number), offsets in sorted(erased.items()):
            [pack] = packs_of(self._database, {feed: number}).values()
            self._database.run(
                "UPDATE store_outpack SET seed = NULL, spread = %s WHERE key = %s",
                *(pack.without(offsets).spread, key_of(feed, number)),
            )

    def _feed(self, receiver: str) -> tuple[int, Frontier]:
        row = self._database.row("SELECT id, frontier FROM store_outfeed WHERE receiver = %s", receiver)
        return (0, Frontier.empty()) if row is None else (row[0], Frontier.from_bytes(blob(row[1])))

    def _begin(self, receiver: str) -> int:
        self._database.run(
            "INSERT INTO store_outfeed (receiver, frontier) VALUES (%s, %s)",
            *(receiver, Frontier.empty().to_bytes()),
        )
        return self._feed(receiver)[0]

    def _notes(self, table: str, receiver: str) -> Sequence[Signed]:
        feed, _ = self._feed(receiver)
        query = f"SELECT size, root, text, at FROM {table} WHERE feed = %s ORDER BY size, at"
        return [_signed(row) for row in self._database.rows(query, feed)]

    def _newest(self, table: str, feed: int) -> Signed | None:
        row = self._database.row(
            f"SELECT size, root, text, at FROM {table} WHERE feed = %s ORDER BY size DESC LIMIT 1", feed
        )
        return None if row is None else _signed(row)


def _signed(row: Row) -> Signed:
    size, root, text, at = row
    return Signed(size, blob(root), blob(text), moment(at))


def _told(row: Row) -> Told:
    reader, kind, object_id, version, index, at, received = row
    return Told(
        reader, Kind(kind), object_id or "", version or "", index, moment(at), moment_or_none(received)
    )
