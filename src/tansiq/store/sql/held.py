"""Pages of the object versions that this agency holds, by the number that each got when it was kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Final

from tansiq.exchange.taxii import Held, Page, Wanted
from tansiq.store.codec import blob
from tansiq.store.sql.database import CHUNK, Database, Row
from tansiq.store.sql.keys import INDEX
from tansiq.store.sql.narrowing import Columns, Conditions, one_of, tamed, versions
from tansiq.store.sql.paging import MAX_BYTES, Step, gather, weight

_OLDER: Final = (
    "SELECT 1 FROM store_version o WHERE o.object_id = v.object_id"
    " AND (o.ordering < v.ordering OR (o.ordering = v.ordering AND o.id < v.id))"
)
_COLUMNS: Final = Columns(
    last="v.newest", first=f"NOT EXISTS ({_OLDER})", ordering="v.ordering", added="v.added"
)


def page(database: Database, wanted: Wanted, circle: str | None) -> Page:
    """Return a page of what is held, of what is open to or came through `circle` if one is named."""
    return gather(_moved(database, tamed(wanted)), partial(_step, database, circle))


def _moved(database: Database, wanted: Wanted) -> Wanted:
    """Return `wanted` with a position in the place of its `added_after`: both grow together."""
    if wanted.added_after is None:
        return wanted
    query = "SELECT id FROM store_version WHERE added <= %s ORDER BY added DESC LIMIT 1"
    row = database.row(query, wanted.added_after)
    return replace(wanted, added_after=None, after=max(wanted.after, 0 if row is None else row[0]))


def _step(database: Database, circle: str | None, wanted: Wanted) -> Step:
    found = [_rows(database, wanted, part, circle) for part in _parts(wanted)]
    # Beyond where one of the queries stopped, its rows are missing.
    stops = [rows[-1][0] for rows in found if len(rows) >= wanted.limit or weight(rows) >= MAX_BYTES]
    stop = min(stops, default=INDEX)
    lines = sorted((_held(row) for rows in found for row in rows if row[0] <= stop), key=_position)
    return Step(lines, lines[-1].position if lines else wanted.after, bool(stops))


def _parts(wanted: Wanted) -> Iterator[Conditions]:
    """Yield the conditions of queries that together find what is wanted, each along one index."""
    ids = sorted(set(wanted.ids))
    for start in range(0, len(ids), CHUNK):
        some = ids[start : start + CHUNK]
        typed = f" AND {one_of('v.type', wanted.types)}" if wanted.types else ""
        yield one_of("v.object_id", some) + typed, (*some, *wanted.types)
    if not ids:
        yield from (("v.type = %s", (kind,)) for kind in sorted(set(wanted.types)))
    if not ids and not wanted.types:
        yield "TRUE", ()


def _rows(database: Database, wanted: Wanted, part: Conditions, circle: str | None) -> list[Row]:
    narrow, named = part
    chosen, values = versions(wanted, _COLUMNS)
    open_to = "" if circle is None else " AND v.circles LIKE %s"
    return database.until(
        MAX_BYTES,
        "SELECT v.id, v.added, v.object_id, v.version, v.raw, v.recalled, v.expires"
        f" FROM store_version v WHERE {narrow} AND {chosen}{open_to} AND v.id > %s ORDER BY v.id LIMIT %s",
        *(*named, *values, *([] if circle is None else [f"% {circle} %"]), wanted.after, wanted.limit),
    )


def _position(line: Held) -> int:
    return line.position


def _held(row: Row) -> Held:
    number, added, object_id, version, raw, recalled, expires = row
    return Held(number, added, object_id, version, blob(raw), recalled, expires)
