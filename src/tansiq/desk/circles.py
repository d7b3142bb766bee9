"""Circles: a named group of agencies with a versioned roster that its convener keeps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from tansiq.desk import naming
from tansiq.desk.errors import NotFound, NotOurs
from tansiq.desk.ports import Actor, Desk, Filter, NewUuid
from tansiq.desk.roles import Verb, require
from tansiq.ledger import circle_id
from tansiq.release import Membership, Roster


def create(
    names: Mapping[str, str],
    members: Sequence[str],
    *,
    actor: Actor,
    now: datetime,
    desk: Desk,
    new_uuid: NewUuid,
) -> Roster:
    """Found a circle called `names` of this agency and `members` (names or ids), and tell its members.

    Raises `NotAllowed`, `NotFound` or `Ambiguous`.
    """
    require(actor, Verb.ARRANGE)
    home = desk.directory.home()
    ids = dict.fromkeys([home, *(naming.agency(member, desk.directory) for member in members)])
    roster = Roster(
        circle=circle_id(home, new_uuid()),
        version=1,
        convener=home,
        names=dict(names),
        members=tuple(Membership(agency=agency, since=now, until=None) for agency in ids),
    )
    return _tell(roster, "circle.create", actor=actor, now=now, desk=desk)


def add(
    circle: str, agency: str, *, history: bool = False, actor: Actor, now: datetime, desk: Desk
) -> Roster:
    """Let `agency` join `circle`; with `history` it is also told what came before (R5).

    Raises `NotOurs` when another agency convenes the circle.
    """
    roster, member = _ours(circle, agency, actor=actor, desk=desk)
    kept = tuple(m for m in roster.members if m.agency != member or m.until is not None)
    if len(kept) < len(roster.members):
        return roster
    joined = Membership(agency=member, since=None if history else now, until=None)
    grown = replace(roster, version=roster.version + 1, members=(*kept, joined))
    _tell(grown, "circle.add", actor=actor, now=now, desk=desk)
    if history:
        _tell_history(grown.circle, now=now, desk=desk)
    return grown


def remove(circle: str, agency: str, *, actor: Actor, now: datetime, desk: Desk) -> Roster:
    """Let `agency` leave `circle`; what it was told stays told, and nothing more reaches it this way.

    Raises `NotOurs` when another agency convenes the circle, `NotFound` when `agency` is not in it.
    """
    roster, member = _ours(circle, agency, actor=actor, desk=desk)
    if not any(m.agency == member and m.until is None for m in roster.members):
        raise NotFound(kind="member", typed=agency, known=", ".join(m.agency for m in roster.members))
    left = tuple(
        replace(m, until=now) if m.agency == member and m.until is None else m for m in roster.members
    )
    shrunk = replace(roster, version=roster.version + 1, members=left)
    return _tell(shrunk, "circle.remove", actor=actor, now=now, desk=desk)


def _ours(circle: str, agency: str, *, actor: Actor, desk: Desk) -> tuple[Roster, str]:
    require(actor, Verb.ARRANGE)
    roster = desk.directory.rosters()[naming.circle(circle, desk.directory)]
    if roster.convener != desk.directory.home():
        raise NotOurs(object=roster.circle, originator=roster.convener)
    return roster, naming.agency(agency, desk.directory)


def _tell(roster: Roster, verb: str, *, actor: Actor, now: datetime, desk: Desk) -> Roster:
    desk.outbox.tell_roster(roster, now=now)
    desk.trail.note(actor.name, verb, roster.circle, at=now, detail={"version": str(roster.version)})
    return roster


def _tell_history(circle: str, *, now: datetime, desk: Desk) -> None:
    wanted = Filter(box="own", circle=circle, recalled=False, limit=500)
    while rows := desk.finder.find(wanted, user=""):
        desk.outbox.publish([row.record.object.id for row in rows], now=now)
        wanted = replace(wanted, before=rows[-1].position)
