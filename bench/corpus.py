"""Invented reports with what they stand on, over real places, in three languages: STIX 2.1 to import."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, Final
from uuid import UUID

import msgspec

from bench.ledger_corpus import PHRASES

Members = dict[str, Any]

PLACES: Final = (
    ("Gao", "ML", 16.27, -0.04),
    ("Agadez", "NE", 16.97, 7.99),
    ("Diffa", "NE", 13.32, 12.61),
    ("Nouadhibou", "MR", 20.94, -17.04),
    ("تمنراست", "DZ", 22.79, 5.53),
    ("غات", "LY", 24.96, 10.18),
)
STORY: Final = 5
"""How many objects stand together: place, incident, their link, the report on both, a note on the report."""


def bundle(count: int, seed: int = 1) -> bytes:
    """Return a STIX bundle of `count` objects of which no two are alike; the same `seed` invents the same."""
    chance = Random(seed)
    objects: list[Members] = []
    while len(objects) < count:
        objects += _story(chance)
    made = {"type": "bundle", "id": _id("bundle", chance), "objects": objects[:count]}
    return msgspec.json.encode(made)


def bundles(count: int, seed: int = 1) -> Iterator[bytes]:
    """Yield `count` bundles of one report each."""
    chance = Random(seed)
    for _ in range(count):
        report = _story(chance)[3]
        yield msgspec.json.encode({"type": "bundle", "id": _id("bundle", chance), "objects": [report]})


def noise(count: int, seed: int = 1) -> bytes:
    """Return a STIX bundle of `count` notes of half a kilobyte each that nothing can compress."""
    chance = Random(seed)
    stamp = "2026-01-05T08:00:00.000Z"
    about = {"object_refs": [_id("report", chance)]}
    notes = [
        _object("note", {"content": b64encode(chance.randbytes(380)).decode(), **about}, stamp, chance)
        for _ in range(count)
    ]
    return msgspec.json.encode({"type": "bundle", "id": _id("bundle", chance), "objects": notes})


def _story(chance: Random) -> list[Members]:
    at = datetime(2026, 1, 5, 8, tzinfo=UTC) + timedelta(seconds=chance.randrange(10_000_000))
    stamp = at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    name, country, north, east = chance.choice(PLACES)
    place = {
        "name": name,
        "country": country,
        "latitude": north,
        "longitude": round(east + chance.random(), 4),
    }
    located = _object("location", place, stamp, chance)
    event = {"name": _text(chance, 1), "description": _text(chance, 3)}
    incident = _object("incident", event, stamp, chance)
    ends = {"source_ref": incident["id"], "target_ref": located["id"]}
    link = _object("relationship", {"relationship_type": "related-to", **ends}, stamp, chance)
    both = {"published": stamp, "object_refs": [incident["id"], located["id"]]}
    report = _object(
        "report", {"name": _text(chance, 1), "description": _text(chance, 6), **both}, stamp, chance
    )
    note = _object("note", {"content": _text(chance, 4), "object_refs": [report["id"]]}, stamp, chance)
    return [located, incident, link, report, note]


def _object(kind: str, members: Members, stamp: str, chance: Random) -> Members:
    first = {"type": kind, "spec_version": "2.1", "id": _id(kind, chance)}
    return {
        **first,
        "created": stamp,
        "modified": stamp,
        "lang": chance.choice(("ar", "fr", "en")),
        **members,
    }


def _id(kind: str, chance: Random) -> str:
    return f"{kind}--{UUID(int=chance.getrandbits(128), version=4)}"


def _text(chance: Random, parts: int) -> str:
    return "; ".join(f"{chance.choice(PHRASES)} ({chance.randrange(10_000)})" for _ in range(parts))
