"""What the exchange needs kept: the smallest ports that a durable store, or memory, implements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from tansiq.exchange.agencies import Address, Agency, Partner
from tansiq.ledger import Frontier, Kind
from tansiq.release import Audience, Basis, Grant, Record, Roster, Standing
from tansiq.stix import StixObject


@dataclass(frozen=True, slots=True)
class Signature:
    """The originator's signature over an object's exact bytes.

    Agency id `by`, 8 hex digits `key`, base64 `sig`.
    """

    by: str
    key: str
    sig: str


@dataclass(frozen=True, slots=True)
class Leaving:
    """One entry about to be appended.

    Its `kind`, its encoded `body` and, for an object, which `object_id` and `version` it tells, and when that
    `expires`.
    """

    kind: Kind
    body: bytes
    object_id: str | None = None
    version: str | None = None
    precedence: str = "routine"
    expires: datetime | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the answer to "who was told what": an outgoing entry and what came back for it."""

    reader: str
    kind: Kind
    object_id: str
    version: str
    index: int
    at: datetime
    received: datetime | None
    """When the reader's receipt for a size beyond `index` was verified here."""


@dataclass(frozen=True, slots=True)
class Slice:
    """Bodies `first` to `last` (exclusive) of pack `number`; an erased entry has no body, only its leaf.

    Exactly one of `seed` and `salts` is set; `salts` holds None where an entry was erased.
    """

    number: int
    first: int
    bodies: tuple[bytes | None, ...]
    leaves: tuple[bytes, ...]
    seed: bytes | None
    salts: tuple[bytes | None, ...] | None


@dataclass(frozen=True, slots=True)
class Signed:
    """A checkpoint that was signed: `size`, `root`, the note's `text` and the time `at`."""

    size: int
    root: bytes
    text: bytes
    at: datetime


@dataclass(frozen=True, slots=True)
class Arrived:
    """An entry about to be kept by its receiver.

    `outcome` is "stored", "applied", "known", "erased" or "refused".

    `code` says why it was refused; `kind` is None where the body was erased before it came, or could not be
    read.
    """

    kind: Kind | None
    leaf: bytes
    salt: bytes | None
    object_id: str | None
    version: str | None
    outcome: str
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Incoming:
    """How far this node has received what `sender` tells it.

    The verified `frontier` and the evidence `note`.
    """

    sender: str
    frontier: Frontier
    note: bytes | None
    contact: datetime | None
    """When the sender last answered us, whatever it said."""
    receipted: int
    """The size up to which the sender has our receipt."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """How much this node has told `receiver`, and the newest receipt that came back for it."""

    receiver: str
    frontier: Frontier
    signed: Signed | None
    receipt: Signed | None


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something a person must look at.

    A `code`, the `partner` who did it, safe `about` parameters and the `evidence`.
    """

    code: str
    partner: str | None
    about: Mapping[str, str]
    evidence: bytes
    at: datetime
    cleared: datetime | None = None
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Ack:
    """What agency `by` says it did with an object that we told or recalled.

    `what` is "erased", "refused" or "onward".
    """

    object_id: str
    version: str | None
    by: str
    what: str
    code: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What remains of an object that was recalled: it keeps out what this `originator` says by that id.

    Who recalled it, why, when, and when its bytes went from this node.
    """

    object_id: str
    originator: str
    reason: str
    at: datetime
    erased: datetime | None
    sender: str | None = None
    """Who had told us the object, so that what is still to be acknowledged finds its way back.

    None for our own.
    """
    held: bool = True
    """Whether the object was ever here; else its originator took it back before it came."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation that this node gave out: `nonce` (hex), until when it stands, who used it."""

    nonce: str
    expires: datetime
    used_by: str | None = None


class Agencies(Protocol):
    """The agencies that this node knows, and how it stands with each."""

    def found(self, agency: Agency) -> None: ...
    def home(self) -> Agency: ...
    def known(self, agency_id: str) -> Agency | None: ...
    def learn(self, agency: Agency) -> None: ...
    def partner(self, agency_id: str) -> Partner | None: ...
    def partners(self) -> Sequence[Partner]: ...
    def pair(self, partner: Partner, basis: Basis, *, now: datetime) -> None: ...
    def set_standing(self, agency_id: str, standing: Standing, *, now: datetime) -> None: ...
    def set_address(self, agency_id: str, address: Address) -> None: ...
    def confirm(self, agency_id: str) -> None: ...
    def bases(self, agency_id: str) -> Sequence[Basis]: ...
    def all_bases(self) -> Mapping[str, Sequence[Basis]]: ...
    def add_basis(self, basis: Basis) -> None: ...
    def invite(self, invitation: Invitation) -> None: ...
    def invitation(self, nonce: str) -> Invitation | None: ...
    def use_invitation(self, nonce: str, agency_id: str) -> None: ...


