"""Listings over the current versions in the database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from tansiq.desk import Filter, Found
from tansiq.release import Record
from tansiq.store.codec import from_json, micros
from tansiq.store.facts import DEFINITIONS
from tansiq.store.folding import words
from tansiq.store.sql import rows
from tansiq.store.sql.database import Database, Value

Clause = tuple[str, tuple[Value, ...]]


class SqlFinder:
    """Finds what this node holds, and remembers who has read what."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, wanted: Filter, *, user: str) -> Sequence[Found]:
        """Return the rows that `wanted` describes, newest first, as `user` has read them."""
        cursor = [] if wanted.before is None else [("v.id < %s", (wanted.before,))]
        where, values = _where([*_clauses(wanted), *cursor])
        found = self._database.rows(
            f"SELECT {rows.RECORD}, v.sender, v.via, v.id, COALESCE(m.position, 0) FROM store_version v"
            " LEFT JOIN store_readmark m ON m.object_id = v.object_id AND m.account = %s"
            f" WHERE {where} ORDER BY v.id DESC LIMIT %s",
            *(user, *values, wanted.limit),
        )
        return [_found(rows.record(row[:9]), *row[9:]) for row in found]

    def count(self, wanted: Filter, *, user: str) -> int:  # noqa: ARG002 - who counts sees what the filter says
        """Return how many rows `wanted` describes, whatever its cursor and limit."""
        where, values = _where(list(_clauses(wanted)))
        [(number,)] = self._database.rows(f"SELECT COUNT(*) FROM store_version v WHERE {where}", *values)
        return int(number)

    def mark_read(self, object_id: str, *, user: str, at: datetime) -> None:
        """Note that `user` has read the current version."""
        self._database.run(
            "INSERT INTO store_readmark (account, object_id, position, at)"
            " SELECT %s, object_id, id, %s FROM store_version WHERE object_id = %s AND newest"
            " ON CONFLICT (account, object_id) DO UPDATE SET position = excluded.position, at = excluded.at",
            *(user, micros(at), object_id),
        )


def _clauses(wanted: Filter) -> Iterator[Clause]:
    yield "v.newest", ()
    if wanted.box != "all":
        yield f"v.sender IS {'' if wanted.box == 'own' else 'NOT '}NULL", ()
    if wanted.type is None:
        yield f"v.type NOT IN ({', '.join(['%s'] * len(DEFINITIONS))})", DEFINITIONS
        yield "v.object_id <> v.originator", ()
    equal = {"v.type": wanted.type, "v.sender": wanted.sender, "v.tlp": wanted.tlp, "v.lang": wanted.lang}
    for column, value in equal.items():
        if value is not None:
            yield f"{column} = %s", (value,)
    if wanted.circle is not None:
        yield "v.circles LIKE %s", (f"% {wanted.circle} %",)
    if wanted.recalled is not None:
        yield f"v.recalled IS {'NOT ' if wanted.recalled else ''}NULL", ()
    if wanted.since is not None:
        yield "v.shared > %s", (micros(wanted.since),)
    if wanted.unread_by is not None:
        yield _UNREAD, (wanted.unread_by,)
    for word in words(wanted.text):
        yield "v.folded LIKE %s", (f"%{word}%",)


_UNREAD = (
    "NOT EXISTS (SELECT 1 FROM store_readmark u"
    " WHERE u.object_id = v.object_id AND u.account = %s AND u.position >= v.id)"
)


def _where(clauses: Sequence[Clause]) -> tuple[str, list[Value]]:
    where = " AND ".join(clause for clause, _ in clauses)
    return where, [value for _, values in clauses for value in values]


def _found(record: Record, sender: str | None, via: str, position: int, read: int) -> Found:
    return Found(
        record=record,
        sender=sender,
        via=from_json(via, tuple[str, ...]),
        arrived=record.shared,
        position=position,
        unread=read < position,
    )
