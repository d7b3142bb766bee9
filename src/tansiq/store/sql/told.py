"""Pages of what a reader was told, cut out of the entries of its feed without reading what they say."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import partial
from typing import Final, NamedTuple

from tansiq.exchange.taxii import Held, Page, Wanted, Which
from tansiq.exchange.taxii.versions import known_key
from tansiq.store.bodies import came_through, payload
from tansiq.store.codec import blob
from tansiq.store.packs import CONTENT
from tansiq.store.ranks import mark
from tansiq.store.sql.database import Database, Row, Value
from tansiq.store.sql.keys import INDEX, key_of
from tansiq.store.sql.narrowing import Conditions, moments, one_of, tamed
from tansiq.store.sql.paging import MAX_BYTES, STEP, Step, gather, weight

FEW: Final = 2000
"""Up to so many bodies of a type are looked for in the feed; else the feed is gone through for the type."""

_CONTENT: Final = f"({', '.join(str(int(kind)) for kind in sorted(CONTENT))})"
_OLDER: Final = (
    "SELECT 1 FROM store_body p JOIN store_outentry o ON o.body = p.id WHERE p.object_id = b.object_id"
    f" AND p.kind IN {_CONTENT} AND p.bytes IS NOT NULL AND o.key >= %s AND o.key < e.key"
)
_ENTRIES: Final = "store_outentry e CROSS JOIN store_body b"
_BODIES: Final = "store_body b CROSS JOIN store_outentry e"


# A tuple made as it is, in a third of the time.
_MADE: Final = partial(tuple.__new__, Held)


class Shelf(NamedTuple):
    """The feed numbered `feed`, narrowed to a circle, to a drawer by its number, or to neither."""

    feed: int
    circle: str | None
    drawer: int | None


def page(database: Database, reader: str, wanted: Wanted, circle: str | None, drawer: str | None) -> Page:
    """Return a page of what `reader` was told, narrowed to `circle` or `drawer` if they are named."""
    feed = _number(database, "SELECT id FROM store_outfeed WHERE receiver = %s", reader)
    place = (
        None if drawer is None else _number(database, "SELECT id FROM store_drawer WHERE uuid = %s", drawer)
    )
    wanted = _moved(database, feed, tamed(wanted))
    return gather(wanted, partial(_step, database, Shelf(feed, circle, place)))


def _number(database: Database, query: str, name: str) -> int:
    row = database.row(query, name)
    return 0 if row is None else int(row[0])


def _moved(database: Database, feed: int, wanted: Wanted) -> Wanted:
    """Return `wanted` with a position in the place of its `added_after`: both grow together."""
    if wanted.added_after is None:
        return wanted

    def at(index: int) -> int:
        [(moment,)] = database.rows("SELECT at FROM store_outentry WHERE key = %s", key_of(feed, index))
        return int(moment)

    query = "SELECT MAX(key) FROM store_outentry WHERE key >= %s AND key < %s"
    [(last,)] = database.rows(query, key_of(feed, 0), key_of(feed + 1, 0))
    size = 0 if last is None else (last & INDEX) + 1
    index = bisect_right(range(size), wanted.added_after, key=at)
    return replace(wanted, added_after=None, after=max(wanted.after, index))


def _step(database: Database, shelf: Shelf, wanted: Wanted) -> Step:
    is_sifted = shelf.circle is not None or shelf.drawer is not None or bool(wanted.versions)
    limit = STEP if is_sifted else wanted.limit
    rows = _rows(database, shelf.feed, replace(wanted, limit=limit))
    more = len(rows) >= limit or weight(rows) >= MAX_BYTES
    end = rows[-1][0] if rows else wanted.after
    kept = _sifted(database, shelf, wanted, rows) if is_sifted else rows
    return Step([_held(row) for row in kept], end, more)


def _rows(database: Database, feed: int, wanted: Wanted) -> list[Row]:
    """Return rows of what is wanted; where versions are named by moments, of every version."""
    tables, narrow, named = _narrowed(database, wanted)
    chosen, values = _which(feed, wanted)
    filtered, again = ("TRUE", ()) if wanted.versions else (chosen, values)
    return database.until(
        MAX_BYTES,
        f"SELECT (e.key & {INDEX}) + 1, e.at, b.object_id, COALESCE(b.version, ''), b.bytes, b.expires,"
        f" {chosen} FROM {tables}"
        f" WHERE b.id = e.body AND b.kind IN {_CONTENT} AND b.bytes IS NOT NULL AND {narrow}"
        f" AND {filtered} AND e.key >= %s AND e.key < %s ORDER BY e.key LIMIT %s",
        *(*values, *named, *again, key_of(feed, wanted.after), key_of(feed + 1, 0), wanted.limit),
    )


def _which(feed: int, wanted: Wanted) -> Conditions:
    """Return the condition that `Which` names a version."""
    if Which.ALL in wanted.which:
        return "TRUE", ()
    named = {Which.LAST: "NOT e.stale", Which.FIRST: f"NOT EXISTS ({_OLDER})"}
    clauses = [clause for which, clause in named.items() if which in wanted.which]
    values = (key_of(feed, 0),) if Which.FIRST in wanted.which else ()
    return f"({' OR '.join(clauses) or 'FALSE'})", values


def _narrowed(database: Database, wanted: Wanted) -> tuple[str, str, tuple[Value, ...]]:
    """Return the tables in the order in which to go through them, and the condition on ids and types."""
    clauses, values = [], list[Value]()
    if wanted.ids:
        clauses.append(one_of("b.object_id", wanted.ids))
        values += wanted.ids
    if wanted.types:
        clauses.append(f"({' OR '.join([_typed(database)] * len(wanted.types))})")
        values += [bound for kind in wanted.types for bound in _bounds(kind)]
    few = bool(wanted.ids) or (bool(wanted.types) and _are_few(database, wanted.types))
    return _BODIES if few else _ENTRIES, " AND ".join(clauses) or "TRUE", tuple(values)


def _are_few(database: Database, types: Sequence[str]) -> bool:
    """Whether so few bodies are of these types that each can be looked for in the feed."""
    query = f"SELECT COUNT(*) FROM (SELECT id FROM store_body b WHERE {_typed(database)} LIMIT %s) few"
    left = FEW
    for kind in types:
        left -= database.rows(query, *_bounds(kind), left + 1)[0][0]
        if left < 0:
            return False
    return True


def _typed(database: Database) -> str:
    """Return the condition that an id lies between the `_bounds` of its type, by the codes of characters."""
    least, most = (">=", "<") if database.is_sqlite else ("~>=~", "~<~")
    return f"(b.object_id {least} %s AND b.object_id {most} %s)"


def _bounds(kind: str) -> tuple[str, str]:
    return f"{kind}--", f"{kind}-."


def _sifted(database: Database, shelf: Shelf, wanted: Wanted, rows: Sequence[Row]) -> list[Row]:
    """Return those of `rows` that came through the circle, lie in the drawer, and are a version wanted."""
    kept = [row for row in rows if not wanted.versions or row[6] or _is_named(row, wanted.versions)]
    if shelf.circle is not None:
        kept = [row for row in kept if came_through(blob(row[4]), shelf.circle)]
    if shelf.drawer is not None:
        present = _present(database, shelf.drawer, {row[2] for row in kept})
        kept = [row for row in kept if row[2] in present]
    return kept


def _is_named(row: Row, versions: Sequence[str]) -> bool:
    if row[3]:
        return known_key(row[3]) in versions
    return row[1] in moments(versions)


def _present(database: Database, drawer: int, ids: Collection[str]) -> set[str]:
    query = "SELECT object_id FROM store_drawerline WHERE mark IN"
    return {row[0] for row in database.within(query, [mark(drawer, about) for about in ids])}


def _held(row: Row) -> Held:
    position, at, about, version, body, expires, _ = row
    # What was recalled has no bytes left, and is no row.
    return _MADE((position, at, about, version, payload(body), None, expires))
