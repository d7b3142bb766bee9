"""Drawers and shelves in memory: plain lists, gone through from end to end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from tansiq.exchange.taxii import (
    Arriving,
    Drawer,
    Held,
    Joined,
    Line,
    Page,
    Put,
    Some,
    Wanted,
    Which,
    version_key,
)
from tansiq.exchange.taxii.versions import known_key
from tansiq.ledger import Body
from tansiq.store.chunks import laid
from tansiq.store.codec import micros, micros_or_none, moment
from tansiq.store.errors import NotThere, Taken
from tansiq.store.memory_state import Inside, State
from tansiq.store.packs import CONTENT
from tansiq.store.ranks import require_short


@dataclass(frozen=True, slots=True)
class Row:
    """A line of any shelf, with what a reader may want it by."""

    line: Held
    type: str
    order: str


class MemoryDrawers:
    """Collections made by hand."""

    def __init__(self, state: State) -> None:
        self._state = state

    def create(self, drawer: Drawer) -> None:
        """Keep a new, empty drawer. Raises `Taken` when its id or alias is another's."""
        if drawer.id in self._state.drawers:
            raise Taken("drawer", drawer.id)
        self._refuse_alias(drawer)
        self._state.drawers[drawer.id] = Inside(drawer)

    def change(self, drawer: Drawer) -> None:
        """Give the drawer of that id another title, description, alias and terms.

        Raises `NotThere`, and `Taken` when the alias is another's.
        """
        inside = self._inside(drawer.id)
        self._refuse_alias(drawer)
        kept = replace(drawer, created=inside.drawer.created)
        self._state.drawers[drawer.id] = replace(inside, drawer=kept)

    def remove(self, drawer_id: str) -> None:
        """Forget a drawer, all that lies in it, the rights in it and its statuses. Raises `NotThere`."""
        self._inside(drawer_id)
        self._state.drawers.pop(drawer_id)
        for about in [about for about in self._state.rights if about[1] == drawer_id]:
            self._state.rights.pop(about)
        for status_id in [key for key, kept in self._state.statuses.items() if kept[1] == drawer_id]:
            self._state.statuses.pop(status_id)

    def drawers(self) -> Sequence[Drawer]:
        """Return every drawer in the order of their making."""
        return [inside.drawer for inside in self._state.drawers.values()]

    def put(self, drawer_id: str, arriving: Sequence[Arriving], *, now: int) -> Sequence[Put]:
        """Put object versions into a drawer, in order; says of each what became of it.

        Raises `NotThere`, and `TooLong` when id, type or version would fit no column.
        """
        require_short(arriving)
        inside = self._inside(drawer_id)
        held = {(one.object_id, one.order): one.raw for _, _, one in inside.lines}
        outcomes, fresh = list[Put](), list[Arriving]()
        for one in arriving:
            known = held.get((one.object_id, one.order))
            outcomes.append(Put.ADDED if known is None else Put.KNOWN if known == one.raw else Put.CONFLICT)
            if known is None:
                held[one.object_id, one.order] = one.raw
                fresh.append(one)
        if fresh:
            order = laid([one.type for one in fresh])
            self._state.drawers[drawer_id] = inside.grown([fresh[place] for place in order], now)
        return outcomes

    def joined(self, drawer_id: str, wanted: Wanted) -> Joined:
        """Return what is wanted as bytes joined by commas. Raises `NotThere`."""
        lines = [row.line for row in pick(self._rows(drawer_id), wanted)]
        page = lines[: wanted.limit]
        if not page:
            return Joined(b"", 0, 0, 0, 0, more=False)
        body = b",".join(line.raw for line in page)
        first, last = page[0], page[-1]
        return Joined(body, len(page), first.added, last.added, last.position, len(lines) > wanted.limit)

    def lines(self, drawer_id: str, wanted: Wanted) -> Some:
        """Return what is wanted without its bytes. Raises `NotThere`."""
        lines = [Line(*row.line[:4]) for row in pick(self._rows(drawer_id), wanted)]
        return Some(tuple(lines[: wanted.limit]), len(lines) > wanted.limit)

    def discard(self, drawer_id: str, object_id: str, wanted: Wanted) -> int:
        """Forget those versions of the object that are wanted, wherever they lie; returns how many.

        Raises `NotThere` for an unknown drawer.
        """
        every = replace(wanted, ids=(object_id,), after=0)
        gone = {row.line.position for row in pick(self._rows(drawer_id), every)}
        inside = self._inside(drawer_id)
        if gone:
            left = tuple(held for held in inside.lines if held[0] not in gone)
            generation = inside.generation + 1
            self._state.drawers[drawer_id] = replace(inside, lines=left, generation=generation)
        return len(gone)

    def generation(self, drawer_id: str) -> int:
        """Return a number that changes with everything that changes what lies in it. Raises `NotThere`."""
        return self._inside(drawer_id).generation

    def count(self, drawer_id: str) -> int:
        """Return how many object versions lie in a drawer. Raises `NotThere`."""
        return len(self._inside(drawer_id).lines)

    def _inside(self, drawer_id: str) -> Inside:
        if drawer_id not in self._state.drawers:
            raise NotThere("drawer", drawer_id)
        return self._state.drawers[drawer_id]

    def _refuse_alias(self, drawer: Drawer) -> None:
        for other in self.drawers():
            if drawer.alias is not None and (other.alias, other.id != drawer.id) == (drawer.alias, True):
                raise Taken("drawer", drawer.alias)

    def _rows(self, drawer_id: str) -> list[Row]:
        return [
            Row(Held(position, added, one.object_id, one.version, one.raw, None, None), one.type, one.order)
            for position, added, one in self._inside(drawer_id).lines
        ]


