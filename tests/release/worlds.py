"""Generated worlds: a handful of objects that refer to each other, and everything a decision depends on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, TypeVar

import orjson
from hypothesis import strategies as st

from tansiq.release import (
    Audience,
    Basis,
    Grant,
    Hold,
    Membership,
    Record,
    Roster,
    Snapshot,
    Standing,
)
from tansiq.stix import PAP, TLP, Grading, Onward, StixObject, grading_members, parse, release_marking
from tests.release.cast import AUTHOR, COAST, DAY, HOME, MEMBER, NOW, OUTSIDER, SAHEL

T = TypeVar("T")

AGENCIES = (HOME, MEMBER, OUTSIDER, AUTHOR)
PARTNERS = (MEMBER, OUTSIDER, AUTHOR)
PURPOSES = ("arms", "cyber", "drugs")
TYPES = ("report", "note", "relationship", "location", "ipv4-addr", "language-content", "identity")
KINDS = (*TYPES, "report", "relationship")
POOL = tuple(f"{kind}--{number:08x}-1111-4111-8111-111111111111" for number, kind in enumerate(KINDS))
ENDS = tuple(ref for ref in POOL if not ref.startswith(("relationship", "language-content")))
NOT_HELD = "report--ffffffff-1111-4111-8111-111111111111"
RELEASES = tuple(f"marking-definition--{number:08x}-2222-4222-8222-222222222222" for number in range(3))
STATEMENT = "marking-definition--00000009-2222-4222-8222-222222222222"
UNKNOWN = "marking-definition--0000000a-2222-4222-8222-222222222222"
STAMP = "2026-05-01T00:00:00.000Z"
MOMENTS = tuple(NOW + days * DAY for days in (-30, -5, -1, 0, 1, 30))


def often(usual: T, *others: T) -> st.SearchStrategy[T]:
    """Draw `usual` about nineteen times out of twenty, so that worlds get past the first steps."""
    return st.sampled_from([usual] * 19 * len(others) + list(others))


def some(values: Sequence[str], at_most: int = 2) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(values), max_size=at_most)


moments = st.sampled_from(MOMENTS)
audiences = st.builds(
    Audience,
    agencies=often(frozenset({MEMBER, OUTSIDER}), frozenset({MEMBER}), frozenset({AUTHOR}), frozenset[str]()),
    circles=some((SAHEL, COAST)),
    exclusions=often(frozenset[str](), frozenset({OUTSIDER}), frozenset({MEMBER})),
)
memberships = st.builds(
    Membership,
    st.sampled_from(PARTNERS),
    st.none() | moments,
    often(None, *MOMENTS),
)
bases = st.builds(
    Basis,
    st.sampled_from(PARTNERS),
    st.sampled_from(["Accord 7", "Protocole 2"]),
    often(None, frozenset({"cyber"}), frozenset({"arms", "drugs"})),
    often(None, frozenset({"person"}), frozenset({"analysis", "event"})),
    often(MOMENTS[0], *MOMENTS),
    often(None, *MOMENTS),
)
onwards = st.builds(Onward, some(PARTNERS).map(tuple), some((SAHEL, COAST)).map(tuple))


@st.composite
def definitions(draw: st.DrawFn, identifier: str, maker: str) -> Record:
    """Draw a release marking, mostly by `maker`."""
    properties = release_marking(
        draw(st.lists(often("cyber", *PURPOSES), min_size=1, max_size=2, unique=True)),
        onward=draw(onwards),
        retention=draw(often(None, date(2026, 5, 31), date(2026, 6, 1))),
    )
    data = {
        "type": "marking-definition",
        "spec_version": "2.1",
        "id": identifier,
        "created": STAMP,
        **properties,
    }
    return Record(parse(orjson.dumps(data)), draw(often(maker, MEMBER)), NOW - 40 * DAY)


def statement() -> StixObject:
    data = {
        "type": "marking-definition",
        "spec_version": "2.1",
        "id": STATEMENT,
        "created": STAMP,
        "definition_type": "statement",
        "definition": {"statement": "Written in the harbour office"},
    }
    return parse(orjson.dumps(data))


def body(draw: st.DrawFn, kind: str) -> dict[str, Any]:
    """Draw what is particular to a type, with references into the pool."""
    refs = draw(st.lists(st.sampled_from((*POOL, NOT_HELD)), min_size=1, max_size=3, unique=True))
    ends = draw(st.lists(st.sampled_from((*ENDS, NOT_HELD)), min_size=2, max_size=2))
    bodies: dict[str, dict[str, Any]] = {
        "report": {"name": "Convoy", "description": "Well", "published": STAMP, "object_refs": refs},
        "note": {"abstract": "Short", "content": "Long", "object_refs": refs},
        "relationship": {"relationship_type": "related-to", "source_ref": ends[0], "target_ref": ends[1]},
        "location": {"name": "Bir", "country": "ML", "x_near_refs": refs},
        "ipv4-addr": {"value": "198.51.100.7"},
        "language-content": {"object_ref": ends[0], "contents": {"fr": {"name": "Convoi"}}},
        "identity": {"name": "Unit", "identity_class": ("individual", "organization")[len(refs) % 2]},
    }
    return bodies[kind]


def granular(draw: st.DrawFn, data: dict[str, Any]) -> list[dict[str, Any]]:
    """Draw granular markings of parts that `data` has."""
    parts: list[str] = [*data.keys() & {"name", "description", "object_refs", "source_ref", "x_near_refs"}]
    parts.sort()
    parts += [f"object_refs.[{index}]" for index in range(len(data.get("object_refs", ())))]
    if not parts or draw(st.booleans()):
        return []
    refs = st.sampled_from((TLP.RED.id, TLP.GREEN.id, STATEMENT, UNKNOWN, *RELEASES))
    selectors = st.lists(st.sampled_from(parts), min_size=1, max_size=2, unique=True)
    marked = [
        {"marking_ref": draw(refs), "selectors": draw(selectors)} for _ in range(draw(st.integers(1, 2)))
    ]
    return [*marked, {"lang": "fr", "selectors": [parts[0]]}] if draw(st.booleans()) else marked


@st.composite
def objects(draw: st.DrawFn, identifier: str, release: str) -> StixObject:
    """Draw one object, mostly with the marking `release`, a grading and granular markings."""
    kind = identifier.split("--", maxsplit=1)[0]
    data: dict[str, Any] = {"type": kind, "spec_version": "2.1", "id": identifier, **body(draw, kind)}
    if kind != "ipv4-addr":
        data |= {
            "created": STAMP,
            "modified": STAMP,
            "created_by_ref": draw(st.sampled_from((HOME, POOL[6]))),
        }
    tlp = draw(often(TLP.AMBER.id, TLP.RED.id, TLP.CLEAR.id, PAP.RED.id))
    others = often((release,), (), RELEASES[:2], (release, TLP.RED.id), (STATEMENT, RELEASES[2]), (UNKNOWN,))
    data["object_marking_refs"] = list(dict.fromkeys([tlp, *draw(others)]))
    if draw(often("yes", "")):
        data["extensions"] = grading_members(Grading.read("B3"))
    if marked := granular(draw, data):
        data["granular_markings"] = marked
    return parse(orjson.dumps(data))


@st.composite
def records(draw: st.DrawFn, identifier: str) -> Record:
    """Draw one object and what is known beside it."""
    originator = draw(st.sampled_from((HOME, HOME, HOME, HOME, AUTHOR, AUTHOR, MEMBER)))
    return Record(
        draw(objects(identifier, RELEASES[0] if originator == HOME else RELEASES[2])),
        originator,
        draw(moments),
        draw(audiences),
        draw(st.dictionaries(st.sampled_from((STATEMENT, TLP.RED.id, RELEASES[1])), audiences, max_size=1)),
        draw(often(None, NOW - DAY)),
        draw(often(None, *MOMENTS)),
        draw(often((), (Hold("minor", NOW - DAY, HOME),))),
    )


@st.composite
def grants(draw: st.DrawFn) -> dict[tuple[str, str], list[Grant]]:
    """Draw onward grants, some of which are about something else."""
    found: dict[tuple[str, str], list[Grant]] = {}
    for _ in range(draw(st.integers(0, 4))):
        key = draw(st.sampled_from(POOL)), draw(st.sampled_from(PARTNERS))
        told = draw(often(key[0], NOT_HELD)), draw(often(key[1], AUTHOR)), draw(st.sampled_from(AGENCIES))
        purposes = draw(often(None, frozenset({"cyber"}), frozenset[str]()))
        found.setdefault(key, []).append(Grant(*told, purposes, draw(often(None, *MOMENTS))))
    return found


@st.composite
def snapshots(draw: st.DrawFn) -> Snapshot:
    """Draw a whole world of HOME."""
    held = [draw(records(identifier)) for identifier in POOL if draw(often("yes", ""))]
    held += [draw(definitions(ref, maker)) for ref, maker in zip(RELEASES, (HOME, HOME, AUTHOR), strict=True)]
    own = {
        "type": "identity",
        "spec_version": "2.1",
        "id": HOME,
        "created": STAMP,
        "modified": STAMP,
        "name": "Home",
    }
    held.append(Record(parse(orjson.dumps(own)), HOME, NOW - 90 * DAY))
    if draw(st.booleans()):
        held.append(Record(parse(TLP.GREEN.marking_definition()), HOME, NOW - 90 * DAY))
    legal = {
        partner: [Basis(partner, "Accord 1", None, None, NOW - DAY)] for partner in draw(often(PARTNERS, ()))
    }
    for one in draw(st.lists(bases, max_size=4)):
        legal.setdefault(one.partner, []).append(one)
    stays = {circle: tuple(draw(st.lists(memberships, max_size=4))) for circle in (SAHEL, COAST)}
    return Snapshot(
        HOME,
        {partner: draw(often(Standing.ACTIVE, *Standing)) for partner in draw(often(PARTNERS, PARTNERS[:1]))},
        {circle: Roster(circle, 1, HOME, {}, members) for circle, members in stays.items()},
        legal,
        draw(grants()),
        {STATEMENT: statement()},
        {record.object.id: record for record in held},
    )
