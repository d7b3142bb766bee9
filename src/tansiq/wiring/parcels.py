"""Feeds carried by hand: parcels to write onto a stick, and those that came on one."""

from __future__ import annotations

import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tansiq import desk
from tansiq.desk import Actor, Verb
from tansiq.exchange import BadParcel, ExchangeError, NotServed, Partner
from tansiq.exchange.carry import (
    Parcel,
    Received,
    join_volumes,
    make_parcel,
    open_parcel,
    receive,
    seal_parcel,
    split_volumes,
)
from tansiq.exchange.node import Fetched
from tansiq.ledger import claimed
from tansiq.wiring.errors import NotWritable
from tansiq.wiring.home import writing
from tansiq.wiring.node import OPERATOR, Node


@dataclass(frozen=True, slots=True)
class Exported:
    """A sealed parcel for `partner`: its `volumes`, and the entries `first` to `last` (exclusive) in it.

    `receipt` is up to which size it countersigns the partner's own feed; None when that told us nothing.
    """

    partner: Partner
    volumes: tuple[bytes, ...]
    first: int
    last: int
    receipt: int | None


@dataclass(frozen=True, slots=True)
class Refused:
    """A parcel, number `index` of those that came, that could not be taken in, and why; `sender` if known."""

    index: int
    error: ExchangeError
    sender: str | None = None


def export_parcel(
    node: Node,
    agency: str,
    *,
    start: int | None = None,
    volume: int | None = None,
    actor: Actor = OPERATOR,
) -> Exported:
    """Return the parcel for `agency` with what its receipts do not cover, or with our feed from `start` on.

    `volume` is the greatest size of one file in bytes. Raises `NotAllowed`, `NotFound`, `NotServed` when it
    is no active partner, `FeedBehind`, or `BadParcel` for a volume that is too small.
    """
    desk.require(actor, Verb.ARRANGE)
    partner = _partner(node, agency)
    now = node.now()
    parcel = make_parcel(node.store, node.keyring, partner.agency.id, now=now, start=start)
    sealed = seal_parcel(parcel, partner.agency.seal)
    first, last = _span(parcel)
    with node.store.transaction() as tx:
        detail = {"first": str(first), "last": str(last), "bytes": str(len(sealed))}
        tx.trail.note(actor.name, "partner.export", partner.agency.id, at=now, detail=detail)
    volumes = (sealed,) if volume is None or len(sealed) <= volume else split_volumes(sealed, volume)
    receipt = None if parcel.receipt is None else claimed(parcel.receipt).size
    return Exported(partner, volumes, first, last, receipt)


def receive_parcels(
    node: Node, files: Sequence[bytes], *, actor: Actor = OPERATOR
) -> tuple[Received | Refused, ...]:
    """Take in every parcel in `files`, whole or in volumes, in any order; says of each what it was.

    Raises `NotAllowed`, or `BadParcel` when volumes are missing.
    """
    desk.require(actor, Verb.ARRANGE)
    opened = [_open(node, index, sealed) for index, sealed in enumerate(join_volumes(files))]
    results = [one for one in opened if isinstance(one, Refused)]
    parcels = [one for one in opened if not isinstance(one, Refused)]
    taken = [_take(node, index, parcel, actor) for index, parcel in sorted(parcels, key=_order)]
    node.scrub()
    return (*taken, *results)


def write_volumes(volumes: Sequence[bytes], path: Path) -> tuple[Path, ...]:
    """Write `volumes` to new files, durably: `path` for one, else `path` with .001, .002 …; returns them.

    Raises `NotWritable` when one exists or cannot be written; nothing of them stays then.
    """
    many = len(volumes) > 1
    paths = [path.with_name(f"{path.name}.{n:03}") if many else path for n in range(1, len(volumes) + 1)]
    written: list[Path] = []
    try:
        for to, volume in zip(paths, volumes, strict=True):
            with writing(to), to.open("xb") as file:
                written.append(to)
                file.write(volume)
                file.flush()
                os.fsync(file.fileno())
    except NotWritable:
        for one in written:
            one.unlink(missing_ok=True)
        raise
    return tuple(paths)


def _open(node: Node, index: int, sealed: bytes) -> tuple[int, Parcel] | Refused:
    try:
        return index, open_parcel(sealed, node.keyring.seal)
    except BadParcel as error:
        return Refused(index, error)


def _take(node: Node, index: int, parcel: Parcel, actor: Actor) -> Received | Refused:
    fetched = Fetched(secrets.token_bytes)
    try:
        received = receive(node.store, node.keyring, parcel, clock=node.now, fetched=fetched)
    except ExchangeError as error:
        return Refused(index, error, parcel.sender)
    with node.store.transaction() as tx:
        detail = {"taken": received.taken.value, "entries": str(received.entries), "size": str(received.size)}
        tx.trail.note(actor.name, "partner.receive", parcel.sender, at=node.now(), detail=detail)
    return received


def _order(numbered: tuple[int, Parcel]) -> tuple[str, int]:
    parcel = numbered[1]
    return parcel.sender, parcel.pieces[0].start if parcel.pieces else 0


def _span(parcel: Parcel) -> tuple[int, int]:
    """Return which entries the parcel holds; where there are none, both are the size of its head."""
    if parcel.pieces:
        return parcel.pieces[0].start, parcel.pieces[-1].end
    size = 0 if parcel.head is None else claimed(parcel.head).size
    return size, size


def _partner(node: Node, typed: str) -> Partner:
    with node.store.snapshot() as tx:
        agency_id = desk.find_agency(typed, node.bind(tx).directory)
        partner = tx.agencies.partner(agency_id)
    if partner is None:
        raise NotServed
    return partner
