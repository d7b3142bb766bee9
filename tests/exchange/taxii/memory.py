"""A plain list of what TAXII needs kept, whose feeds and shelves a test fills by hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field, replace

from tansiq.exchange.taxii import (
    Account,
    Arriving,
    Drawer,
    Held,
    Joined,
    Line,
    Page,
    Put,
    Right,
    Secrets,
    Some,
    Sources,
    Wanted,
    Which,
    version_key,
    written,
)

HELD = "held"


@dataclass
class Row:
    """One object version on a shelf."""

    position: int
    added: int
    object_id: str
    version: str
    raw: bytes
    recalled: int | None = None
    expires: int | None = None
    circles: frozenset[str] = frozenset()

    @property
    def type(self) -> str:
        return self.object_id.partition("--")[0]

    @property
    def order(self) -> str:
        return version_key(self.version or written(self.added))

    def held(self) -> Held:
        return Held(
            self.position, self.added, self.object_id, self.version, self.raw, self.recalled, self.expires
        )

    def line(self) -> Line:
        return Line(self.position, self.added, self.object_id, self.version)


@dataclass
class Shelf:
    """Rows in the order of their positions, none of which is used twice."""

    rows: list[Row] = field(default_factory=list)
    last: int = 0
    changes: int = 0

    def add(self, object_id: str, version: str, raw: bytes, *, now: int, **known: object) -> Row:
        self.last += 1
        added = max(now, self.rows[-1].added + 1) if self.rows else now
        row = replace(Row(self.last, added, object_id, version, raw), **known)  # type: ignore[arg-type]
        self.rows.append(row)
        self.changes += 1
        return row

    def match(self, wanted: Wanted) -> list[Row]:
        """The rows that `wanted` names, without the cursor and the limit."""
        versions: dict[str, list[str]] = {}
        for row in self.rows:
            versions.setdefault(row.object_id, []).append(row.order)
        return [row for row in self.rows if _named(row, sorted(versions[row.object_id]), wanted)]

    def page(self, wanted: Wanted, rows: Iterable[Row] | None = None) -> tuple[list[Row], bool]:
        found = [
            row
            for row in (self.match(wanted) if rows is None else rows)
            if row.position > wanted.after and (wanted.added_after is None or row.added > wanted.added_after)
        ]
        return found[: wanted.limit], len(found) > wanted.limit


def _named(row: Row, versions: Sequence[str], wanted: Wanted) -> bool:
    first, last = row.order == versions[0], row.order == versions[-1]
    return (
        (not wanted.ids or row.object_id in wanted.ids)
        and (not wanted.types or row.type in wanted.types)
        and (
            Which.ALL in wanted.which
            or (Which.FIRST in wanted.which and first)
            or (Which.LAST in wanted.which and last)
            or row.order in wanted.versions
        )
    )


@dataclass
class Memory:
    """Doors, drawers, shelves and statuses at once, and the transactions of them."""

    opened: dict[str, tuple[Account, Secrets]] = field(default_factory=dict)
    granted: dict[str, dict[str, Right]] = field(default_factory=dict)
    made: dict[str, Drawer] = field(default_factory=dict)
    shelved: dict[str, Shelf] = field(default_factory=dict)
    """By drawer id, by reader, and what the node holds."""
    documents: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    commits: int = 0
    largest_page: int = 1 << 62
    """Lines of a page of a shelf, whatever was asked for."""

    @property
    def doors(self) -> Memory:
        return self

    @property
    def drawers(self) -> MemoryDrawers:
        return MemoryDrawers(self)

    @property
    def shelves(self) -> Memory:
        return self

    @property
    def statuses(self) -> Memory:
        return self

    @property
    def sources(self) -> Sources:
        raise NotImplementedError

    @contextmanager
    def transaction(self) -> Iterator[Memory]:
        before = deepcopy(vars(self))
        try:
            yield self
        except BaseException:
            vars(self).update(before)
            raise
        self.commits += 1

    def shelf(self, name: str) -> Shelf:
        return self.shelved.setdefault(name, Shelf())

    def add(self, account: Account, secrets: Secrets) -> None:
        self.opened[account.name] = (account, secrets)

    def account(self, name: str) -> tuple[Account, Secrets] | None:
        return self.opened.get(name)

    def by_token(self, token: bytes) -> Account | None:
        return next((one for one, secrets in self.opened.values() if secrets.token == token), None)

    def accounts(self) -> Sequence[Account]:
        return [one for one, _ in self.opened.values()]

    def renew(self, name: str, secrets: Secrets) -> None:
        self.opened[name] = (self.opened[name][0], secrets)

    def close(self, name: str, *, at: int) -> None:
        account, secrets = self.opened[name]
        self.opened[name] = (replace(account, closed=at), secrets)

    def rights(self, name: str) -> Mapping[str, Right]:
        return self.granted.get(name, {})

    def grant(self, name: str, drawer: str, right: Right) -> None:
        self.granted.setdefault(name, {})[drawer] = right

    def held(self, wanted: Wanted, *, circle: str | None = None) -> Page:
        return self._page(HELD, wanted, circle, None)

    def told(
        self, reader: str, wanted: Wanted, *, circle: str | None = None, drawer: str | None = None
    ) -> Page:
        return self._page(reader, wanted, circle, drawer)

    def _page(self, name: str, wanted: Wanted, circle: str | None, drawer: str | None) -> Page:
        shelf = self.shelf(name)
        inside = {row.object_id for row in self.shelf(drawer).rows} if drawer else None
        rows = [
            row
            for row in shelf.match(wanted)
            if (circle is None or circle in row.circles) and (inside is None or row.object_id in inside)
        ]
        asked = replace(wanted, limit=min(wanted.limit, self.largest_page))
        lines, more = shelf.page(asked, rows)
        end = lines[-1].position if more else shelf.last
        return Page(tuple(row.held() for row in lines), end, more)

    def keep(self, status_id: str, account: str, drawer: str, document: bytes, *, at: int) -> None:
        assert drawer in self.made
        assert at > 0
        self.documents[status_id] = (account, document)

    def status(self, status_id: str) -> tuple[str, bytes] | None:
        return self.documents.get(status_id)

    def prune(self, *, before: int) -> int:
        raise NotImplementedError(before)


@dataclass
class MemoryDrawers:
    """The drawers of a memory."""

    memory: Memory

    def create(self, drawer: Drawer) -> None:
        self.memory.made[drawer.id] = drawer

    change = create

    def remove(self, drawer_id: str) -> None:
        del self.memory.made[drawer_id]

    def drawers(self) -> Sequence[Drawer]:
        return list(self.memory.made.values())

    def put(self, drawer_id: str, arriving: Sequence[Arriving], *, now: int) -> Sequence[Put]:
        return [self._put(self.memory.shelf(drawer_id), one, now) for one in arriving]

    def _put(self, shelf: Shelf, one: Arriving, now: int) -> Put:
        for row in shelf.rows:
            if row.object_id == one.object_id and (row.version and row.order) == one.order:
                return Put.KNOWN if row.raw == one.raw else Put.CONFLICT
        shelf.add(one.object_id, one.version, one.raw, now=now)
        return Put.ADDED

    def joined(self, drawer_id: str, wanted: Wanted) -> Joined:
        rows, more = self.memory.shelf(drawer_id).page(wanted)
        if not rows:
            return Joined(b"", 0, 0, 0, wanted.after, more=False)
        body = b",".join(row.raw for row in rows)
        return Joined(body, len(rows), rows[0].added, rows[-1].added, rows[-1].position, more)

    def lines(self, drawer_id: str, wanted: Wanted) -> Some:
        rows, more = self.memory.shelf(drawer_id).page(wanted)
        return Some(tuple(row.line() for row in rows), more)

    def discard(self, drawer_id: str, object_id: str, wanted: Wanted) -> int:
        shelf = self.memory.shelf(drawer_id)
        gone = {row.position for row in shelf.match(replace(wanted, ids=(object_id,)))}
        shelf.rows = [row for row in shelf.rows if row.position not in gone]
        shelf.changes += bool(gone)
        return len(gone)

    def generation(self, drawer_id: str) -> int:
        return self.memory.shelf(drawer_id).changes

    def count(self, drawer_id: str) -> int:
        return len(self.memory.shelf(drawer_id).rows)
