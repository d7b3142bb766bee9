"""What waits, what came in and what is silent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from django.http import HttpResponse
from django.urls import reverse

from tansiq import desk
from tansiq.desk import Desk, Filter
from tansiq.release import Standing
from tansiq.store import Transaction
from tansiq.store.models import User
from tansiq.web.accounts.views import SINCE
from tansiq.web.visits import Visit, for_people
from tansiq.web.workbench import speech
from tansiq.web.workbench.frame import show, unread
from tansiq.web.workbench.reading import Names, line, title
from tansiq.web.workbench.recalls import outstanding
from tansiq.web.workbench.today.context import Counts, Silent, TodayPage, Waiting
from tansiq.wiring import PartnerState, partner_state

WEEK: Final = timedelta(days=7)
ANSWER_WITHIN: Final = timedelta(hours=24)
"""A receipt or an acknowledgement that takes longer is overdue."""
SHOWN: Final = 8
LOOK: Final = timedelta(minutes=1)


@for_people
def today(visit: Visit) -> HttpResponse:
    """Show the morning's page, and remember that the person has looked."""
    since = _since(visit)
    with visit.reading() as (tx, at):
        page = _page(visit, tx, at, since)
    if visit.person.last_look is None or visit.now - visit.person.last_look > LOOK:
        User.objects.filter(pk=visit.person.pk).update(last_look=visit.now)
    return show(visit, "today.html", page, at="today")


def _page(visit: Visit, tx: Transaction, at: Desk, since: datetime | None) -> TodayPage:
    names = Names(tx, visit.lang)
    states = [partner_state(tx, partner) for partner in tx.agencies.partners()]
    active = [state for state in states if state.partner.standing is Standing.ACTIVE]
    week = visit.now - WEEK
    fresh = Filter(recalled=False, since=week if since is None else since, limit=SHOWN)
    arrived = desk.listing(fresh, actor=visit.actor, now=visit.now, desk=at)
    return TodayPage(
        counts=Counts(
            unread=desk.count(unread(visit), actor=visit.actor, desk=at),
            received=_counted(visit, at, "inbox", week),
            written=_counted(visit, at, "own", week),
            receipts_outstanding=sum(state.told - state.received for state in active),
            partners=len(active),
        ),
        since=since,
        alarms=speech.alarms(tx.alarms.open(), names, visit.actor),
        waiting=tuple(sorted(_waiting(tx, names, states, visit.now), key=lambda one: one.since)),
        arrived=tuple(line(row, names).value for row in arrived),
        arrived_total=desk.count(fresh, actor=visit.actor, desk=at),
        silent=tuple(_silent(active, names, visit)),
    )


def _since(visit: Visit) -> datetime | None:
    kept = visit.request.session.get(SINCE)
    return datetime.fromisoformat(kept) if kept else None


def _counted(visit: Visit, at: Desk, box: str, since: datetime) -> int:
    return desk.count(Filter(box=box, recalled=False, since=since), actor=visit.actor, desk=at)


def _waiting(tx: Transaction, names: Names, states: list[PartnerState], now: datetime) -> Iterator[Waiting]:
    for state in states:
        agency = names.agency(state.partner.agency.id)
        href = reverse("partner", args=[agency.id])
        if not state.partner.confirmed and state.partner.standing is Standing.ACTIVE:
            yield Waiting("pairing", href, state.partner.paired or now, partner=agency)
        told = state.waiting_since
        if told is not None and state.partner.standing is Standing.ACTIVE:
            yield Waiting("receipt", href, told, partner=agency, due=told + ANSWER_WITHIN)
    for tombstone, silent in outstanding(tx):
        record = tx.objects.record(tombstone.object_id)
        subject = None if record is None else title(record.object)
        href = reverse("report", args=[tombstone.object_id])
        for agency in names.agencies(silent):
            yield Waiting("recall", href, tombstone.at, subject, agency, tombstone.at + ANSWER_WITHIN)


def _silent(active: list[PartnerState], names: Names, visit: Visit) -> Iterator[Silent]:
    patience = timedelta(hours=visit.node.config.stale_hours)
    for state in active:
        if state.contact is None or visit.now - state.contact > patience:
            yield Silent(names.agency(state.partner.agency.id), state.contact)
