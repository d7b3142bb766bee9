"""What the desk needs from the rest of the house: the smallest ports, wired in from above."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from tansiq.release import Audience, Decision, Record, Roster, Standing
from tansiq.stix import StixObject, Terms

NewUuid = Callable[[], str]
"""Draws a new UUID (version 4) as text."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a user's `name` and `roles` (codes of the vocabulary "roles")."""

    name: str
    roles: frozenset[str]


class Shelf(Protocol):
    """The objects that this agency holds, as the desk writes them."""

    def record(self, object_id: str, version: str | None = None) -> Record | None: ...
    def set_audience(self, object_id: str, audience: Audience) -> None: ...


@dataclass(frozen=True, slots=True)
class Filter:
    """What a listing should hold; every field that is None (or empty) does not narrow it."""

    box: str = "inbox"
    """"inbox" for what partners told us, "own" for what we wrote, "all" for both."""
    type: str | None = None
    sender: str | None = None
    circle: str | None = None
    tlp: str | None = None
    text: str = ""
    lang: str | None = None
    unread_by: str | None = None
    recalled: bool | None = None
    since: datetime | None = None
    """Only what came in, or was written here, after this moment."""
    before: int | None = None
    """A cursor: only rows older than this position."""
    limit: int = 50


@dataclass(frozen=True, slots=True)
class Found:
    """One row of a listing: the current version's `record`, and the `position` to page on.

    `sender` told it (None for our own), through the circles `via`.
    """

    record: Record
    sender: str | None
    via: tuple[str, ...]
    arrived: datetime
    position: int
    unread: bool


class Finder(Protocol):
    """Finds what this node holds; its rows are not yet released, so only the desk may call it."""

    def find(self, wanted: Filter, *, user: str) -> Sequence[Found]: ...
    def count(self, wanted: Filter, *, user: str) -> int: ...
    def mark_read(self, object_id: str, *, user: str, at: datetime) -> None: ...


class Outbox(Protocol):
    """The way out: signs, stores and tells every partner what may be released to it."""

    def dress(self, objects: Sequence[StixObject], terms: Terms, *, now: datetime) -> tuple[StixObject, ...]:
        """Return `objects` with `terms` written into them: markings, creator and grading."""

    def author(self, records: Sequence[Record], *, now: datetime) -> None:
        """Sign and keep `records` of our own, then publish them."""

    def why(self, object_id: str, reader: str, *, now: datetime) -> Decision:
        """Return what `reader` may have of an object that we hold, and why."""

    def publish(self, object_ids: Sequence[str], *, now: datetime) -> Mapping[str, tuple[str, ...]]:
        """Tell each partner the current versions that may be released to it; returns who was told, by id."""

    def recall(self, object_id: str, reason: str, *, now: datetime) -> tuple[str, ...]:
        """Recall our own object from everybody who was told it; returns whom."""

    def tell_roster(self, roster: Roster, *, now: datetime) -> None:
        """Sign `roster` and tell it to its members, and to who has just left it."""

    def repeat_roster(self, circle: str, reader: str, *, now: datetime) -> None:
        """Tell `reader` alone the roster of our `circle` as it stands."""


class Directory(Protocol):
    """Finds agencies and circles by what people type."""

    def home(self) -> str: ...
    def names(self) -> Mapping[str, Mapping[str, str]]: ...
    def standing(self, agency: str) -> Standing | None: ...
    def rosters(self) -> Mapping[str, Roster]: ...
    def set_standing(self, agency: str, standing: Standing, *, now: datetime) -> None: ...


class AuditTrail(Protocol):
    """Remembers who did what, when and why."""

    def note(
        self, actor: str, verb: str, subject: str, *, at: datetime, detail: Mapping[str, str]
    ) -> None: ...


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything that a verb of the desk may touch, in one running transaction."""

    shelf: Shelf
    finder: Finder
    outbox: Outbox
    directory: Directory
    trail: AuditTrail
