"""Objects, their versions, recalls and grants in the database."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Final

from tansiq.exchange import Signature, Tombstone
from tansiq.release import Audience, Grant, Record
from tansiq.stix import StixObject
from tansiq.store.codec import blob, from_json, micros, micros_or_none, moment, moment_or_none, to_json
from tansiq.store.errors import VersionTaken, Withdrawn
from tansiq.store.facts import Facts, facts
from tansiq.store.sql import rows
from tansiq.store.sql.database import CHUNK, Database, Row
from tansiq.store.sql.finder import SqlFinder
from tansiq.store.sql.stamps import stamps

_COLUMNS: Final = (
    *("object_id", "version", "raw", "originator", "shared", "recalled", "expires", "precedence"),
    *("audience", "parts", "holds", "ordering", "type", "lang", "tlp", "folded"),
    *("sender", "via", "circles", "newest", "signer", "key", "sig", "added"),
)
_TOMBSTONE: Final = "SELECT object_id, originator, reason, at, erased, sender, held FROM store_tombstone"

Signatures = Sequence[tuple[Record, Signature]]


class SqlObjects(SqlFinder):
    """Object versions with what is known beside them, for the exchange and for the desk."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self._absent: set[str] = set()
        """Ids of which nothing is kept, as far as this transaction has looked."""

    def read_ahead(self, object_ids: Iterable[str]) -> None:
        """Find out, in few statements, of which `object_ids` nothing is kept, so as not to look again."""
        wanted = self._perhaps_kept(object_ids)
        kept: set[str] = set()
        for table in ("store_version", "store_tombstone"):
            query = f"SELECT object_id FROM {table} WHERE object_id IN"
            kept.update(row[0] for row in self._database.within(query, wanted))
        self._absent.update(one for one in wanted if one not in kept)

    def record(self, object_id: str, version: str | None = None) -> Record | None:
        """Return that version of the object, or the current one, if it is held."""
        row = self._version(rows.RECORD, object_id, version)
        return None if row is None else rows.record(row)

    def signature(self, object_id: str, version: str | None = None) -> Signature | None:
        """Return the originator's signature over that version, or the current one."""
        row = self._version(rows.SIGNATURE, object_id, version)
        return None if row is None else rows.signature(row)

    def versions(self, object_id: str) -> Sequence[Record]:
        """Return every version held, oldest first."""
        query = f"SELECT {rows.RECORD} FROM store_version v WHERE v.object_id = %s ORDER BY v.ordering, v.id"
        return [rows.record(row) for row in self._database.rows(query, object_id)]

    def everything(self) -> Iterator[tuple[Record, Signature]]:
        """Yield every version that is held, with its originator's signature."""
        columns, last = f"v.id, {rows.SIGNATURE}, {rows.RECORD}", 0
        query = f"SELECT {columns} FROM store_version v WHERE v.id > %s ORDER BY v.id LIMIT {CHUNK}"
        while page := self._database.rows(query, last):
            for row in page:
                yield rows.record(row[4:]), rows.signature(row[1:4])
            last = page[-1][0]

    def sender(self, object_id: str) -> str | None:
        """Return who told us the current version; None for our own."""
        row = self._version("v.sender", object_id, None)
        return None if row is None else row[0]

    def via(self, object_id: str) -> tuple[str, ...]:
        """Return the circles through which the current version came."""
        row = self._version("v.via", object_id, None)
        return () if row is None else from_json(row[0], tuple[str, ...])

    def add(
        self, record: Record, signature: Signature, *, sender: str | None, via: tuple[str, ...] = ()
    ) -> None:
        """Keep one version; see `add_many`."""
        self.add_many([(record, signature)], sender=sender, via=via)

    def add_many(self, rows: Signatures, *, sender: str | None, via: tuple[str, ...] = ()) -> None:
        """Keep versions that `sender` told us through the circles `via`; equal bytes again change nothing.

        Raises `VersionTaken` when a version is held with other bytes, `Withdrawn` after a recall.
        """
        fresh = self._fresh(rows)
        self._refuse_withdrawn({(record.object.id, record.originator) for record, _ in fresh})
        known = [facts(record) for record, _ in fresh]
        newest = self._outdate([record.object.id for record, _ in fresh], [fact.order for fact in known])
        self._absent.difference_update(record.object.id for record, _ in fresh)
        added = stamps(self._database, [micros(record.shared) for record, _ in fresh])
        came = sender, to_json(via)
        self._database.insert(
            "store_version",
            _COLUMNS,
            [
                (*_row(record, fact), *came, _circles(record.audience, via), is_newest, *_signed(by), when)
                for (record, by), fact, is_newest, when in zip(fresh, known, newest, added, strict=True)
            ],
        )

    def set_audience(self, object_id: str, audience: Audience) -> None:
        """Change to whom this node opens the object, in every version."""
        query = "UPDATE store_version SET audience = %s, circles = %s WHERE id = %s"
        versions = self._database.rows("SELECT id, via FROM store_version WHERE object_id = %s", object_id)
        for number, via in versions:
            self._database.run(
                query, to_json(audience), _circles(audience, from_json(via, tuple[str, ...])), number
            )

    def recall(self, tombstone: Tombstone) -> None:
        """Keep the first `tombstone` of an originator's object, and mark every version as recalled."""
        self._absent.discard(tombstone.object_id)
        self._database.run(
            "INSERT INTO store_tombstone (object_id, originator, reason, at, erased, sender, held)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT (object_id, originator) DO NOTHING",
            *(tombstone.object_id, tombstone.originator, tombstone.reason, micros(tombstone.at)),
            *(micros_or_none(tombstone.erased), tombstone.sender, tombstone.held),
        )
        self._database.run(
            "UPDATE store_version SET recalled = COALESCE(recalled, %s)"
            " WHERE object_id = %s AND originator = %s",
            *(micros(tombstone.at), tombstone.object_id, tombstone.originator),
        )

    def erase(self, object_id: str, *, at: datetime) -> None:
        """Forget every byte of the object and who has read it, and note in its tombstone when."""
        self._database.run("DELETE FROM store_version WHERE object_id = %s", object_id)
        self._database.run("DELETE FROM store_readmark WHERE object_id = %s", object_id)
        self._database.run(
            "UPDATE store_tombstone SET erased = COALESCE(erased, %s) WHERE object_id = %s",
            *(micros(at), object_id),
        )
        self._database.run("INSERT INTO store_residue (what) VALUES (%s)", object_id)

    def tombstone(self, object_id: str, originator: str | None = None) -> Tombstone | None:
        """Return what remains of the object of `originator` if it was recalled.

        Without one: of the object that is held, else of the last that was.
        """
        if object_id in self._absent:
            return None
        if originator is None:
            newest = self._version("v.originator", object_id, None)
            originator = None if newest is None else newest[0]
        query, values = f"{_TOMBSTONE} WHERE object_id = %s", [object_id]
        if originator is None:
            row = self._database.row(f"{query} AND held ORDER BY id DESC LIMIT 1", *values)
        else:
            row = self._database.row(f"{query} AND originator = %s", *values, originator)
        return None if row is None else _tombstone(row)

    def tombstones(self) -> Sequence[Tombstone]:
        """Return every tombstone of an object that was here, oldest first."""
        return [_tombstone(row) for row in self._database.rows(f"{_TOMBSTONE} WHERE held ORDER BY id")]

    def marking(self, ref: str) -> StixObject | None:
        """Return the marking definition if it is held."""
        record = self.record(ref)
        return record.object if record is not None and record.object.type == "marking-definition" else None

    def grant(self, grant: Grant, statement: bytes, signature: Signature) -> None:
        """Keep a verified grant, once."""
        held = self._database.row(
            "SELECT id FROM store_grant WHERE object_id = %s AND reader = %s AND statement = %s",
            *(grant.object, grant.to, statement),
        )
        if held is None:
            self._database.run(
                "INSERT INTO store_grant (object_id, reader, doc, statement, signer, key, sig)"
                " VALUES (%s, %s, %s, %s, %s, %s, %s)",
                *(grant.object, grant.to, to_json(grant), statement),
                *(signature.by, signature.key, signature.sig),
            )

    def grants(self, object_id: str, reader: str) -> Sequence[Grant]:
        """Return the grants for the object to `reader`, oldest first."""
        query = "SELECT doc FROM store_grant WHERE object_id = %s AND reader = %s ORDER BY id"
        return [from_json(doc, Grant) for (doc,) in self._database.rows(query, object_id, reader)]

    def _version(self, columns: str, object_id: str, version: str | None) -> Row | None:
        if object_id in self._absent:
            return None
        query = f"SELECT {columns} FROM store_version v WHERE v.object_id = %s AND "
        if version is None:
            return self._database.row(f"{query}v.newest", object_id)
        return self._database.row(f"{query}v.version = %s", object_id, version)

    def _perhaps_kept(self, object_ids: Iterable[str]) -> list[str]:
        return list(dict.fromkeys(one for one in object_ids if one not in self._absent))

    def _fresh(self, offered: Signatures) -> Signatures:
        """Return the rows that are not held yet, each version once."""
        ids = self._perhaps_kept(record.object.id for record, _ in offered)
        query = "SELECT object_id, version, raw FROM store_version WHERE object_id IN"
        held = {(row[0], row[1]): blob(row[2]) for row in self._database.within(query, ids)}
        fresh = []
        for record, signature in offered:
            obj = record.object
            known = held.get((obj.id, obj.version))
            if known is None:
                held[obj.id, obj.version] = obj.raw
                fresh.append((record, signature))
            elif known != obj.raw:
                raise VersionTaken(obj.id, obj.version)
        return fresh

    def _refuse_withdrawn(self, offered: Collection[tuple[str, str]]) -> None:
        query = "SELECT object_id, originator FROM store_tombstone WHERE object_id IN"
        for row in self._database.within(query, self._perhaps_kept(object_id for object_id, _ in offered)):
            if row in offered:
                raise Withdrawn(row[0])

    def _outdate(self, ids: Sequence[str], orders: Sequence[str]) -> list[bool]:
        """Return which of the versions to be kept is its object's newest; what was newest no longer is."""
        query = "SELECT object_id, ordering, id FROM store_version WHERE newest AND object_id IN"
        held = {row[0]: (row[1], row[2]) for row in self._database.within(query, self._perhaps_kept(ids))}
        best: dict[str, int] = {}
        for index, (object_id, order) in enumerate(zip(ids, orders, strict=True)):
            before = orders[best[object_id]] if object_id in best else held.get(object_id, ("", 0))[0]
            if order >= before:
                best[object_id] = index
        outdated = [(held[object_id][1],) for object_id in best if object_id in held]
        self._database.many("UPDATE store_version SET newest = FALSE WHERE id = %s", outdated)
        chosen = set(best.values())
        return [index in chosen for index in range(len(ids))]


def _row(record: Record, fact: Facts) -> Row:
    obj = record.object
    return (
        *(obj.id, obj.version, obj.raw, record.originator, micros(record.shared)),
        *(micros_or_none(record.recalled), micros_or_none(record.expires), record.precedence),
        *(_written(record.audience), to_json(record.parts), to_json(record.holds)),
        *(fact.order, fact.type, fact.lang, fact.tlp, fact.text),
    )


def _signed(signature: Signature) -> Row:
    return signature.by, signature.key, signature.sig


@lru_cache(maxsize=64)
def _written(audience: Audience) -> str:
    return to_json(audience)


@lru_cache(maxsize=64)
def _circles(audience: Audience, via: tuple[str, ...]) -> str:
    return " ".join(["", *sorted(audience.circles.union(via)), ""])


def _tombstone(row: Row) -> Tombstone:
    object_id, originator, reason, at, erased, sender, held = row
    return Tombstone(
        object_id, originator, reason, moment(at), moment_or_none(erased), sender, held=bool(held)
    )
