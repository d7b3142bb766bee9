"""What TAXII needs kept: who may enter, drawers of exact bytes, what a reader was told in order, statuses.

Moments are whole microseconds since 1970. A position is a whole number from 1, assigned inside the commit,
never reused; of two lines of one shelf the later one has the greater position and the later `added`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, Protocol, TypeVar

from tansiq.stix import StixObject


@dataclass(frozen=True, slots=True)
class Account:
    """Who may enter: a tool of this agency (`agency` is None), or of the partner `agency`.

    `only_drawers` hides all but the drawers that it has rights in. `closed` ended it.
    """

    name: str
    agency: str | None
    created: int
    only_drawers: bool = False
    closed: int | None = None


@dataclass(frozen=True, slots=True)
class Secrets:
    """By what an account proves itself: the slow `password` hash, the SHA-256 of its bearer `token`.

    Or the SHA-256 of its client `certificate`, in hexadecimal digits.
    """

    password: str | None = None
    token: bytes | None = None
    certificate: str | None = None


class Right(NamedTuple):
    """What an account may do with a drawer."""

    read: bool
    write: bool


@dataclass(frozen=True, slots=True)
class Drawer:
    """A collection made by hand, by `id` (UUID) and perhaps `alias`.

    With `terms` (a JSON document of the floor above) what is put in is also signed and told as they say.
    """

    id: str
    title: str
    created: int
    description: str | None = None
    alias: str | None = None
    terms: str | None = None


class Which(StrEnum):
    """Versions that `match[version]` names without naming a moment."""

    LAST = "last"
    FIRST = "first"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines of a shelf, in the order of their positions; an empty tuple or None does not narrow.

    `which` and `versions` (sort keys, see `version_key`) add up: a line is wanted if any names it.
    """

    limit: int
    after: int = 0
    """Only greater positions: the cursor."""
    added_after: int | None = None
    ids: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    which: frozenset[Which] = frozenset({Which.LAST})
    versions: tuple[str, ...] = ()


class Arriving(NamedTuple):
    """An object version about to be put into a drawer, as its exact bytes.

    `version` is the text of `modified`, else of `created`, else empty (then the moment it was added counts).
    """

    object_id: str
    type: str
    version: str
    order: str
    """The sort key of `version`, see `version_key`; empty where there is none."""
    raw: bytes


class Put(StrEnum):
    """What became of an object that was put into a drawer."""

    ADDED = "added"
    KNOWN = "known"
    """The very same bytes lie there already."""
    CONFLICT = "conflict"
    """That version lies there with other bytes, which stay."""


class Line(NamedTuple):
    """One object version on a shelf, without its bytes."""

    position: int
    added: int
    object_id: str
    version: str
    """As its author wrote it; empty where it has none."""


class Held(NamedTuple):
    """One object version on a shelf with its exact bytes, and what may have ended it."""

    position: int
    added: int
    object_id: str
    version: str
    raw: bytes
    recalled: int | None
    expires: int | None


class Joined(NamedTuple):
    """Consecutive object versions of a drawer, their exact bytes joined by commas."""

    body: bytes
    number: int
    first: int
    """When the first was added; 0 where there is none."""
    last: int
    end: int
    """The position of the last."""
    more: bool
    """Whether anything that is wanted comes after `end`."""


class Some(NamedTuple):
    """Lines, and whether anything that is wanted comes after them."""

    lines: tuple[Line, ...]
    more: bool


class Page(NamedTuple):
    """Lines with their bytes, the position `end` up to which was looked, and whether more may come after."""

    lines: tuple[Held, ...]
    end: int
    more: bool


class Doors(Protocol):
    """The accounts of tools, and their rights."""

    def add(self, account: Account, secrets: Secrets) -> None: ...
    def account(self, name: str) -> tuple[Account, Secrets] | None: ...
    def by_token(self, token: bytes) -> Account | None: ...
    def accounts(self) -> Sequence[Account]: ...
    def renew(self, name: str, secrets: Secrets) -> None: ...
    def close(self, name: str, *, at: int) -> None: ...
    def rights(self, name: str) -> Mapping[str, Right]: ...
    def grant(self, name: str, drawer: str, right: Right) -> None: ...


