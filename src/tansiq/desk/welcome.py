"""A partner that comes, or comes back, is told what it may have and was not told while it was no partner."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from tansiq.desk.ports import Desk, Filter
from tansiq.release import Record

PAGE = 500


def welcome(agency: str, *, now: datetime, desk: Desk) -> tuple[str, ...]:
    """Tell `agency` (an id) the rosters of our circles that it is in, and our objects that are open to it.

    Returns the ids of the objects that it is told now; the release decision has the last word on each.
    """
    home = desk.directory.home()
    rosters = desk.directory.rosters().values()
    joined = [one for one in rosters if one.member(agency, now) is not None]
    for roster in joined:
        if roster.convener == home:
            desk.outbox.repeat_roster(roster.circle, agency, now=now)
    circles = frozenset(roster.circle for roster in joined)
    open_to_it = [record.object.id for record in _own(desk) if _may_be_open(record, agency, circles)]
    told = desk.outbox.publish(list(reversed(open_to_it)), now=now)
    return tuple(object_id for object_id, readers in told.items() if agency in readers)


def _may_be_open(record: Record, agency: str, circles: frozenset[str]) -> bool:
    return agency in record.audience.agencies or bool(circles & record.audience.circles)


def _own(desk: Desk) -> Iterator[Record]:
    wanted = Filter(box="own", recalled=False, limit=PAGE)
    while rows := desk.finder.find(wanted, user=""):
        yield from (row.record for row in rows)
        wanted = replace(wanted, before=rows[-1].position)