class Circles(Protocol):
    """Every version of every roster that this node may see."""

    def rosters(self) -> Mapping[str, Roster]: ...
    def statement(self, circle: str) -> bytes | None: ...
    def keep(self, roster: Roster, statement: bytes, signature: Signature) -> None: ...
    def history(self, circle: str) -> Sequence[Roster]: ...


class Objects(Protocol):
    """Object versions as exact bytes, with what is known beside them."""

    def record(self, object_id: str, version: str | None = None) -> Record | None: ...
    def signature(self, object_id: str, version: str | None = None) -> Signature | None: ...
    def versions(self, object_id: str) -> Sequence[Record]: ...
    def sender(self, object_id: str) -> str | None: ...
    def add(
        self, record: Record, signature: Signature, *, sender: str | None, via: tuple[str, ...] = ()
    ) -> None: ...
    def add_many(
        self, rows: Sequence[tuple[Record, Signature]], *, sender: str | None, via: tuple[str, ...] = ()
    ) -> None: ...
    def set_audience(self, object_id: str, audience: Audience) -> None: ...
    def recall(self, tombstone: Tombstone) -> None: ...
    def erase(self, object_id: str, *, at: datetime) -> None: ...
    def tombstone(self, object_id: str, originator: str | None = None) -> Tombstone | None: ...
    def tombstones(self) -> Sequence[Tombstone]: ...
    def marking(self, ref: str) -> StixObject | None: ...
    def grant(self, grant: Grant, statement: bytes, signature: Signature) -> None: ...
    def grants(self, object_id: str, reader: str) -> Sequence[Grant]: ...


class Feeds(Protocol):
    """The logs: what this agency told each partner, and what each partner told it."""

    def outgoing(self, receiver: str) -> Outgoing: ...
    def append(self, receiver: str, entries: Sequence[Leaving], *, now: datetime) -> Frontier: ...
    def append_many(
        self, entries: Mapping[str, Sequence[Leaving]], *, now: datetime
    ) -> Mapping[str, Frontier]: ...
    def sign(self, receiver: str, signed: Signed) -> None: ...
    def head(self, receiver: str, size: int) -> Signed | None: ...
    def slice(self, receiver: str, number: int, first: int, last: int) -> Slice: ...
    def leaves(self, receiver: str, first: int = 0, last: int | None = None) -> Sequence[bytes]: ...
    def receipt(self, receiver: str, receipt: Signed) -> None: ...
    def told(self, object_id: str) -> Sequence[Told]: ...
    def informed(self, object_id: str) -> frozenset[tuple[str, str]]: ...
    def told_to(self, receiver: str, object_id: str, version: str | None = None) -> bool: ...
    def untell(self, object_id: str) -> Sequence[str]: ...
    def incoming(self, sender: str) -> Incoming: ...
    def arrived(
        self, sender: str, entries: Sequence[Arrived], frontier: Frontier, note: bytes, *, now: datetime
    ) -> None: ...
    def arrivals(self, sender: str, first: int = 0) -> Iterator[Arrived]: ...
    def contact(self, sender: str, *, now: datetime) -> None: ...
    def receipted(self, sender: str, size: int) -> None: ...
    def forget_salts(self, object_id: str) -> None: ...
    def ack(self, ack: Ack) -> None: ...
    def acks(self, object_id: str) -> Sequence[Ack]: ...


class Alarms(Protocol):
    """What a person must look at."""

    def raise_(self, alarm: Alarm) -> None: ...
    def open(self, partner: str | None = None) -> Sequence[Alarm]: ...
    def standing(self, code: str, partner: str | None) -> Sequence[Mapping[str, str]]: ...
    def clear(self, alarm_id: int, *, now: datetime) -> None: ...


class Transaction(Protocol):
    """One unit of work: all of it is durable when the block ends, or none of it happened."""

    @property
    def agencies(self) -> Agencies: ...
    @property
    def circles(self) -> Circles: ...
    @property
    def objects(self) -> Objects: ...
    @property
    def feeds(self) -> Feeds: ...
    @property
    def alarms(self) -> Alarms: ...


class Store(Protocol):
    """A node's memory: transactions to write in, snapshots to read in."""

    def transaction(self) -> AbstractContextManager[Transaction]: ...
    def snapshot(self) -> AbstractContextManager[Transaction]: ...
    def scrub(self) -> bool: ...
    def pulse(self) -> int: ...
