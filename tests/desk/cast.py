"""The fixed cast of the desk's tests: *home*, whose desk it is, *member* of its circle, and *outsider*."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from tansiq import desk
from tansiq.desk import Actor, Desk, Draft
from tansiq.exchange import Address, Agency, Keyring, Outbox, Partner, make_keyring
from tansiq.exchange.node import default_basis
from tansiq.release import Audience, Standing
from tansiq.stix import TLP, Grading, ReleaseMarking, Terms
from tansiq.store import MemoryStore
from tansiq.wiring.directory import Directory
from tests.exchange.seal import SEAL

NOW = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
LIAISON = Actor("Mariam", frozenset({"liaison"}))
ANALYST = Actor("Issa", frozenset({"analyst"}))
SUPERVISOR = Actor("Fatou", frozenset({"supervisor"}))
TERMS = Terms(tlp=TLP.AMBER, marking=ReleaseMarking(("counter-terrorism",)), grading=Grading.read("A2"))
DRAFT = Draft("report", "Convoy seen", "Three vehicles went north.", "en")


@dataclass(frozen=True, slots=True)
class Office:
    """A node in memory with one desk."""

    store: MemoryStore
    keyring: Keyring
    home: str
    member: str
    outsider: str
    circle: str

    @contextmanager
    def desk(self) -> Iterator[Desk]:
        with self.store.transaction() as tx:
            yield Desk(tx.objects, tx.objects, Outbox(tx, self.keyring), Directory(tx), tx.trail)

    def write(self, audience: Audience, *, now: datetime = NOW, actor: Actor = LIAISON) -> str:
        """Write the cast's one report for `audience`; returns its id."""
        with self.desk() as at:
            (object_id,) = desk.write(DRAFT, TERMS, audience, actor=actor, now=now, desk=at, new_uuid=uuids())
        return object_id

    def told(self, object_id: str) -> set[str]:
        """Who was told the object."""
        with self.store.snapshot() as tx:
            return {entry.reader for entry in tx.feeds.told(object_id)}

    def circle_audience(self, *excluded: str) -> Audience:
        return Audience(circles=frozenset({self.circle}), exclusions=frozenset(excluded))


_SEEDS = itertools.count()


def uuids() -> desk.NewUuid:
    """A source of identifiers that gives the same ones in the same order."""
    chance = random.Random(next(_SEEDS))
    return lambda: str(UUID(int=chance.getrandbits(128), version=4))


def office() -> Office:
    """Found home's node, pair it with two partners, and convene a circle with one of them."""
    chance = random.Random(7)
    store = MemoryStore(chance.randbytes)
    ids = [f"identity--{UUID(int=number, version=4)}" for number in (1, 2, 3)]
    rings = [make_keyring(agency_id, chance.randbytes, SEAL) for agency_id in ids]
    home, member, outsider = (
        agency(ring, name) for ring, name in zip(rings, ("Home", "Member", "Outsider"), strict=True)
    )
    with store.transaction() as tx:
        tx.agencies.found(home)
        for partner in (member, outsider):
            tx.agencies.learn(partner)
            basis = default_basis(partner.id, NOW - timedelta(days=1))
            tx.agencies.pair(Partner(partner, Standing.ACTIVE, Address()), basis, now=NOW - timedelta(days=1))
    made = Office(store, rings[0], home.id, member.id, outsider.id, "")
    with made.desk() as at:
        names = {"en": "Sahel", "fr": "Sahel", "ar": "الساحل"}
        roster = desk.circles.create(
            names, ["Member"], actor=LIAISON, now=NOW - timedelta(hours=1), desk=at, new_uuid=uuids()
        )
    return Office(store, rings[0], home.id, member.id, outsider.id, roster.circle)


def agency(ring: Keyring, name: str) -> Agency:
    """The agency that `ring` belongs to."""
    return Agency(
        id=ring.agency,
        names={"en": name, "fr": f"{name} (fr)", "ar": f"{name} (ar)"},
        country="MA",
        keys=(ring.node.public.vkey(),),
        receipt_key=ring.receipt.public.vkey(),
        seal=ring.recipient,
    )
