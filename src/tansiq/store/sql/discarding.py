"""Takes object versions out of a drawer again, with every byte of them."""

from __future__ import annotations

from collections.abc import Sequence

from tansiq.store.ranks import Rank
from tansiq.store.sql import chunks
from tansiq.store.sql.database import Database


def discard(database: Database, place: int, object_id: str, keys: Sequence[int]) -> None:
    """Forget the lines `keys` of the object that is marked `place`, and rank those that are left anew."""
    chunks.erase(database, keys)
    database.many("DELETE FROM store_drawerline WHERE key = %s", [(key,) for key in keys])
    left = database.rows(
        "SELECT key, rank FROM store_drawerline WHERE mark = %s AND object_id = %s ORDER BY ordering, key",
        *(place, object_id),
    )
    ranks = {
        key: Rank.of(newest=number == len(left) - 1, oldest=number == 0)
        for number, (key, _) in enumerate(left)
    }
    changed = {key: ranks[key] for key, before in left if ranks[key] != before}
    query = "UPDATE store_drawerline SET rank = %s WHERE key = %s"
    database.many(query, [(int(rank), key) for key, rank in changed.items()])
    chunks.rerank(database, changed)
