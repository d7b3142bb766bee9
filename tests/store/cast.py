"""Invented agencies, objects and entries for the tests of the stores."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import orjson

from tansiq.exchange import Address, Agency, Arrived, Leaving, Partner, Signature
from tansiq.ledger import Kind
from tansiq.release import Audience, Basis, Membership, Record, Roster, Standing
from tansiq.stix import TLP, parse

NOW = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
HOME = "identity--11111111-1111-4111-8111-111111111111"
MEMBER = "identity--22222222-2222-4222-8222-222222222222"
OUTSIDER = "identity--33333333-3333-4333-8333-333333333333"
CIRCLE = "identity--44444444-4444-4444-8444-444444444444"
BY_HOME = Signature(HOME, "0a1b2c3d", "c2lnbmVk")
BY_MEMBER = Signature(MEMBER, "3d2c1b0a", "c2lnbmVk")


def agency(agency_id: str = MEMBER, *, names: str = "Ksar") -> Agency:
    return Agency(
        id=agency_id,
        names={"ar": f"وكالة {names}", "fr": f"Agence {names}", "en": f"{names} Agency"},
        country="MA",
        keys=(f"{agency_id}+0a1b2c3d+key",),
        receipt_key=f"{agency_id}+0a1b2c3e+key",
        seal="age1invented",
    )


def partner(agency_id: str = MEMBER) -> Partner:
    return Partner(agency(agency_id), Standing.ACTIVE, Address("https://ksar.example", "ab" * 32))


def basis(agency_id: str = MEMBER) -> Basis:
    return Basis(agency_id, "pairing of 2026-03-01", frozenset({"cyber", "arms"}), None, NOW, LATER)


def object_id(number: int = 1, kind: str = "report") -> str:
    return f"{kind}--{number:08d}-0000-4000-8000-000000000000"


def record(  # noqa: PLR0913 - each test names what matters to it
    number: int = 1,
    *,
    text: str = "A convoy was seen near Tessalit.",
    modified: datetime = NOW,
    originator: str = HOME,
    audience: Audience | None = None,
    lang: str | None = "en",
    tlp: TLP | None = TLP.AMBER,
    kind: str = "report",
) -> Record:
    """A record of a small report, or of a marking definition."""
    stamp = modified.strftime("%Y-%m-%dT%H:%M:%S.000Z")
    members: dict[str, object] = {
        "type": kind,
        "spec_version": "2.1",
        "id": object_id(number, kind),
        "created": NOW.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
    }
    if kind == "marking-definition":
        members |= {"definition_type": "statement", "definition": {"statement": text}}
    else:
        members |= {"modified": stamp, "name": f"Report {number}", "description": text, "published": stamp}
        members |= {"object_refs": [HOME]} | ({"lang": lang} if lang else {})
        members |= {"object_marking_refs": [tlp.id]} if tlp else {}
    obj = parse(orjson.dumps(members))
    return Record(object=obj, originator=originator, shared=modified, audience=audience or Audience())


def shared_with(kept: Record, *circles: str) -> Record:
    return replace(kept, audience=Audience(agencies=frozenset({MEMBER}), circles=frozenset(circles)))


def leaving(number: int = 1, *, kind: Kind = Kind.OBJECT, version: str = "v1", body: bytes = b"") -> Leaving:
    return Leaving(kind, body or b"\x01body %d %b" % (number, version.encode()), object_id(number), version)


def arrived(number: int = 1, *, outcome: str = "stored", code: str | None = None) -> Arrived:
    leaf = number.to_bytes(32)
    return Arrived(Kind.OBJECT, leaf, leaf[:16], object_id(number), "v1", outcome, code)


def roster(version: int = 1, *members: str) -> Roster:
    names = {"ar": "الساحل", "fr": "Sahel", "en": "Sahel"}
    stays = (Membership(HOME), *(Membership(member, NOW, LATER) for member in members))
    return Roster(CIRCLE, version, HOME, names, stays)