class Drawers(Protocol):
    """Collections made by hand, which hold exact bytes in the order in which they came."""

    def create(self, drawer: Drawer) -> None: ...
    def change(self, drawer: Drawer) -> None: ...
    def remove(self, drawer_id: str) -> None: ...
    def drawers(self) -> Sequence[Drawer]: ...
    def put(self, drawer_id: str, arriving: Sequence[Arriving], *, now: int) -> Sequence[Put]: ...
    def joined(self, drawer_id: str, wanted: Wanted) -> Joined: ...
    def lines(self, drawer_id: str, wanted: Wanted) -> Some: ...
    def discard(self, drawer_id: str, object_id: str, wanted: Wanted) -> int: ...
    def generation(self, drawer_id: str) -> int: ...
    def count(self, drawer_id: str) -> int: ...


class Shelves(Protocol):
    """What this agency holds, and what it told each partner, in order."""

    def held(self, wanted: Wanted, *, circle: str | None = None) -> Page: ...
    def told(
        self, reader: str, wanted: Wanted, *, circle: str | None = None, drawer: str | None = None
    ) -> Page: ...


class Statuses(Protocol):
    """What became of each POST, by the id (UUID) that its sender was given."""

    def keep(self, status_id: str, account: str, drawer: str, document: bytes, *, at: int) -> None: ...
    def status(self, status_id: str) -> tuple[str, bytes] | None: ...
    def prune(self, *, before: int) -> int: ...


class Direction(StrEnum):
    """Which way objects go between a drawer and a foreign server."""

    PULL = "pull"
    PUSH = "push"


@dataclass(frozen=True, slots=True)
class Source:
    """A collection of a foreign TAXII server, `url` being its own address below an API root.

    What comes goes into `drawer`; what goes comes from it, or from all that partner `agency` may have.
    `every` seconds it is asked by itself; None waits for a person.
    """

    id: str
    url: str
    direction: Direction
    drawer: str | None
    agency: str | None = None
    username: str | None = None
    every: int | None = None
    upgrade: bool = False
    """Whether STIX 2.0 is turned into 2.1."""
    paused: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a source got: its durable `cursor`, and how the last try went."""

    cursor: str | None = None
    added_after: str | None = None
    tried: int | None = None
    succeeded: int | None = None
    failures: int = 0
    """Tries that failed in a row."""
    not_before: int | None = None
    """When it may be asked again: back-off, or what the server said."""
    trouble: str | None = None
    """The code of the last failure."""
    objects: int = 0
    """How many objects went through so far."""


class Sources(Protocol):
    """The foreign servers that this node pulls from or pushes to."""

    def add(self, source: Source) -> None: ...
    def change(self, source: Source) -> None: ...
    def remove(self, source_id: str) -> None: ...
    def sources(self) -> Sequence[tuple[Source, Progress]]: ...
    def advance(self, source_id: str, progress: Progress) -> None: ...


class Transaction(Protocol):
    """What of a store's transaction TAXII uses."""

    @property
    def doors(self) -> Doors: ...
    @property
    def drawers(self) -> Drawers: ...
    @property
    def shelves(self) -> Shelves: ...
    @property
    def statuses(self) -> Statuses: ...
    @property
    def sources(self) -> Sources: ...


TX = TypeVar("TX", bound=Transaction)
TX_contra = TypeVar("TX_contra", bound=Transaction, contravariant=True)


class Intake(Protocol[TX_contra]):
    """Brings what is put into a drawer in as ours, under the drawer's terms, in the same transaction.

    For each object it gives a sentence that says why it was refused and what to do, or None. All of it is
    undone, and the others are tried again, when one was refused.
    """

    def take(
        self,
        tx: TX_contra,
        drawer: Drawer,
        objects: Sequence[StixObject],
        *,
        account: Account,
        now: datetime,
    ) -> Sequence[str | None]: ...
