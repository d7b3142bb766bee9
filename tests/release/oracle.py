"""A second, slow reading of spec/release.md in plain dictionaries, sharing no logic with the room."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from tansiq.release import Audience, Basis, Record, Snapshot
from tansiq.stix import Malformed, parse
from tests.release.removal import GONE, Path, path, remove

Json = dict[str, Any]
Why = frozenset[tuple[int, str]]

RELEASE = "extension-definition--a9780c7c-7fb5-4954-9ad8-a61708bff642"
GRADING = "extension-definition--7eff503a-40fa-4e8a-88fa-a501a604c2fc"
LADDER = ["clear", "green", "amber", "strict", "red"]
LEVELS = {
    "94868c89-83c2-464b-929b-a1a8aa3c8487": "clear",
    "bab4a63c-aed9-4cf5-a766-dfca5abac2bb": "green",
    "55d920b0-5e8b-4f79-9ee9-91f868d9b421": "amber",
    "939a9414-2ddd-4d32-a0cd-375ea402b003": "strict",
    "e828b379-4e03-4974-9ac4-e53a884c97c1": "red",
    "613f2e26-407d-48c7-9eca-b8e91df99dc9": "clear",
    "34098fce-860f-48ae-8e50-ebd3cc5e41da": "green",
    "f88d31f6-486f-44da-b317-01333bde0b82": "amber",
    "5e57c739-391a-4eb3-b6be-7d15ca92d5ed": "red",
}
PAP = {
    "a3bea94c-b469-41dc-9cfe-d6e7daba7730",
    "ad15a0cd-55b6-4588-a14c-a66105329b92",
    "c43594d1-4b11-4c59-93ab-1c9b14d53ce9",
    "60f8932b-e51e-4458-b265-a2e8be9a80ab",
    "740d36e5-7714-4c30-961a-3ae632ceee0e",
}
CLASSES = {
    "report": "analysis",
    "note": "analysis",
    "relationship": "analysis",
    "language-content": "analysis",
    "location": "event",
    "incident": "event",
    "indicator": "technical",
    "ipv4-addr": "technical",
    "user-account": "person",
}


@dataclass(frozen=True)
class Verdict:
    """What the page answers: `why` holds (step, code), `document` the JSON that the reader may have."""

    outcome: str
    why: Why
    via: tuple[str, ...] = ()
    document: Json | None = None


@dataclass(frozen=True)
class Wanted:
    """What a set of markings asks for."""

    level: str | None
    releases: list[Json]
    strange: list[str]

    @property
    def purposes(self) -> set[str]:
        lists = [set(content["purposes"]) for content in self.releases]
        return set.intersection(*lists) if lists else set()

    @property
    def last_day(self) -> date | None:
        days = [
            date.fromisoformat(content["retention"]) for content in self.releases if "retention" in content
        ]
        return min(days) if days else None


class Oracle:
    """Answers for one reader at one moment in one world."""

    def __init__(self, reader: str, now: datetime, world: Snapshot) -> None:
        self.reader, self.now, self.world = reader, now, world

    def answer(self, record: Record) -> Verdict:
        if self.reader == self.world.home:
            return self.at_home(record)
        refused, why, via = self.first_eight(record)
        if refused:
            return Verdict("no", why)
        document = json.loads(record.object.raw)
        if self.by_own_rule(record):
            return Verdict("whole", why, via, document)
        closed = self.closed(record)
        rest, code, removals = self.ninth(record, closed)
        if rest is None or record.object.id in closed:
            return Verdict("no", frozenset({(9, code or "REDUCED_TO_INVALID")}))
        return Verdict("redacted" if removals else "whole", why | {(9, r) for r in removals}, via, rest)

    def at_home(self, record: Record) -> Verdict:
        over = self.second(record)
        own = record.originator == self.world.home
        if over and not own:
            return Verdict("no", over)
        flags = {(step, code + "_HERE") for step, code in over}
        return Verdict("whole", frozenset({(0, "HOME_READS"), *flags}), (), json.loads(record.object.raw))

    # the steps

    def first_eight(self, record: Record) -> tuple[bool, Why, tuple[str, ...]]:
        obj = json.loads(record.object.raw)
        if over := self.first() or self.second(record):
            return True, over, ()
        if self.by_own_rule(record):
            return self.definition(obj)
        wanted = self.wanted(obj.get("object_marking_refs", []), record)
        third = self.third(wanted, record.audience, needs_level=True)
        if third:
            return True, third, ()
        fourth, in_by, via = self.fourth(record, record.audience)
        fifth, on_by = self.fifth(record, wanted)
        if fourth or fifth:
            return True, fourth | fifth, ()
        for later in (self.sixth(wanted, obj), self.seventh(wanted, obj), self.eighth(record)):
            if later:
                return True, later, ()
        return False, frozenset({(3, "TLP_ALLOWS"), (6, "BASIS_CURRENT")}) | in_by | on_by, via

    def first(self) -> Why:
        standing = self.world.standings.get(self.reader)
        code = "NOT_A_PARTNER" if standing is None else f"PARTNER_{standing.value.upper()}"
        return frozenset() if code == "PARTNER_ACTIVE" else frozenset({(1, code)})

    def by_own_rule(self, record: Record) -> bool:
        obj = json.loads(record.object.raw)
        if obj["type"] in ("marking-definition", "extension-definition"):
            return True
        return bool(obj["id"] == self.world.home == record.originator)

    def definition(self, obj: Json) -> tuple[bool, Why, tuple[str, ...]]:
        if obj["id"] == self.world.home:
            return False, frozenset({(3, "HOME_IDENTITY")}), ()
        if obj["id"].split("--")[1] in {*LEVELS, *PAP} and obj["type"] == "marking-definition":
            return False, frozenset({(3, "PUBLIC_DEFINITION")}), ()
        return True, frozenset({(3, "ONLY_WITH_ITS_OBJECT")}), ()

    def second(self, record: Record) -> Why:
        refs = json.loads(record.object.raw).get("object_marking_refs", [])
        why = set()
        if record.recalled is not None:
            why.add((2, "RECALLED"))
        if self.kept_too_long(self.wanted(refs, record)) or (record.expires and self.now >= record.expires):
            why.add((2, "EXPIRED"))
        return frozenset(why)

    def kept_too_long(self, wanted: Wanted) -> bool:
        return wanted.last_day is not None and self.now.astimezone(UTC).date() > wanted.last_day

    def third(self, wanted: Wanted, audience: Audience, *, needs_level: bool) -> Why:
        why = {(3, code) for code in wanted.strange}
        if wanted.level is None and needs_level:
            why.add((3, "TLP_MISSING"))
        if wanted.level == "red" and self.reader not in audience.agencies:
            why.add((3, "TLP_RED_NOT_NAMED"))
        return frozenset(why)

    def fourth(self, record: Record, audience: Audience) -> tuple[Why, Why, tuple[str, ...]]:
        nothing: Why = frozenset()
        if self.reader in audience.exclusions:
            return frozenset({(4, "EXCLUDED")}), nothing, ()
        via = tuple(sorted(circle for circle in audience.circles if self.opens(circle, record)))
        in_by = {(4, "IN_CIRCLE") for _ in via}
        if self.reader in audience.agencies:
            in_by.add((4, "IN_AUDIENCE"))
        if in_by:
            return nothing, frozenset(in_by), via
        if not audience.agencies | audience.circles:
            return frozenset({(4, "AUDIENCE_EMPTY")}), nothing, ()
        late = any(self.stay(circle) for circle in audience.circles)
        return frozenset({(4, "JOINED_LATER" if late else "NOT_IN_AUDIENCE")}), nothing, ()

    def fifth(self, record: Record, wanted: Wanted) -> tuple[Why, Why]:
        nothing: Why = frozenset()
        if record.originator == self.world.home:
            return nothing, nothing
        if record.originator == self.reader:
            return nothing, frozenset({(5, "ONWARD_TO_ORIGINATOR")})
        rules = [content.get("onward", {}) for content in wanted.releases]
        if rules and all(self.named_onward(rule, record) for rule in rules):
            return nothing, frozenset({(5, "ONWARD_BY_MARKING")})
        why = {(5, "ONWARD_NOT_PERMITTED")}
        for grant in self.world.permits.get((record.object.id, self.reader), ()):
            if (grant.object, grant.to, grant.by) != (record.object.id, self.reader, record.originator):
                continue
            if grant.expires is not None and self.now >= grant.expires:
                why.add((5, "GRANT_EXPIRED"))
            elif grant.purposes is not None and wanted.purposes - grant.purposes:
                why.add((5, "GRANT_PURPOSE"))
            else:
                return nothing, frozenset({(5, "ONWARD_BY_GRANT")})
        return frozenset(why), nothing

    def sixth(self, wanted: Wanted, obj: Json) -> Why:
        why = set()
        purposes: list[str | None] = [*wanted.purposes] or [None]
        for purpose in purposes:
            fitting = [b for b in self.world.legal.get(self.reader, ()) if self.covers(b, purpose, obj)]
            ended = [b for b in fitting if b.ends and self.now >= b.ends]
            if any(b.starts <= self.now for b in fitting if b not in ended):
                continue
            code = "BASIS_EXPIRED" if ended else "BASIS_NOT_BEGUN" if fitting else "NO_LEGAL_BASIS"
            why.add((6, code))
        return frozenset(why)

    def covers(self, basis: Basis, purpose: str | None, obj: Json) -> bool:
        kind = CLASSES.get(obj["type"], "person")
        if obj["type"] == "identity" and obj.get("identity_class") in (
            "organization",
            "group",
            "class",
            "system",
        ):
            kind = "event"
        fits_class = basis.classes is None or kind in basis.classes
        fits_purpose = purpose is None or basis.purposes is None or purpose in basis.purposes
        return basis.partner == self.reader and fits_class and fits_purpose

    def seventh(self, wanted: Wanted, obj: Json) -> Why:
        why = set()
        if not wanted.purposes:
            why.add((7, "PURPOSE_MISSING"))
        needs = ("modified" in obj or "created" in obj) and obj["type"] != "language-content"
        if needs and graded(obj) is None:
            why.add((7, "GRADING_MISSING"))
        return frozenset(why)

    def eighth(self, record: Record) -> Why:
        return frozenset((8, "HELD") for _ in record.holds)

    def ninth(self, record: Record, closed: set[str]) -> tuple[Json | None, str | None, set[str]]:
        """Return what remains, or the code of the refusal; and what kinds of things were removed."""
        obj = json.loads(record.object.raw)
        paths: list[Path] = []
        removals = set()
        for marking in obj.get("granular_markings", []):
            if "marking_ref" in marking and self.part_closed(record, obj, marking["marking_ref"]):
                paths += [path(selector) for selector in marking["selectors"]]
                removals.add("PARTS_REMOVED")
        for where, target in references(obj):
            if target in closed:
                paths.append(where)
                removals.add("REFERENCES_REMOVED")
        if not paths:
            return obj, None, set()
        if record.originator != self.world.home:
            return None, "REDACTION_OF_FOREIGN", removals
        rest = remove(obj, paths)
        return (rest, None, removals) if sound(rest, obj) else (None, "REDUCED_TO_INVALID", removals)

    def part_closed(self, record: Record, obj: Json, ref: str) -> bool:
        wanted = self.wanted([ref], record)
        audience = record.parts.get(ref, record.audience)
        if self.kept_too_long(wanted) or self.third(wanted, audience, needs_level=False):
            return True
        if self.fourth(record, audience)[0]:
            return True
        return bool(wanted.releases and (self.fifth(record, wanted)[0] or self.sixth(wanted, obj)))

    def closed(self, record: Record) -> set[str]:
        """Close in rounds, over everything that this node holds."""
        held = {**self.world.records, record.object.id: record}
        others = {ref: one for ref, one in held.items() if one.originator != self.reader}
        closed = {ref for ref, one in others.items() if self.first_eight(one)[0]}
        while True:
            refused = {
                ref
                for ref, one in others.items()
                if ref not in closed and not self.by_own_rule(one) and self.ninth(one, closed)[0] is None
            }
            if not refused:
                return closed
            closed |= refused

    # what is known

    def wanted(self, refs: list[str], record: Record) -> Wanted:
        level, releases, strange = None, [], []
        for ref in refs:
            uuid = ref.split("--")[1]
            if uuid in LEVELS:
                level = max(level or "clear", LEVELS[uuid], key=LADDER.index)
            elif uuid in PAP:
                continue
            elif (definition := self.definition_of(ref)) is None:
                strange.append("MARKING_UNKNOWN")
            elif RELEASE in definition.get("extensions", {}):
                maker = self.world.records.get(ref)
                if maker is None or maker.originator != record.originator:
                    strange.append("MARKING_FOREIGN")
                else:
                    releases.append(definition["extensions"][RELEASE])
        return Wanted(level, releases, strange)

    def definition_of(self, ref: str) -> Json | None:
        if ref in self.world.records:
            found: Json = json.loads(self.world.records[ref].object.raw)
            return found
        return json.loads(self.world.markings[ref].raw) if ref in self.world.markings else None

    def stay(self, circle: str) -> list[datetime | None]:
        """Return when the reader's first membership in force began; an empty list if there is none."""
        roster = self.world.circles.get(circle)
        if roster is None:
            return []
        began = [
            m.since
            for m in roster.members
            if m.agency == self.reader
            and not (m.since is not None and m.since > self.now)
            and not (m.until is not None and m.until <= self.now)
        ]
        if not began:
            return []
        return [None] if None in began else [min(moment for moment in began if moment is not None)]

    def opens(self, circle: str, record: Record) -> bool:
        return any(since is None or since <= record.shared for since in self.stay(circle))

    def named_onward(self, rule: Json, record: Record) -> bool:
        if self.reader in rule.get("agencies", []):
            return True
        return any(self.opens(circle, record) for circle in rule.get("circles", []))


def graded(obj: Json) -> tuple[Any, ...] | None:
    content = obj.get("extensions", {}).get(GRADING, {})
    return (content["scale"], content["source"], content["information"]) if "scale" in content else None


def references(node: Any, where: Path = ()) -> Iterator[tuple[Path, str]]:
    """Walk down to every reference: where it stands and what it names."""
    if isinstance(node, list):
        for index, value in enumerate(node):
            yield from references(value, (*where, index))
    elif isinstance(node, dict):
        for name, value in node.items():
            here = (*where, name)
            if name.endswith("_refs") and name != "object_marking_refs" and isinstance(value, list):
                yield from (
                    (((*here, index)), one) for index, one in enumerate(value) if isinstance(one, str)
                )
            elif name.endswith("_ref") and name != "marking_ref" and here != ("created_by_ref",):
                yield here, value
            else:
                yield from references(value, here)


def sound(rest: Json, obj: Json) -> bool:
    if rest is GONE:
        return False
    try:
        parse(json.dumps(rest).encode())
    except Malformed:
        return False
    same = ("id", "type", "created", "modified", "created_by_ref", "object_marking_refs")
    return all(rest.get(name) == obj.get(name) for name in same) and graded(rest) == graded(obj)
