"""Which collections an account finds: all that it may have, one per circle, and drawers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final
from uuid import UUID

from tansiq.exchange.agencies import Agency
from tansiq.exchange.taxii.errors import MayNotRead, MayNotWrite, NothingHere
from tansiq.exchange.taxii.moments import micros
from tansiq.exchange.taxii.ports import Account, Drawer, Right, Transaction
from tansiq.release import Roster, Standing, World

RELEASED: Final = "released"
"""The alias of all that a reader may have."""
_READ_ONLY: Final = Right(read=True, write=False)


@dataclass(frozen=True, slots=True)
class Place:
    """A collection as one account finds it: all it may have, or what came by a `circle`, or a `drawer`.

    `until` is the moment (microseconds) from which the account finds it no more; None when none is known.
    """

    id: str
    title: str
    description: str | None = None
    alias: str | None = None
    right: Right = _READ_ONLY
    circle: str | None = None
    drawer: Drawer | None = None
    until: int | None = None

    def answers(self, ref: str) -> bool:
        """Return whether `ref` is its id or alias."""
        return ref in (self.id, self.alias)

    def require_read(self) -> None:
        """Raise `MayNotRead` unless the account may read from it."""
        if not self.right.read:
            raise MayNotRead(collection=self.title)

    def require_write(self) -> Drawer:
        """Return the drawer that it is. Raises `MayNotWrite` unless the account may write to it."""
        if self.drawer is None or not self.right.write:
            raise MayNotWrite(collection=self.title)
        return self.drawer


class Places:
    """The collections that `account` finds at `now` (spec/taxii.md, 1 to 4); none for no active partner."""

    def __init__(
        self, tx: Transaction, account: Account, *, home: Agency, world: World, now: datetime
    ) -> None:
        self._tx = tx
        self._account = account
        self._home = home
        self._world = world
        self._now = now
        self._found: dict[str, Place] = {}

    def all(self) -> Sequence[Place]:
        """Return every one of them, in the order of their ids."""
        if not self._welcome():
            return ()
        found = (*self._released(), *self._circles(), *self._drawers())
        return sorted(found, key=lambda place: place.id)

    def find(self, ref: str) -> Place:
        """Return the one with the id or alias `ref`. Raises `NothingHere` when the account finds none."""
        if ref not in self._found:
            self._found[ref] = self._find(ref)
        return self._found[ref]

    def _find(self, ref: str) -> Place:
        if self._welcome():
            for part in (self._released, self._drawers, self._circles):
                for place in part():
                    if place.answers(ref):
                        return place
        raise NothingHere

    def _welcome(self) -> bool:
        agency = self._account.agency
        return agency is None or self._world.standing(agency) is Standing.ACTIVE

    def _released(self) -> Iterator[Place]:
        if not self._account.only_drawers:
            names, verb = self._home.names, "holds" if self._account.agency is None else "releases to you"
            yield Place(
                id=place_id(self._home.id, RELEASED),
                title=f"All that {names['en']} {verb}",
                description=f"{names['ar']} · {names['fr']} · {names['en']}",
                alias=RELEASED,
            )

    def _circles(self) -> Iterator[Place]:
        if not self._account.only_drawers:
            rosters = self._world.rosters()
            yield from (place for roster in rosters.values() for place in self._circle(roster))

    def _circle(self, roster: Roster) -> Iterator[Place]:
        agency = self._account.agency
        stay = None if agency is None else roster.member(agency, self._now)
        if agency is None or stay is not None:
            names = roster.names
            yield Place(
                id=place_id(self._home.id, roster.circle),
                title=names["en"],
                description=f"{names['ar']} · {names['fr']} · {names['en']}",
                circle=roster.circle,
                until=None if stay is None or stay.until is None else micros(stay.until),
            )

    def _drawers(self) -> Iterator[Place]:
        rights = self._tx.doors.rights(self._account.name)
        for drawer in self._tx.drawers.drawers() if rights else ():
            right = rights.get(drawer.id)
            if right is not None and any(right):
                yield Place(drawer.id, drawer.title, drawer.description, drawer.alias, right, drawer=drawer)


def place_id(agency: str, name: str) -> str:
    """Return the id under which `agency` offers what `name` says: the same always, in the form of version 4.

    TAXII 2.1, 2 demands that form of every id.
    """
    digest = sha256(b"tansiq/collection/1\n" + f"{agency}\n{name}".encode()).digest()
    return str(UUID(bytes=digest[:16], version=4))
