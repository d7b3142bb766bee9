"""Puts objects into a drawer: the hot path, in few statements whatever the number of objects."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import Final, NamedTuple

from tansiq.exchange.taxii import Arriving, Put
from tansiq.store.codec import blob
from tansiq.store.ranks import Rank, digest, mark
from tansiq.store.sql import chunks
from tansiq.store.sql.database import Database, Value
from tansiq.store.sql.keys import key_of

_LINE: Final = (*("key", "mark", "rank", "ordering", "added", "type", "object_id", "version", "digest"),)
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
    key: int
    mark: int
    digest: bytes


class Putting:
    """What is put into the drawer numbered `number`, of which `position` is the last that it gave out."""

    def __init__(self, database: Database, number: int, position: int) -> None:
        self._database = database
        self._number = number
        self._keys = count(key_of(number, position + 1))
        self._digests: dict[tuple[str, str], bytes] = {}
        self._oldest: dict[str, Edge] = {}
        self._newest: dict[str, Edge] = {}
        self._ranks: dict[int, Rank] = {}
        self._fresh: list[Fresh] = []

    def put(self, arriving: Sequence[Arriving]) -> Sequence[Put]:
        """Decide what becomes of each, in order."""
        marks = {one.object_id: mark(self._number, one.object_id) for one in arriving}
        self._recall_edges(list(marks.values()))
        return [self._take(one, marks[one.object_id]) for one in arriving]

    def write(self, *, now: int, added: int) -> int:
        """Write what is fresh, added at `now` and later than `added`; returns how many that is."""
        if not self._fresh:
            return 0
        moments = range(max(now, added + 1), max(now, added + 1) + len(self._fresh))
        outdated = self._rerank()
        chunks.outdate(self._database, outdated)
        newest = {edge.key for edge in self._newest.values()}
        oldest = {edge.key for edge in self._oldest.values()}
        rows: list[tuple[Value, ...]] = []
        for (one, key, place, sealed), moment in zip(self._fresh, moments, strict=True):
            rank = Rank.of(newest=key in newest, oldest=key in oldest)
            named = one.type, one.object_id, one.version
            rows.append((key, place, int(rank), one.order, moment, *named, sealed))
        self._database.insert("store_drawerline", _LINE, rows)
        raws = [one.arriving.raw for one in self._fresh]
        stale = [place for place, one in enumerate(self._fresh) if one.key not in newest]
        chunks.append(self._database, self._fresh[0].key, raws, stale=stale, added=moments[0])
        return len(self._fresh)

    def _take(self, one: Arriving, place: int) -> Put:
        sealed = digest(one.raw)
        held = self._digests.get((one.object_id, one.order)) or self._between(one, place)
        if held is not None:
            return Put.KNOWN if held == sealed else Put.CONFLICT
        self._digests[one.object_id, one.order] = sealed
        edge = Edge(one.order, next(self._keys))
        self._fresh.append(Fresh(one, edge.key, place, sealed))
        self._newest[one.object_id] = max(self._newest.get(one.object_id, edge), edge)
        self._oldest[one.object_id] = min(self._oldest.get(one.object_id, edge), edge)
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

    def _rerank(self) -> list[int]:
        """Correct the ranks of those that were on an edge; returns the keys of those outdated now."""
        newest = {edge.key for edge in self._newest.values()}
        oldest = {edge.key for edge in self._oldest.values()}
        ranks = {key: Rank.of(newest=key in newest, oldest=key in oldest) for key in self._ranks}
        changed = [(rank, key) for key, rank in ranks.items() if rank is not self._ranks[key]]
        query = "UPDATE store_drawerline SET rank = %s WHERE key = %s"
        self._database.many(query, [(int(rank), key) for rank, key in changed])
        return [key for rank, key in changed if self._ranks[key].is_newest and not rank.is_newest]
