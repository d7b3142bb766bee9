"""What is brought to a foreign server: a drawer of ours, or all that a partner may have."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol

from tansiq.exchange import ports
from tansiq.exchange.taxii.ports import Transaction, TX_contra, Wanted, Which
from tansiq.exchange.world import LiveWorld
from tansiq.release import Released, own, still


class Both(ports.Transaction, Transaction, Protocol):
    """A transaction of the exchange, TAXII's part of it included."""


class Batch(NamedTuple):
    """Objects joined by commas, the position `end` up to which was looked, and whether more may come."""

    body: bytes
    number: int
    end: int
    more: bool


class Leaving(Protocol[TX_contra]):
    """Takes the next objects, at most `limit`, behind position `after`."""

    def __call__(self, tx: TX_contra, after: int, limit: int) -> Released[Batch]:
        """Return them, released to whom they are sent."""


def drawer_leaving(drawer: str) -> Leaving[Both]:
    """Return what takes every version from the drawer: for a server that is a tool of this agency."""
    return _Drawer(drawer)


def agency_leaving(agency: str, clock: Callable[[], datetime]) -> Leaving[Both]:
    """Return what takes all that partner `agency` was told and may still have, for a server of that partner.

    A partner that is not active gets nothing.
    """
    return _Agency(agency, clock)


@dataclass(frozen=True, slots=True)
class _Drawer:
    drawer: str

    def __call__(self, tx: Both, after: int, limit: int) -> Released[Batch]:
        joined = tx.drawers.joined(self.drawer, _everything(after, limit))
        world = LiveWorld(tx)
        return own(
            Batch(joined.body, joined.number, joined.end or after, joined.more), world.home, world=world
        )


@dataclass(frozen=True, slots=True)
class _Agency:
    agency: str
    clock: Callable[[], datetime]

    def __call__(self, tx: Both, after: int, limit: int) -> Released[Batch]:
        page = tx.shelves.told(self.agency, _everything(after, limit))
        kept = still(self.agency, page.lines, self.clock(), world=LiveWorld(tx))
        end = max(page.end, after)
        return kept.map(lambda lines: Batch(b",".join(x.raw for x in lines), len(lines), end, page.more))


def _everything(after: int, limit: int) -> Wanted:
    return Wanted(limit=limit, after=after, which=frozenset({Which.ALL}))
