"""Invented STIX objects in three languages, for measuring the ledger and for training its dictionary."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

import msgspec

from tansiq.ledger import Body, Head, Kind

TLP = [
    "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487",
    "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
    "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421",
    "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003",
    "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1",
]
RELEASE = "extension-definition--a9780c7c-7fb5-4954-9ad8-a61708bff642"
GRADING = "extension-definition--7eff503a-40fa-4e8a-88fa-a501a604c2fc"
PURPOSES = ["crime-prevention", "border-security", "counter-terrorism", "threat-to-life"]
TYPES = ["report", "incident", "location", "relationship", "identity", "indicator", "note", "sighting"]
TYPES += ["marking-definition"]
PLACES = ["Gao", "Kidal", "Agadez", "Diffa", "Ouallam", "Maradi", "Nouadhibou", "تمنراست", "ورقلة", "غات"]
PHRASES = (
    """
vehicle stopped at the checkpoint|three crates without papers|convoy seen before dawn
fuel sold along the river road|two travellers reported missing|bridge closed until further notice
véhicule intercepté au poste de contrôle|trois caisses sans documents|convoi aperçu avant l'aube
carburant vendu le long de la route|deux voyageurs portés disparus|pont fermé jusqu'à nouvel ordre
أوقفت الدورية مركبة عند نقطة التفتيش|عثر على ثلاثة صناديق دون وثائق|شوهدت قافلة قبل الفجر
يباع الوقود على طول طريق النهر|أبلغ عن فقدان مسافرين اثنين|أغلق الجسر حتى إشعار آخر
""".strip()
    .replace("\n", "|")
    .split("|")
)
ALPHABETS = ["abcdefghilmnoprstuv ", "abcdeéèghilmnoprstuv ", "ابتثجحدرزسشصعغفقكلمنهوي "]


def bodies(count: int, seed: int = 1) -> list[bytes]:
    """Return `count` encoded bodies of one world; the same `seed` invents the same ones."""
    chance = Random(seed)
    world = World.invent(chance, PHRASES)
    return [body.encode() for body in world.bodies(count, chance)]


def skeletons(worlds: int, seed: int = 2) -> list[bytes]:
    """Return encoded bodies of many `worlds` that share forms only: ids differ, phrases are gibberish."""
    chance = Random(seed)
    found: list[bytes] = []
    for _ in range(worlds):
        gibberish = ["".join(chance.choices(chance.choice(ALPHABETS), k=30)) for _ in range(18)]
        found += (body.encode() for body in World.invent(chance, gibberish).bodies(8, chance))
    return found


def _id(kind: str, chance: Random) -> str:
    return f"{kind}--{UUID(int=chance.getrandbits(128), version=4)}"


@dataclass(frozen=True)
class World:
    """Whose objects are invented: three agencies, two circles, and the `phrases` that they write."""

    agencies: list[str]
    circles: list[str]
    markings: list[str]
    phrases: list[str]

    @classmethod
    def invent(cls, chance: Random, phrases: list[str]) -> World:
        """Return a world whose ids come from `chance`."""
        agencies = [_id("identity", chance) for _ in range(3)]
        circles = [_id("circle", chance) for _ in range(2)]
        return cls(agencies, circles, [_id("marking-definition", chance) for _ in range(12)], phrases)

    def bodies(self, count: int, chance: Random) -> Iterator[Body]:
        """Yield `count` bodies of this world."""
        at = datetime(2026, 1, 5, 8, tzinfo=UTC)
        for number in range(count):
            at += timedelta(seconds=chance.randrange(4000), milliseconds=chance.randrange(1000))
            stamp = at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
            payload = msgspec.json.encode(self._object(chance, stamp))
            yield Body(Kind.OBJECT if number % 11 else Kind.VERSION, self._head(chance), payload)

    def _head(self, chance: Random) -> Head:
        who = chance.choices(range(3), [8, 1, 1])[0]
        key = self.agencies[who][-8:]
        via = tuple(chance.sample(self.circles, chance.randrange(1, 3)))
        return Head(by=self.agencies[who], key=key, sig=chance.randbytes(64), via=via)

    def _object(self, chance: Random, stamp: str) -> dict[str, object]:
        kind = chance.choice(TYPES)
        first = {"type": kind, "spec_version": "2.1", "id": _id(kind, chance)}
        first |= {"created_by_ref": chance.choice(self.agencies), "created": stamp}
        if kind == "marking-definition":
            return first | {"extensions": {RELEASE: self._release(chance)}}
        grading = {
            "source": chance.choice("ABCDEF"),
            "information": chance.choice("123456"),
            "statement": "fact",
        }
        extension = {"extension_type": "property-extension", "scale": "admiralty"} | grading
        last = {
            "lang": chance.choice(["ar", "fr", "en"]),
            "object_marking_refs": [chance.choice(TLP), chance.choice(self.markings)],
            "extensions": {GRADING: extension},
        }
        return first | {"modified": stamp} | self._properties(kind, chance, stamp) | last

    def _release(self, chance: Random) -> dict[str, object]:
        rule: dict[str, object] = {
            "extension_type": "property-extension",
            "purposes": [chance.choice(PURPOSES)],
        }
        rule |= {"handling": f"H{chance.randrange(4)}", "onward": {"circles": [chance.choice(self.circles)]}}
        return rule | {"retention": f"203{chance.randrange(10)}-01-01"}

    def _text(self, chance: Random, parts: int) -> str:
        return "; ".join(
            f"{chance.choice(self.phrases)} ({chance.choice(PLACES)}, {chance.randrange(400)})"
            for _ in range(parts)
        )

    def _properties(self, kind: str, chance: Random, stamp: str) -> dict[str, object]:
        properties: dict[str, object] = {"name": self._text(chance, 1)}
        match kind:
            case "report":
                refs = [_id(chance.choice(TYPES), chance) for _ in range(chance.randrange(1, 5))]
                properties |= {"description": self._text(chance, 6), "report_types": ["incident"]}
                properties |= {"published": stamp, "object_refs": refs}
            case "location":
                place = {"latitude": chance.uniform(10, 35), "longitude": chance.uniform(-17, 24)}
                properties |= {axis: round(value, 4) for axis, value in place.items()} | {"country": "NE"}
            case "relationship":
                properties = {"relationship_type": chance.choice(["located-at", "related-to", "targets"])}
                properties |= {"source_ref": _id("incident", chance), "target_ref": _id("location", chance)}
            case "sighting":
                properties = {"first_seen": stamp, "count": 1, "sighting_of_ref": _id("indicator", chance)}
            case "indicator":
                pattern = f"[vehicle:plate = '{chance.randrange(10000)}']"
                properties |= {"pattern": pattern, "pattern_type": "stix", "valid_from": stamp}
            case "note":
                properties = {"content": self._text(chance, 4), "object_refs": [_id("report", chance)]}
            case _:
                properties["description"] = self._text(chance, 3)
        return properties
