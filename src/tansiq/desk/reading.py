"""Reading what this node holds: every row passes the release decision and is noted in the trail."""

from __future__ import annotations

from datetime import datetime

from tansiq.desk.errors import NotFound
from tansiq.desk.ports import Actor, Desk, Filter, Found
from tansiq.desk.roles import Verb, require
from tansiq.release import Released
from tansiq.stix import StixObject


def listing(wanted: Filter, *, actor: Actor, now: datetime, desk: Desk) -> tuple[Released[Found], ...]:
    """Return the rows that `wanted` describes, newest first, each released to our own people.

    Raises `NotAllowed` when the actor may not read.
    """
    require(actor, Verb.READ)
    rows = desk.finder.find(wanted, user=actor.name)
    released = tuple(found for row in rows if (found := _released(row, now=now, desk=desk)) is not None)
    if wanted.text:
        desk.trail.note(actor.name, "search", wanted.text, at=now, detail={"found": str(len(released))})
    return released


def count(wanted: Filter, *, actor: Actor, desk: Desk) -> int:
    """Return how many rows `wanted` describes for our own people, whatever its cursor and limit.

    Raises `NotAllowed` when the actor may not read.
    """
    require(actor, Verb.READ)
    return desk.finder.count(wanted, user=actor.name)


def open_object(
    object_id: str, *, actor: Actor, now: datetime, desk: Desk, justification: str = ""
) -> Released[StixObject]:
    """Return the current version of an object for our own people, marking it as read by `actor` (R19).

    Raises `NotFound` when this node does not hold it or may not show it.
    """
    require(actor, Verb.READ)
    if desk.shelf.record(object_id) is None:
        raise NotFound(kind="object", typed=object_id, known="-")
    decision = desk.outbox.why(object_id, desk.directory.home(), now=now)
    if decision.released is None:
        raise NotFound(kind="object", typed=object_id, known="-")
    desk.finder.mark_read(object_id, user=actor.name, at=now)
    desk.trail.note(actor.name, "read", object_id, at=now, detail={"justification": justification})
    return decision.released


def _released(row: Found, *, now: datetime, desk: Desk) -> Released[Found] | None:
    decision = desk.outbox.why(row.record.object.id, desk.directory.home(), now=now)
    return None if decision.released is None else decision.released.map(lambda _: row)
