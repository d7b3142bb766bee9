"""The page of one report, and of one that was recalled."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from tansiq import desk
from tansiq.desk import Verb, may
from tansiq.exchange import Tombstone
from tansiq.release import Record
from tansiq.stix import vocabularies
from tansiq.store import Transaction
from tansiq.web.visits import Visit, for_people
from tansiq.web.workbench.frame import show
from tansiq.web.workbench.parts import AgencyName, Choice, CircleName, Coded, Field, State, Text
from tansiq.web.workbench.reading import Names, coded, grade, is_corrected, title
from tansiq.web.workbench.report import facts, telling
from tansiq.web.workbench.report.context import (
    Acts,
    Facts,
    Marking,
    Recall,
    ReportPage,
    Told,
    Why,
    WithdrawnPage,
)
from tansiq.wiring import ObjectState, object_state, withdrawn_state


@require_safe
@for_people
def report(visit: Visit, object_id: str) -> HttpResponse:
    """Show one object: its words, its facts, its versions, and for ours who has it and why."""
    if visit.request.headers.get("HX-Request"):
        return _way(visit, object_id)
    desk.require(visit.actor, Verb.READ)
    withdrawn = withdrawn_state(visit.node, object_id)
    if withdrawn is not None:
        return _withdrawn(visit, withdrawn)
    released = object_state(visit.node, object_id, actor=visit.actor)
    page = released.map(lambda state: _page(visit, state)).value
    return show(visit, "report.html", page, at="reports" if page.ours else "inbox")


def _page(visit: Visit, state: ObjectState) -> ReportPage:
    record = state.record
    if record is None:
        raise Http404
    ours = state.originator == visit.node.agency.id
    why = _why(visit, state.id) if "why" in visit.request.GET else None
    with visit.reading() as (tx, at):
        names = Names(tx, visit.lang)
        lines = tuple(telling.told(state.id, tx, at, names, visit.now)) if ours else ()
        return ReportPage(
            id=state.id,
            title=title(record.object),
            text=facts.body(record.object),
            originator=names.agency(state.originator),
            marking=facts.marking(state, record, names),
            facts=facts.facts(record.object, names),
            versions=tuple(facts.versions(state, names)),
            ours=ours,
            state=_state(record),
            grade=grade(record.object.grading, visit.lang),
            precedence=coded("precedence", record.precedence, visit.lang),
            arrived=None if ours else record.shared,
            via=names.circles(state.via),
            audience=facts.audience(record, names) if ours else None,
            told=lines,
            recall=_recall(tx.objects.tombstone(state.id), lines, names),
            why=why,
            acts=_acts(visit, tx, names, record),
            live=telling.is_underway(lines),
        )


def _way(visit: Visit, object_id: str) -> HttpResponse:
    """Answer the page that looks again by itself: how far our report has come, and nothing of its content."""
    desk.require(visit.actor, Verb.READ)
    with visit.reading() as (tx, at):
        names, record = Names(tx, visit.lang), tx.objects.record(object_id)
        if record is None or record.originator != visit.node.agency.id:
            raise Http404
        lines = tuple(telling.told(object_id, tx, at, names, visit.now))
        page = ReportPage(
            id=object_id,
            title=Text("", ""),
            text=Text("", ""),
            originator=names.agency(record.originator),
            marking=Marking(tlp=""),
            facts=Facts(kind=Coded("", "")),
            versions=(),
            ours=True,
            told=lines,
            recall=_recall(tx.objects.tombstone(object_id), lines, names),
            live=telling.is_underway(lines),
        )
    return show(visit, "report.html", page, at="reports")


def _withdrawn(visit: Visit, state: ObjectState) -> HttpResponse:
    with visit.reading() as (tx, _):
        recall = None if state.recall is None else state.recall.tombstone
        if recall is None:
            raise Http404
        page = WithdrawnPage(
            id=state.id, recall=telling.recall(recall, (), Names(tx, visit.lang)), erased=recall.erased
        )
    return show(visit, "withdrawn.html", page, at="inbox")


def _recall(tombstone: Tombstone | None, lines: tuple[Told, ...], names: Names) -> Recall | None:
    return None if tombstone is None else telling.recall(tombstone, lines, names)


def _state(record: Record) -> State:
    if record.recalled is not None:
        return "recalled"
    return "corrected" if is_corrected(record.object) else "current"


def _why(visit: Visit, object_id: str) -> Why | None:
    """Ask what the address asks about one partner; the question stands in the audit trail."""
    asked = visit.request.GET.get("why", "")
    with visit.acting() as (tx, at):
        if not asked or tx.agencies.partner(asked) is None:
            return None
        decision = desk.why(object_id, asked, actor=visit.actor, now=visit.now, desk=at)
        return telling.why(decision, Names(tx, visit.lang))


def _acts(visit: Visit, tx: Transaction, names: Names, record: Record) -> Acts:
    ours, held = record.originator == visit.node.agency.id, record.recalled is None
    partners = names.agencies(partner.agency.id for partner in tx.agencies.partners())
    asked = visit.request.GET.get("why")
    codes = vocabularies.get("recall-reasons").codes
    return Acts(
        correct=ours and held and may(visit.actor, Verb.RELEASE),
        recall=ours and held and may(visit.actor, Verb.RECALL),
        reason=Field(choices=tuple(Choice(term.code, str(getattr(term, visit.lang))) for term in codes)),
        partner=Field(choices=tuple(Choice(one.id, one.name, one.id == asked) for one in partners)),
        share=_share(names, partners, record) if held and may(visit.actor, Verb.RELEASE) else Field(),
    )


def _share(names: Names, partners: Iterable[AgencyName], record: Record) -> Field:
    """Return to whom the object may still be opened."""
    given = record.audience
    closed = given.circles | given.agencies | given.exclusions | {record.originator}
    several: list[CircleName | AgencyName] = [*names.circles(names.rosters), *partners]
    return Field(choices=tuple(Choice(one.id, one.name) for one in several if one.id not in closed))
