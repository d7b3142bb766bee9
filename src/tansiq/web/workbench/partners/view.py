"""Partners and circles, and one partner in full."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from tansiq import desk
from tansiq.desk import Verb, may
from tansiq.exchange import Partner
from tansiq.release import Standing
from tansiq.store import Transaction
from tansiq.web.visits import Visit, for_people
from tansiq.web.workbench import speech
from tansiq.web.workbench.frame import show
from tansiq.web.workbench.partners.context import PartnerPage, PartnersPage
from tansiq.web.workbench.partners.lines import bases, circle_lines, own_names, partner_line
from tansiq.web.workbench.reading import Names
from tansiq.wiring import partner_state


@require_safe
@for_people
def partners(visit: Visit) -> HttpResponse:
    """Show all partners, how the feeds stand, and the circles."""
    desk.require(visit.actor, Verb.READ)
    with visit.reading() as (tx, _):
        names = Names(tx, visit.lang)
        lines = [partner_line(partner_state(tx, one), names, visit.now) for one in tx.agencies.partners()]
        page = PartnersPage(
            partners=tuple(sorted(lines, key=lambda line: line.agency.name)),
            circles=tuple(circle_lines(names, visit.now)),
            fingerprint=tuple(visit.node.fingerprint.split()),
        )
    return show(visit, "partners.html", page, at="partners")


@require_safe
@for_people
def partner(visit: Visit, agency: str) -> HttpResponse:
    """Show one partner."""
    desk.require(visit.actor, Verb.READ)
    with visit.reading() as (tx, _):
        found = tx.agencies.partner(agency)
        if found is None:
            raise Http404
        page = _page(visit, tx, found)
    return show(visit, "partner.html", page, at="partners")


def _page(visit: Visit, tx: Transaction, found: Partner) -> PartnerPage:
    names, state = Names(tx, visit.lang), partner_state(tx, found)
    agency, arranges = found.agency, may(visit.actor, Verb.ARRANGE)
    circles = (key for key, roster in names.rosters.items() if roster.member(agency.id, visit.now))
    return PartnerPage(
        line=partner_line(state, names, visit.now),
        names=own_names(agency.names),
        fingerprint=tuple(state.fingerprint.split()),
        url=found.address.url or "",
        alarms=speech.alarms(state.alarms, names, visit.actor),
        circles=names.circles(circles),
        bases=tuple(bases(agency.id, tx, names, visit.now)),
        may_confirm=arranges,
        may_suspend=arranges and found.standing in {Standing.ACTIVE, Standing.SUSPENDED},
    )
