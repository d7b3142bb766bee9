"""Puts objects into a drawer: the hot path, in few statements whatever the number of objects."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import Final, NamedTuple

from tansiq.exchange.taxii import Arriving, Put
from tansiq.store.chunks import laid
from tansiq.store.codec import blob
from tansiq.store.ranks import Rank, digest, mark
from tansiq.store.sql import chunks
from tansiq.store.sql.database import Database, Row

_LINE: Final = ("key", "mark", "rank", "ordering", "added", "type", "object_id", "version", "digest")
_EDGES: Final = (
    "SELECT object_id, ordering, key, digest, rank FROM store_drawerline"
    f" WHERE rank < {Rank.BETWEEN} AND mark IN"
)
_BETWEEN: Final = (
    "SELECT digest FROM store_drawerline"
    f" WHERE mark = %s AND rank = {Rank.BETWEEN} AND ordering = %s AND object_id = %s"
)


class Edge(NamedTuple):
    """The oldest or the newest version of an object."""

    ordering: str
    key: int


class Fresh(NamedTuple):
    """An object version that lies in the drawer only from now on."""

    arriving: Arriving
    mark: int
    digest: bytes


class Putting:
    """What is put into the drawer numbered `number`."""

    def __init__(self, database: Database, number: int) -> None:
        self._database = database
        self._number = number
        self._digests: dict[tuple[str, str], bytes] = {}
        self._oldest: dict[str, Edge] = {}
        self._newest: dict[str, Edge] = {}
        self._ranks: dict[int, Rank] = {}
        self._fresh: list[Fresh] = []

    def decide(self, arriving: Sequence[Arriving]) -> Sequence[Put]:
        """Decide what becomes of each, in order."""
        marks = {one.object_id: mark(self._number, one.object_id) for one in arriving}
        self._recall_edges(list(marks.values()))
        return [self._take(one, marks[one.object_id]) for one in arriving]

    def write(self, *, key: int, added: int) -> int:
        """Write what is fresh from `key` on, the first `added` then; returns how many that is."""
        order = laid([one.arriving.type for one in self._fresh])
        fresh = [self._fresh[place] for place in order]
        if fresh:
            self._widen(fresh, key)
            newest = {edge.key for edge in self._newest.values()}
            oldest = {edge.key for edge in self._oldest.values()}
            self._rerank(newest, oldest)
            ranks = [Rank.of(newest=at in newest, oldest=at in oldest) for at in range(key, key + len(fresh))]
            rows = map(_row, fresh, count(key), ranks, count(added))
            self._database.insert("store_drawerline", _LINE, rows)
            chunks.append(self._database, key, [one.arriving for one in fresh], ranks, added=added)
        return len(fresh)

    def _take(self, one: Arriving, place: int) -> Put:
        sealed = digest(one.raw)
        held = self._digests.get((one.object_id, one.order)) or self._between(one, place)
        if held is not None:
            return Put.KNOWN if held == sealed else Put.CONFLICT
        self._digests[one.object_id, one.order] = sealed
        self._fresh.append(Fresh(one, place, sealed))
        return Put.ADDED

    def _between(self, one: Arriving, place: int) -> bytes | None:
        """Return the digest of that version if it lies between the object's oldest and newest."""
        oldest, newest = self._oldest.get(one.object_id), self._newest.get(one.object_id)
        if oldest is None or newest is None or not oldest.ordering < one.order < newest.ordering:
            return None
        row = self._database.row(_BETWEEN, place, one.order, one.object_id)
        return None if row is None else blob(row[0])

    def _recall_edges(self, marks: Sequence[int]) -> None:
        for object_id, ordering, key, sealed, number in self._database.within(_EDGES, marks):
            self._digests[object_id, ordering] = blob(sealed)
            self._ranks[key] = rank = Rank(number)
            if rank.is_newest:
                self._newest[object_id] = Edge(ordering, key)
            if rank.is_oldest:
                self._oldest[object_id] = Edge(ordering, key)

    def _widen(self, fresh: Sequence[Fresh], first: int) -> None:
        for key, (one, _, _) in enumerate(fresh, start=first):
            edge = Edge(one.order, key)
            self._newest[one.object_id] = max(self._newest.get(one.object_id, edge), edge)
            self._oldest[one.object_id] = min(self._oldest.get(one.object_id, edge), edge)

    def _rerank(self, newest: set[int], oldest: set[int]) -> None:
        """Correct the ranks of those that were on an edge and no longer are."""
        ranks = {key: Rank.of(newest=key in newest, oldest=key in oldest) for key in self._ranks}
        changed = {key: rank for key, rank in ranks.items() if rank is not self._ranks[key]}
        query = "UPDATE store_drawerline SET rank = %s WHERE key = %s"
        self._database.many(query, [(int(rank), key) for key, rank in changed.items()])
        chunks.rerank(self._database, changed)


def _row(fresh: Fresh, key: int, rank: Rank, added: int) -> Row:
    one = fresh.arriving
    named = one.type, one.object_id, one.version
    return (key, fresh.mark, int(rank), one.order, added, *named, fresh.digest)
