"""Appends to many feeds in one go: the hot path, in few statements whatever the number of entries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain, count
from typing import Final, NamedTuple

from tansiq.exchange import Leaving
from tansiq.ledger import Frontier, leaves
from tansiq.store.codec import blob, micros, micros_or_none
from tansiq.store.packs import WIDTH, Pack, draw
from tansiq.store.sql.database import Database, Row
from tansiq.store.sql.keys import BITS, INDEX, key_of
from tansiq.store.sql.outdating import outdate, overtaking

_BODY: Final = ("id", "bytes", "kind", "object_id", "version", "precedence", "expires")
_ENTRY: Final = ("key", "body", "leaf", "at")
_PACK: Final = ("key", "seed")


class Open(NamedTuple):
    """A feed to be grown: its `number`, its `tree`, and when its `last` entry was appended."""

    number: int
    tree: Frontier
    last: int


def append_all(
    database: Database,
    entries: Mapping[str, Sequence[Leaving]],
    *,
    at: int,
    random_bytes: Callable[[int], bytes],
) -> dict[str, Frontier]:
    """Append `entries` to the feed of each receiver; returns the new frontiers.

    The first of a feed at `at` (microseconds), each other one microsecond after the one before it.
    """
    distinct = _distinct(chain.from_iterable(entries.values()))
    overtaken = overtaking(database, list(distinct.values()))
    bodies = _keep_bodies(database, distinct)
    feeds = _open_feeds(database, sorted(entries))
    partial = {one.number: one.tree.size // WIDTH for one in feeds.values() if one.tree.size % WIDTH}
    packs = packs_of(database, partial)
    rows: list[Iterable[Row]] = []
    begun: list[Row] = []
    grown: dict[str, Frontier] = {}
    ends: list[Row] = []
    for receiver, (feed, tree, last) in feeds.items():
        leaving = [entry.body for entry in entries[receiver]]
        salts, new = draw(tree.size, len(leaving), packs.get(feed), random_bytes)
        made = leaves(salts, leaving)
        first, moment = key_of(feed, tree.size), max(at, last + 1)
        rows.append(zip(count(first), map(bodies.__getitem__, leaving), made, count(moment), strict=False))
        begun += [(key_of(feed, pack.number), pack.seed) for pack in new]
        grown[receiver] = tree.extend(made)
        ends.append((grown[receiver].to_bytes(), moment + len(made) - 1, feed))
    database.insert("store_outentry", _ENTRY, chain.from_iterable(rows))
    database.insert("store_outpack", _PACK, begun)
    database.many("UPDATE store_outfeed SET frontier = %s, last = %s WHERE id = %s", ends)
    outdate(database, overtaken)
    return grown


def _distinct(entries: Iterable[Leaving]) -> dict[bytes, Leaving]:
    """Return the entries by their bodies, of equal ones that which expires first."""
    found: dict[bytes, Leaving] = {}
    for one in entries:
        known = found.get(one.body)
        if known is None or (one.expires and (known.expires is None or one.expires < known.expires)):
            found[one.body] = one
    return found


def packs_of(database: Database, numbers: Mapping[int, int]) -> dict[int, Pack]:
    """Return the pack of each feed that has the given number, by feed."""
    keys = [key_of(feed, number) for feed, number in numbers.items()]
    rows = database.within("SELECT key, seed, spread FROM store_outpack WHERE key IN", keys)
    return {row[0] >> BITS: _pack(row) for row in rows}


def _pack(row: Row) -> Pack:
    key, seed, spread = row
    return Pack(key & INDEX, None if seed is None else blob(seed), None if spread is None else blob(spread))


def _open_feeds(database: Database, receivers: Sequence[str]) -> dict[str, Open]:
    """Return the feed to each receiver, beginning those that are not there yet."""
    empty = Frontier.empty().to_bytes()
    database.many(
        "INSERT INTO store_outfeed (receiver, frontier) VALUES (%s, %s) ON CONFLICT (receiver) DO NOTHING",
        [(receiver, empty) for receiver in receivers],
    )
    query = "SELECT receiver, id, frontier, last FROM store_outfeed WHERE receiver IN"
    found = {
        receiver: Open(number, Frontier.from_bytes(blob(frontier)), last)
        for receiver, number, frontier, last in database.within(query, receivers)
    }
    return {receiver: found[receiver] for receiver in receivers}


def _keep_bodies(database: Database, distinct: Mapping[bytes, Leaving]) -> dict[bytes, int]:
    """Keep each distinct body once; returns its number by its bytes."""
    kept = _kept(database, distinct)
    fresh = [leaving for body, leaving in distinct.items() if body not in kept]
    numbers = _reserve(database, len(fresh))
    rows = zip(numbers, fresh, strict=True)
    database.insert("store_body", _BODY, ((number, *_body(leaving)) for number, leaving in rows))
    return kept | {leaving.body: number for number, leaving in zip(numbers, fresh, strict=True)}


def _kept(database: Database, distinct: Mapping[bytes, Leaving]) -> dict[bytes, int]:
    """Return the numbers of the bodies that are there already; of two ends the earlier counts."""
    told = {_place(one.object_id, one.version, len(body)) for body, one in distinct.items()}
    about = list({one.object_id for one in distinct.values() if one.object_id is not None})
    query = "SELECT id, object_id, version, LENGTH(bytes) FROM store_body WHERE object_id IN"
    alike = [row[0] for row in database.within(query, about) if _place(*row[1:]) in told]
    rows = database.within("SELECT id, bytes FROM store_body WHERE id IN", alike)
    kept = {body: number for number, held in rows if (body := blob(held)) in distinct}
    ends = [(micros(end), number) for body, number in kept.items() if (end := distinct[body].expires)]
    earlier = "UPDATE store_body SET expires = %s WHERE id = %s AND (expires IS NULL OR expires > %s)"
    database.many(earlier, [(end, number, end) for end, number in ends])
    return kept


def _place(about: str | None, version: str | None, length: int | None) -> tuple[object, ...]:
    return about, version or "", length


def _reserve(database: Database, count: int) -> Sequence[int]:
    """Return the numbers of the next `count` bodies, in order."""
    if database.is_sqlite:
        row = database.row("SELECT seq FROM sqlite_sequence WHERE name = 'store_body'")
        last = 0 if row is None else row[0]
        return range(last + 1, last + 1 + count)
    query = "SELECT nextval(pg_get_serial_sequence('store_body', 'id')) FROM generate_series(1, %s)"
    return sorted(number for (number,) in database.rows(query, count))


def _body(leaving: Leaving) -> Row:
    told = (leaving.object_id, leaving.version, leaving.precedence)
    return (leaving.body, int(leaving.kind), *told, micros_or_none(leaving.expires))
