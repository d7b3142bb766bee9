"""A fixed cast of agencies and circles, and builders for objects and worlds."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from tansiq.release import (
    Basis,
    Decision,
    Membership,
    Record,
    Roster,
    Snapshot,
    Standing,
)
from tansiq.stix import (
    TLP,
    Grading,
    Onward,
    StixObject,
    compose,
    grading_members,
    parse,
    release_marking,
)

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def _numbered(prefix: str, number: int) -> str:
    return f"{prefix}--{number:08x}-0000-4000-8000-000000000000"


HOME, MEMBER, OUTSIDER, AUTHOR = (_numbered("identity", number) for number in (1, 2, 3, 4))
SAHEL, COAST = (_numbered("identity", number) for number in (11, 12))
ALL = frozenset({"counter-terrorism", "cyber", "arms"})

_numbers = count(100)


def new_id(object_type: str) -> str:
    return _numbered(object_type, next(_numbers))


def make(object_type: str = "report", **properties: Any) -> StixObject:
    """Compose an object; properties that its type needs are filled in."""
    needed: dict[str, dict[str, Any]] = {
        "report": {
            "name": "Convoy on the northern road",
            "published": NOW,
            "object_refs": [new_id("indicator")],
        },
        "note": {"content": "Seen twice", "object_refs": [new_id("indicator")]},
        "location": {"country": "ML"},
        "relationship": {"relationship_type": "related-to"},
        "identity": {"name": "Border unit", "identity_class": "organization"},
    }
    wanted = {**needed.get(object_type, {}), **properties}
    identifier = wanted.pop("id", new_id(object_type))
    return parse(compose(object_type, {"id": identifier, **wanted}, now=NOW - 9 * DAY, new_uuid=str))


def release(
    *purposes: str,
    onward: Onward = Onward(),  # noqa: B008 - a frozen value
    retention: date | None = None,
    by: str = HOME,
    **more: Any,
) -> StixObject:
    """Compose a release marking of agency `by`."""
    properties = release_marking(purposes or ("cyber",), onward=onward, retention=retention)
    return make("marking-definition", created_by_ref=by, **{**properties, **more})


def marked(
    object_type: str = "report",
    *markings: StixObject | TLP,
    grading: str | None = "A2",
    by: str | None = HOME,
    **properties: Any,
) -> StixObject:
    """Compose an object with `markings` and a grading."""
    if grading is not None:
        properties["extensions"] = {
            **properties.get("extensions", {}),
            **grading_members(Grading.read(grading)),
        }
    if markings:
        properties["object_marking_refs"] = [marking.id for marking in markings]
    creator = {} if by is None else {"created_by_ref": by}
    return make(object_type, **creator, **properties)


def roster(circle: str, *members: Membership) -> Roster:
    return Roster(circle, 1, HOME, {"en": "Circle"}, members)


def basis(partner: str, **changes: Any) -> Basis:
    return replace(Basis(partner, "Accord 7", None, None, NOW - 100 * DAY), **changes)


def kept(obj: StixObject, originator: str = HOME, **known: Any) -> Record:
    return replace(Record(obj, originator, NOW - 2 * DAY), **known)


def world(*records: Record, **changes: Any) -> Snapshot:
    """Return the world of HOME: active partners with a legal basis; MEMBER is in the circle Sahel."""
    partners = (MEMBER, OUTSIDER, AUTHOR)
    usual = Snapshot(
        HOME,
        standings=dict.fromkeys(partners, Standing.ACTIVE),
        circles={SAHEL: roster(SAHEL, Membership(HOME), Membership(MEMBER, NOW - 50 * DAY))},
        legal={partner: (basis(partner),) for partner in partners},
        records={record.object.id: record for record in records},
    )
    return replace(usual, **changes)


def codes(decision: Decision) -> list[str]:
    return [reason.code.value for reason in decision.reasons]


def steps(decision: Decision) -> set[int]:
    return {reason.step for reason in decision.reasons}
