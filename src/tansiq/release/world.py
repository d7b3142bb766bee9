"""What a decision knows of the world: partners, circles, legal bases, grants, holds, and the records held."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from tansiq.stix import StixObject


class Standing(StrEnum):
    """How a partner stands with this node; only `ACTIVE` is told anything."""

    INVITED = "invited"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Audience:
    """To whom this node opens an object: `agencies`, `circles`, and the `exclusions` that beat both."""

    agencies: frozenset[str] = frozenset()
    circles: frozenset[str] = frozenset()
    exclusions: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Membership:
    """An agency's stay in a circle from `since` to before `until`; without `since` it sees all before it."""

    agency: str
    since: datetime | None = None
    until: datetime | None = None

    def holds(self, at: datetime) -> bool:
        """Return whether the agency is a member at the moment `at`."""
        return (self.since is None or self.since <= at) and (self.until is None or at < self.until)


@dataclass(frozen=True, slots=True)
class Roster:
    """One signed version of a circle: its trilingual `names`, its `convener` and who belonged to it when."""

    circle: str
    version: int
    convener: str
    names: Mapping[str, str]
    members: tuple[Membership, ...]

    def member(self, agency: str, at: datetime) -> Membership | None:
        """Return the membership of `agency` that holds at `at`, the longest standing one where several do."""
        standing = [m for m in self.members if m.agency == agency and m.holds(at)]
        return min(standing, key=lambda m: (m.since is not None, m.since or at), default=None)


@dataclass(frozen=True, slots=True)
class Basis:
    """A legal instrument with a `partner` for `purposes` and data `classes` (None: all), before `ends`."""

    partner: str
    instrument: str
    purposes: frozenset[str] | None
    classes: frozenset[str] | None
    starts: datetime
    ends: datetime | None = None


@dataclass(frozen=True, slots=True)
class Grant:
    """The originator `by` lets its `object` go on to agency `to` for `purposes` (None: all)."""

    object: str
    to: str
    by: str
    purposes: frozenset[str] | None = None
    expires: datetime | None = None


@dataclass(frozen=True, slots=True)
class Hold:
    """A reason, by `code`, for which nobody outside is given the object until two people lifted it."""

    code: str
    since: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Record:
    """One version of an object as this node keeps it; `shared` is when this node first held this version.

    `parts` gives audiences of granular parts by the reference of their marking; the others follow `audience`.
    """

    object: StixObject
    originator: str
    shared: datetime
    audience: Audience = field(default_factory=Audience)
    parts: Mapping[str, Audience] = field(default_factory=dict)
    recalled: datetime | None = None
    expires: datetime | None = None
    holds: tuple[Hold, ...] = ()
    precedence: str = "routine"


class World(Protocol):
    """Everything outside the object that a decision depends on."""

    @property
    def home(self) -> str:
        """The agency whose node this is."""

    def standing(self, agency: str) -> Standing | None:
        """Return how `agency` stands with this node; None when it is no partner."""

    def rosters(self) -> Mapping[str, Roster]:
        """Return the roster in force of every known circle, by circle id."""

    def bases(self, partner: str) -> Sequence[Basis]:
        """Return every legal basis ever agreed with `partner`."""

    def grants(self, object_id: str, reader: str) -> Sequence[Grant]:
        """Return the verified grants for `object_id` to `reader`."""

    def marking(self, ref: str) -> StixObject | None:
        """Return the marking definition `ref` if this node holds it."""

    def record(self, object_id: str) -> Record | None:
        """Return the current version of `object_id` if this node holds it."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A `World` held in plain dictionaries."""

    home: str
    standings: Mapping[str, Standing] = field(default_factory=dict)
    circles: Mapping[str, Roster] = field(default_factory=dict)
    legal: Mapping[str, Sequence[Basis]] = field(default_factory=dict)
    permits: Mapping[tuple[str, str], Sequence[Grant]] = field(default_factory=dict)
    markings: Mapping[str, StixObject] = field(default_factory=dict)
    records: Mapping[str, Record] = field(default_factory=dict)

    def standing(self, agency: str) -> Standing | None:
        """Return how `agency` stands with this node; None when it is no partner."""
        return self.standings.get(agency)

    def rosters(self) -> Mapping[str, Roster]:
        """Return the roster in force of every known circle, by circle id."""
        return self.circles

    def bases(self, partner: str) -> Sequence[Basis]:
        """Return every legal basis ever agreed with `partner`."""
        return self.legal.get(partner, ())

    def grants(self, object_id: str, reader: str) -> Sequence[Grant]:
        """Return the verified grants for `object_id` to `reader`."""
        return self.permits.get((object_id, reader), ())

    def marking(self, ref: str) -> StixObject | None:
        """Return the marking definition `ref` if this node holds it, as a record or in `markings`."""
        held = self.records.get(ref)
        return self.markings.get(ref) if held is None else held.object

    def record(self, object_id: str) -> Record | None:
        """Return the current version of `object_id` if this node holds it."""
        return self.records.get(object_id)
