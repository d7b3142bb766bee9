"""Where what a foreign server sent comes to rest: the source's drawer, by the way that a POST takes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import msgspec

from tansiq.exchange.taxii import Account, Drawer, Outcome, Source, micros, put_in
from tansiq.exchange.taxii.client import Failure, Landed
from tansiq.stix import Malformed, StixObject, read_upgraded
from tansiq.store import Transaction
from tansiq.wiring.node import Node
from tansiq.wiring.taxii.doors import find_drawer
from tansiq.wiring.taxii.intake import DeskIntake


@dataclass(frozen=True, slots=True)
class Landing:
    """Puts what `source` brought into its drawer, as a POST of a tool of this agency would."""

    node: Node
    source: Source

    def __call__(self, objects: Sequence[bytes], keep: Callable[[Transaction, Landed], None]) -> None:
        """Store what is right of `objects` in one transaction, whose last step is `keep`.

        Raises `NoSuchDrawer` when the drawer is gone.
        """
        pieces, spoiled = upgraded(objects) if self.source.upgrade else (objects, ())
        held = 0

        def enter(tx: Transaction) -> tuple[Account, Drawer]:
            nonlocal held
            drawer = find_drawer(str(self.source.drawer), tx)
            held = tx.drawers.count(drawer.id)
            return self._account(), drawer

        def then(tx: Transaction, outcomes: Sequence[Outcome]) -> None:
            refused = tuple(_failure(one) for one in outcomes if one.message is not None)
            added = tx.drawers.count(str(self.source.drawer)) - held
            keep(tx, Landed(added, len(outcomes) - added - len(refused), (*spoiled, *refused)))

        begin, intake = self.node.store.transaction, DeskIntake(self.node)
        put_in(begin, enter, pieces, intake=intake, now=self.node.now(), then=then)

    def _account(self) -> Account:
        return Account(f"source-{self.source.id[:8]}", None, created=micros(self.node.now()))


def upgraded(objects: Sequence[bytes]) -> tuple[Sequence[bytes], tuple[Failure, ...]]:
    """Return `objects` with those of STIX 2.0 said in STIX 2.1, and those of which that cannot be done."""
    pieces: list[bytes] = []
    spoiled: list[Failure] = []
    for one in objects:
        for read in _read(one):
            if isinstance(read, StixObject):
                pieces.append(read.raw)
            else:
                spoiled.append(Failure(_id(one), message=f"{read.detail} ({read.code})"))
    return pieces, tuple(spoiled)


class Named(msgspec.Struct):
    """What of an object names it."""

    id: str


def _read(one: bytes) -> tuple[StixObject | Malformed, ...]:
    try:
        return read_upgraded(one)
    except Malformed as error:
        return (error,)


def _id(one: bytes) -> str:
    """Return the id of an object that is wrong otherwise, "–" when it has none."""
    try:
        return msgspec.json.decode(one, type=Named).id[:300]
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return "–"


def _failure(outcome: Outcome) -> Failure:
    return Failure(outcome.object_id, outcome.version, outcome.message or "")
