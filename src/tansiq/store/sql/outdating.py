"""Notes in a feed which of its entries a later version of their object has overtaken."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final

from tansiq.exchange import Leaving
from tansiq.exchange.taxii.versions import known_key
from tansiq.ledger import Kind
from tansiq.store.packs import CONTENT
from tansiq.store.sql.database import Database
from tansiq.store.sql.keys import BITS

_TOLD: Final = (
    "SELECT b.object_id, b.version, e.key, e.stale FROM store_body b JOIN store_outentry e ON e.body = b.id"
    f" WHERE b.kind IN ({', '.join(str(int(kind)) for kind in sorted(CONTENT))}) AND b.object_id IN"
)


def overtaking(database: Database, entries: Iterable[Leaving]) -> set[str]:
    """Return the objects of which `entries`, not yet kept, may tell a version after another."""
    told: dict[str, set[str | None]] = {}
    for entry in entries:
        if entry.kind in CONTENT and entry.object_id is not None:
            told.setdefault(entry.object_id, set()).add(entry.version)
    changed = {
        entry.object_id for entry in entries if entry.kind is Kind.VERSION and entry.object_id is not None
    }
    query = "SELECT object_id FROM store_body WHERE object_id IN"
    known = {row[0] for row in database.within(query, list(changed))}
    return known.union(about for about, versions in told.items() if len(versions) > 1)


def outdate(database: Database, objects: Collection[str]) -> None:
    """Mark the entries about `objects` whose feed tells a later version of theirs."""
    newest: dict[tuple[int, str], tuple[str, int]] = {}
    current: list[tuple[int, str, int]] = []
    for about, version, key, stale in database.within(_TOLD, list(objects)):
        place = key >> BITS, about
        newest[place] = max(newest.get(place, ("", 0)), (known_key(version or ""), key))
        if not stale:
            current.append((*place, key))
    overtaken = [(key,) for feed, about, key in current if newest[feed, about][1] != key]
    database.many("UPDATE store_outentry SET stale = TRUE WHERE key = %s", overtaken)
