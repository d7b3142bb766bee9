"""One scene for each reason that a decision can give."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from tansiq.release import (
    AllOf,
    Audience,
    Decision,
    Grant,
    Hold,
    Membership,
    Reason,
    ReasonCode,
    Record,
    Standing,
    UnsafeReleaseAll,
    decide,
)
from tansiq.release.case import question
from tansiq.stix import TLP, Onward, StixObject, parse
from tests.release.cast import (
    AUTHOR,
    DAY,
    HOME,
    MEMBER,
    NOW,
    OUTSIDER,
    SAHEL,
    basis,
    kept,
    make,
    marked,
    release,
    roster,
    world,
)

PERMIT = release("cyber")
FOREIGN = release("cyber", by=AUTHOR)
ONWARD = release("cyber", onward=Onward(agencies=(MEMBER,)), by=AUTHOR)
NAMED = Audience(agencies=frozenset({MEMBER, AUTHOR}))
CIRCLE = Audience(circles=frozenset({SAHEL}))
CLOSED = kept(marked("location", TLP.AMBER, PERMIT))
REPORT = marked("report", TLP.AMBER, PERMIT)
LINKED = marked("report", TLP.AMBER, PERMIT, object_refs=[CLOSED.object.id, *REPORT.data["object_refs"]])
STATEMENT = make("marking-definition", definition_type="statement", definition={"statement": "From the port"})
PARTED = marked(
    "report",
    TLP.AMBER,
    PERMIT,
    description="At the well",
    granular_markings=[{"marking_ref": TLP.RED.id, "selectors": ["description"]}],
)
NEEDY = marked("note", TLP.AMBER, PERMIT, object_refs=[CLOSED.object.id])
THEIRS = marked("report", TLP.AMBER, FOREIGN, by=AUTHOR)
ALLOWED = marked("report", TLP.AMBER, ONWARD, by=AUTHOR)
MIXED = marked("note", TLP.AMBER, ONWARD, by=AUTHOR, object_refs=[CLOSED.object.id])


def scene(
    obj: StixObject = REPORT, reader: str = MEMBER, *, known: Mapping[str, Any] | None = None, **changes: Any
) -> Callable[[], Decision]:
    """Return a scene about `obj`, with what is `known` of it, in the usual world with `changes`."""
    record = replace(Record(obj, HOME, NOW - 2 * DAY, NAMED), **(known or {}))
    definitions = kept(PERMIT), kept(FOREIGN, AUTHOR), kept(ONWARD, AUTHOR), kept(STATEMENT)
    seen = world(record, CLOSED, *definitions, **changes)
    return lambda: decide(record, reader, NOW, world=seen)


def standing(value: Standing) -> Callable[[], Decision]:
    return scene(standings={MEMBER: value})


def granted(**changes: Any) -> Callable[[], Decision]:
    grant = replace(Grant(THEIRS.id, MEMBER, AUTHOR), **changes)
    return scene(THEIRS, known={"originator": AUTHOR}, permits={(THEIRS.id, MEMBER): [grant]})


def legal(**changes: Any) -> Callable[[], Decision]:
    return scene(legal={MEMBER: [basis(MEMBER, **changes)]})


def reasons_without_rules() -> tuple[Reason, ...]:
    return AllOf()(question(kept(REPORT), MEMBER, NOW, world())).reasons


SCENES: dict[ReasonCode, Callable[[], Decision]] = {
    ReasonCode.UNSAFE: lambda: UnsafeReleaseAll()(kept(REPORT), OUTSIDER, NOW, world=world()),
    ReasonCode.HOME_READS: scene(reader=HOME),
    ReasonCode.NOT_A_PARTNER: scene(standings={}),
    ReasonCode.PARTNER_INVITED: standing(Standing.INVITED),
    ReasonCode.PARTNER_SUSPENDED: standing(Standing.SUSPENDED),
    ReasonCode.PARTNER_LEFT: standing(Standing.LEFT),
    ReasonCode.RECALLED: scene(known={"recalled": NOW}),
    ReasonCode.RECALLED_HERE: scene(reader=HOME, known={"recalled": NOW}),
    ReasonCode.EXPIRED: scene(known={"expires": NOW}),
    ReasonCode.EXPIRED_HERE: scene(reader=HOME, known={"expires": NOW}),
    ReasonCode.TLP_ALLOWS: scene(),
    ReasonCode.TLP_MISSING: scene(marked("report", PERMIT)),
    ReasonCode.TLP_RED_NOT_NAMED: scene(marked("report", TLP.RED, PERMIT), known={"audience": CIRCLE}),
    ReasonCode.MARKING_UNKNOWN: scene(marked("report", TLP.AMBER, release("cyber"))),
    ReasonCode.MARKING_FOREIGN: scene(marked("report", TLP.AMBER, FOREIGN)),
    ReasonCode.PUBLIC_DEFINITION: scene(parse(TLP.AMBER.marking_definition())),
    ReasonCode.ONLY_WITH_ITS_OBJECT: scene(STATEMENT),
    ReasonCode.HOME_IDENTITY: scene(marked("identity", id=HOME)),
    ReasonCode.IN_AUDIENCE: scene(),
    ReasonCode.IN_CIRCLE: scene(known={"audience": CIRCLE}),
    ReasonCode.AUDIENCE_EMPTY: scene(known={"audience": Audience()}),
    ReasonCode.NOT_IN_AUDIENCE: scene(reader=OUTSIDER),
    ReasonCode.EXCLUDED: scene(known={"audience": replace(NAMED, exclusions=frozenset({MEMBER}))}),
    ReasonCode.JOINED_LATER: scene(
        known={"audience": CIRCLE}, circles={SAHEL: roster(SAHEL, Membership(MEMBER, NOW - DAY))}
    ),
    ReasonCode.ONWARD_BY_MARKING: scene(ALLOWED, known={"originator": AUTHOR}),
    ReasonCode.ONWARD_BY_GRANT: granted(),
    ReasonCode.ONWARD_TO_ORIGINATOR: scene(THEIRS, AUTHOR, known={"originator": AUTHOR}),
    ReasonCode.ONWARD_NOT_PERMITTED: scene(THEIRS, known={"originator": AUTHOR}),
    ReasonCode.GRANT_EXPIRED: granted(expires=NOW),
    ReasonCode.GRANT_PURPOSE: granted(purposes=frozenset({"arms"})),
    ReasonCode.BASIS_CURRENT: legal(),
    ReasonCode.NO_LEGAL_BASIS: legal(purposes=frozenset({"arms"})),
    ReasonCode.BASIS_NOT_BEGUN: legal(starts=NOW + DAY),
    ReasonCode.BASIS_EXPIRED: legal(ends=NOW),
    ReasonCode.PURPOSE_MISSING: scene(marked("report", TLP.AMBER)),
    ReasonCode.GRADING_MISSING: scene(marked("report", TLP.AMBER, PERMIT, grading=None)),
    ReasonCode.HELD: scene(known={"holds": (Hold("minor", NOW, HOME),)}),
    ReasonCode.PARTS_REMOVED: scene(
        PARTED, known={"parts": {TLP.RED.id: Audience(circles=frozenset({SAHEL}))}}
    ),
    ReasonCode.REFERENCES_REMOVED: scene(LINKED),
    ReasonCode.REDUCED_TO_INVALID: scene(NEEDY),
    ReasonCode.REDACTION_OF_FOREIGN: scene(MIXED, known={"originator": AUTHOR}),
}


def reasons_for(code: ReasonCode) -> tuple[Reason, ...]:
    """Play the scene of `code`."""
    return reasons_without_rules() if code is ReasonCode.NO_RULES else SCENES[code]().reasons
