"""Pairing and partnership as people see them: documents to carry, fingerprints to read, feeds to watch."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from tansiq import desk
from tansiq.desk import Actor, Verb
from tansiq.exchange import Alarm, Partner
from tansiq.exchange import node as peers
from tansiq.ledger import fingerprint, parse_vkey
from tansiq.release import Standing
from tansiq.store import Transaction
from tansiq.wiring.errors import FingerprintDiffers, NotConfirmed, PartnershipEnded
from tansiq.wiring.node import OPERATOR, Node
from tansiq.wiring.speech import language


@dataclass(frozen=True, slots=True)
class Accepted:
    """What came of accepting: the partner's `name` and `fingerprint`, and the `document` to carry."""

    name: str
    fingerprint: str
    document: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PartnerState:
    """How it stands with one partner: entries and receipts each way, last contact, open alarms."""

    partner: Partner
    fingerprint: str
    told: int
    received: int
    receipt_at: datetime | None
    waiting_since: datetime | None
    """When the oldest entry that no receipt covers was appended."""
    heard: int
    receipted: int
    contact: datetime | None
    alarms: tuple[Alarm, ...]


def invite(node: Node, *, url: str | None = None) -> Mapping[str, Any]:
    """Return an invitation for one agency, remembered here until it is used or expires."""
    where, now = node.address(url), node.now()
    with node.store.transaction() as tx:
        made = peers.invite(tx.agencies, node.keyring, where, now=now, random_bytes=secrets.token_bytes)
    return _read(made)


def accept(node: Node, raw: bytes, *, fingerprint: str | None = None, url: str | None = None) -> Accepted:
    """Accept an invitation (the document is the reply to send back), or a reply (it says that we are paired).

    Raises `PairingRefused`, or `FingerprintDiffers` when `fingerprint` was read aloud and is another.
    """
    with node.store.transaction() as tx:
        active = {one.agency.id for one in tx.agencies.partners() if one.standing is Standing.ACTIVE}
        done = peers.accept(
            *(raw, tx.agencies, node.keyring, node.address(url)),
            now=node.now(),
            compared=fingerprint is not None,
        )
        if fingerprint is not None:
            _same(fingerprint, done.fingerprint)
            tx.agencies.confirm(done.partner.id)
        if done.partner.id not in active:
            _admit(tx, node, done.partner.id)
    document = _read(done.reply) if done.reply else {"agency": done.partner.id, "paired": True}
    return Accepted(done.partner.names["en"], done.fingerprint, document)


def confirm(node: Node, agency: str, spoken: str, *, actor: Actor = OPERATOR) -> str:
    """Record that the fingerprint `spoken` for `agency` is that of its key; returns the agency's id.

    Raises `FingerprintDiffers` when it is another, `NotAllowed` or `NotFound`.
    """
    desk.require(actor, Verb.ARRANGE)
    with node.store.transaction() as tx:
        partner = _partner(tx, agency, node)
        _same(spoken, fingerprint_of(partner))
        tx.agencies.confirm(partner.agency.id)
        if partner.standing is Standing.INVITED:
            _admit(tx, node, partner.agency.id)
        detail = {"fingerprint": fingerprint_of(partner)}
        tx.trail.note(actor.name, "partner.confirm", partner.agency.id, at=node.now(), detail=detail)
    return partner.agency.id


def set_standing(node: Node, agency: str, standing: Standing, *, actor: Actor = OPERATOR) -> str:
    """Suspend, resume or end the partnership with `agency`; evidence stays (R27). Returns the agency's id.

    Raises `NotConfirmed` when it is to be resumed, and the settings demand that its fingerprint be compared;
    `PartnershipEnded` when it was ended for good; `NotAllowed` or `NotFound`.
    """
    desk.require(actor, Verb.ARRANGE)
    with node.store.transaction() as tx:
        partner = _partner(tx, agency, node)
        if partner.standing is Standing.LEFT:
            raise PartnershipEnded(agency=partner.agency.names[language()])
        if standing is Standing.ACTIVE and node.config.require_confirmed and not partner.confirmed:
            raise NotConfirmed(agency=partner.agency.names[language()])
        tx.agencies.set_standing(partner.agency.id, standing, now=node.now())
        if standing is Standing.ACTIVE:
            desk.welcome(partner.agency.id, now=node.now(), desk=node.bind(tx))
        tx.trail.note(
            actor.name,
            "partner.standing",
            partner.agency.id,
            at=node.now(),
            detail={"standing": standing.value},
        )
    return partner.agency.id


def _admit(tx: Transaction, node: Node, agency: str) -> None:
    """Tell a new partner what it may have, unless the settings demand that its fingerprint come first."""
    partner = tx.agencies.partner(agency)
    if node.config.require_confirmed and (partner is None or not partner.confirmed):
        tx.agencies.set_standing(agency, Standing.INVITED, now=node.now())
        return
    tx.agencies.set_standing(agency, Standing.ACTIVE, now=node.now())
    desk.welcome(agency, now=node.now(), desk=node.bind(tx))


def partner_states(node: Node) -> tuple[PartnerState, ...]:
    """Return how it stands with every partner."""
    with node.snapshot() as tx:
        return tuple(partner_state(tx, partner) for partner in tx.agencies.partners())


def partner_state(tx: Transaction, partner: Partner) -> PartnerState:
    """Return how it stands with `partner`."""
    out, into = tx.feeds.outgoing(partner.agency.id), tx.feeds.incoming(partner.agency.id)
    return PartnerState(
        partner=partner,
        fingerprint=fingerprint_of(partner),
        told=out.frontier.size,
        received=0 if out.receipt is None else out.receipt.size,
        receipt_at=None if out.receipt is None else out.receipt.at,
        waiting_since=tx.feeds.appended_at(partner.agency.id, 0 if out.receipt is None else out.receipt.size),
        heard=into.frontier.size,
        receipted=into.receipted,
        contact=into.contact,
        alarms=tuple(tx.alarms.open(partner.agency.id)),
    )


def fingerprint_of(partner: Partner) -> str:
    """Return the fingerprint of the key by which `partner` signs now."""
    return fingerprint(parse_vkey(partner.agency.key))


def _partner(tx: Transaction, typed: str, node: Node) -> Partner:
    agency_id = desk.find_agency(typed, node.bind(tx).directory)
    partner = tx.agencies.partner(agency_id)
    if partner is None:
        raise desk.NotFound(kind="partner", typed=typed, known="-")
    return partner


def _same(spoken: str, found: str) -> None:
    if "".join(spoken.split()) != "".join(found.split()):
        raise FingerprintDiffers(spoken=spoken, found=found)


def _read(document: bytes) -> Mapping[str, Any]:
    read: Mapping[str, Any] = orjson.loads(document)
    return read
