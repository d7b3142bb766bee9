"""Passing an object on to more readers, and saying beforehand who would get it and why not."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from tansiq.desk import naming
from tansiq.desk.errors import AlreadyRecalled, NotFound, ReleaseRefused
from tansiq.desk.ports import Actor, Desk
from tansiq.desk.roles import Verb, require
from tansiq.release import Audience, Decision, Outcome, Record


def why(object_id: str, agency: str, *, actor: Actor, now: datetime, desk: Desk) -> Decision:
    """Return what `agency` (a name or an id) may have of an object that we hold, with the reasons.

    Raises `NotFound` or `Ambiguous`.
    """
    require(actor, Verb.READ)
    reader = naming.agency(agency, desk.directory)
    _held(object_id, desk)
    decision = desk.outbox.why(object_id, reader, now=now)
    desk.trail.note(actor.name, "why", object_id, at=now, detail={"reader": reader})
    return decision


def share(
    object_id: str, to: Iterable[str], *, actor: Actor, now: datetime, desk: Desk
) -> tuple[Decision, ...]:
    """Widen the audience of an object by circles or agencies; returns the decision for each agency named.

    Raises `ReleaseRefused` when an agency named may not have it; give the transaction up then.
    """
    require(actor, Verb.RELEASE)
    record = _held(object_id, desk)
    if record.recalled is not None:
        raise AlreadyRecalled(object=object_id)
    more = naming.audience(to, (), desk.directory)
    desk.shelf.set_audience(object_id, _widened(record.audience, more))
    decisions = tuple(desk.outbox.why(object_id, reader, now=now) for reader in _readers(more, desk))
    refused = [decision for decision in decisions if decision.outcome is Outcome.NO]
    if refused and (more.agencies or len(refused) == len(decisions)):
        raise ReleaseRefused(refused, object=object_id)
    desk.outbox.publish([object_id], now=now)
    desk.trail.note(
        actor.name, "share", object_id, at=now, detail={"to": ", ".join(sorted(_readers(more, desk)))}
    )
    return decisions


def _held(object_id: str, desk: Desk) -> Record:
    record = desk.shelf.record(object_id)
    if record is None:
        raise NotFound(kind="object", typed=object_id, known="-")
    return record


def _widened(old: Audience, more: Audience) -> Audience:
    return Audience(
        agencies=old.agencies | more.agencies,
        circles=old.circles | more.circles,
        exclusions=old.exclusions,
    )


def _readers(audience: Audience, desk: Desk) -> list[str]:
    rosters = desk.directory.rosters()
    members = {m.agency for circle in audience.circles for m in rosters[circle].members if m.until is None}
    return sorted((audience.agencies | members) - {desk.directory.home()})
