"""The tables of the store in memory: dictionaries of values that never change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import Any, NoReturn

from tansiq.exchange import (
    Ack,
    Agency,
    Alarm,
    Arrived,
    Incoming,
    Invitation,
    Leaving,
    Partner,
    Signature,
    Signed,
    Tombstone,
)
from tansiq.exchange.taxii import Account, Arriving, Drawer, Progress, Right, Secrets, Source
from tansiq.ledger import Frontier
from tansiq.release import Basis, Grant, Record, Roster
from tansiq.store.errors import ReadOnly
from tansiq.store.facts import Facts
from tansiq.store.packs import Pack
from tansiq.store.trail import Noted


@dataclass(frozen=True, slots=True)
class Held:
    """One version of an object, and what is kept beside it."""

    record: Record
    signature: Signature
    sender: str | None
    via: tuple[str, ...]
    position: int
    added: int
    facts: Facts


@dataclass(frozen=True, slots=True)
class Sent:
    """One outgoing entry; `body` is None once it was erased."""

    leaving: Leaving
    body: bytes | None
    leaf: bytes
    at: int


@dataclass(frozen=True, slots=True)
class Out:
    """One outgoing feed."""

    frontier: Frontier = field(default_factory=Frontier.empty)
    sent: tuple[Sent, ...] = ()
    packs: tuple[Pack, ...] = ()
    signed: tuple[Signed, ...] = ()
    receipts: tuple[Signed, ...] = ()


@dataclass(frozen=True, slots=True)
class Inside:
    """A drawer and its lines, each with its position and when it was added; the last of both given out."""

    drawer: Drawer
    lines: tuple[tuple[int, int, Arriving], ...] = ()
    position: int = 0
    added: int = 0
    generation: int = 0

    def grown(self, fresh: Sequence[Arriving], now: int) -> Inside:
        """Return the drawer with these at its end, the first of them added at `now` or later."""
        first = max(now, self.added + 1)
        lines = tuple(
            (self.position + 1 + place, first + place, arriving) for place, arriving in enumerate(fresh)
        )
        position, added, _ = lines[-1]
        return Inside(self.drawer, self.lines + lines, position, added, self.generation + 1)


class Sealed(dict[Any, Any]):
    """A table of a snapshot: it can be read, and refuses to be written."""

    def _refuse(self, *_: object) -> NoReturn:
        raise ReadOnly("This is a snapshot.", "Open a transaction to write.")

    __setitem__ = setdefault = pop = _refuse


@dataclass(slots=True)
class State:
    """Everything that a node remembers."""

    home: dict[str, str] = field(default_factory=dict)
    agencies: dict[str, Agency] = field(default_factory=dict)
    partners: dict[str, Partner] = field(default_factory=dict)
    bases: dict[str, tuple[Basis, ...]] = field(default_factory=dict)
    invitations: dict[str, Invitation] = field(default_factory=dict)
    rosters: dict[str, dict[int, tuple[Roster, bytes, Signature]]] = field(default_factory=dict)
    objects: dict[str, tuple[Held, ...]] = field(default_factory=dict)
    tombstones: dict[tuple[str, str], Tombstone] = field(default_factory=dict)
    grants: dict[tuple[str, str], tuple[tuple[Grant, bytes, Signature], ...]] = field(default_factory=dict)
    read: dict[tuple[str, str], int] = field(default_factory=dict)
    outgoing: dict[str, Out] = field(default_factory=dict)
    told: dict[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    incoming: dict[str, Incoming] = field(default_factory=dict)
    arrivals: dict[str, tuple[Arrived, ...]] = field(default_factory=dict)
    acks: dict[str, tuple[Ack, ...]] = field(default_factory=dict)
    alarms: dict[int, Alarm] = field(default_factory=dict)
    trail: dict[int, Noted] = field(default_factory=dict)
    counters: dict[str, int] = field(default_factory=dict)
    tools: dict[str, tuple[Account, Secrets]] = field(default_factory=dict)
    rights: dict[tuple[str, str], Right] = field(default_factory=dict)
    drawers: dict[str, Inside] = field(default_factory=dict)
    statuses: dict[str, tuple[str, str, bytes, int]] = field(default_factory=dict)
    sources: dict[str, tuple[Source, Progress]] = field(default_factory=dict)

    def copy(self) -> State:
        """Return a state whose tables can change without touching these."""
        return State(*(dict(getattr(self, table.name)) for table in fields(self)))

    def sealed(self) -> State:
        """Return a state whose tables refuse to change."""
        return State(*(Sealed(getattr(self, table.name)) for table in fields(self)))

    def next(self, counter: str) -> int:
        """Count `counter` up and return it; the first number is 1."""
        self.counters[counter] = self.counters.get(counter, 0) + 1
        return self.counters[counter]

    def grow(self, counter: str, value: int) -> int:
        """Raise `counter` to `value`, or by one where that is more; returns it."""
        self.counters[counter] = max(value, self.counters.get(counter, 0) + 1)
        return self.counters[counter]