class MemoryShelves:
    """What this agency holds, and what it told each partner, in order."""

    def __init__(self, state: State) -> None:
        self._state = state

    def held(self, wanted: Wanted, *, circle: str | None = None) -> Page:
        """Return a page of what this agency holds, of what is open to or came through `circle` if named."""
        rows = [
            Row(
                Held(
                    one.position,
                    one.added,
                    one.record.object.id,
                    one.record.object.version,
                    one.record.object.raw,
                    micros_or_none(one.record.recalled),
                    micros_or_none(one.record.expires),
                ),
                one.facts.type,
                one.facts.order,
            )
            for versions in self._state.objects.values()
            for one in versions
        ]
        through = {
            one.position
            for versions in self._state.objects.values()
            for one in versions
            if circle in one.record.audience.circles.union(one.via)
        }
        return _page(rows, wanted, lambda row: circle is None or row.line.position in through)

    def told(
        self, reader: str, wanted: Wanted, *, circle: str | None = None, drawer: str | None = None
    ) -> Page:
        """Return a page of what `reader` was told; a position is an entry's index plus one.

        Only what came through `circle`, and whose object lies in `drawer`, if they are named.
        """
        sent = self._state.outgoing[reader].sent if reader in self._state.outgoing else ()
        bodies = {
            index: Body.decode(one.body)
            for index, one in enumerate(sent, start=1)
            if one.body is not None and one.leaving.kind in CONTENT
        }
        rows = []
        for index, body in bodies.items():
            leaving, at = sent[index - 1].leaving, sent[index - 1].at
            about, version = leaving.object_id or "", leaving.version or ""
            ends = self._ends(sent[index - 1].body)
            line = Held(index, at, about, version, body.payload, None, min(ends, default=None))
            rows.append(Row(line, about.partition("--")[0], known_key(version)))
        named = self._state.drawers.get(drawer or "")
        inside = set() if named is None else {one.object_id for _, _, one in named.lines}
        return _page(
            rows,
            wanted,
            lambda row: (
                (circle is None or circle in bodies[row.line.position].head.via)
                and (drawer is None or row.line.object_id in inside)
            ),
        )

    def _ends(self, body: bytes | None) -> list[int]:
        """Return when what was told in these very bytes expires, as it was said at each telling."""
        told = (one for out in self._state.outgoing.values() for one in out.sent if one.body == body)
        return [micros(one.leaving.expires) for one in told if one.leaving.expires]


def pick(rows: Iterable[Row], wanted: Wanted) -> Iterator[Row]:
    """Yield the rows that are wanted, in the order of their positions, whatever the limit."""
    ordered = sorted(rows, key=lambda row: row.line.position)
    by_age = sorted(ordered, key=lambda row: row.order)
    last = {row.line.object_id: row.line.position for row in by_age}
    first = {row.line.object_id: row.line.position for row in reversed(by_age)}
    for row in ordered:
        line = row.line
        key = row.order or version_key(_text(line.added))
        named = (
            Which.ALL in wanted.which
            or (Which.LAST in wanted.which and last[line.object_id] == line.position)
            or (Which.FIRST in wanted.which and first[line.object_id] == line.position)
            or key in wanted.versions
        )
        if (
            named
            and line.position > wanted.after
            and (wanted.added_after is None or line.added > wanted.added_after)
            and (not wanted.ids or line.object_id in wanted.ids)
            and (not wanted.types or row.type in wanted.types)
        ):
            yield row


def _page(rows: Iterable[Row], wanted: Wanted, fits: Callable[[Row], bool]) -> Page:
    lines = [row.line for row in pick(rows, wanted) if fits(row)]
    page = tuple(lines[: wanted.limit])
    return Page(page, page[-1].position if page else wanted.after, len(lines) > wanted.limit)


def _text(added: int) -> str:
    return moment(added).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
