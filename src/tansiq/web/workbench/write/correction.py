"""Correcting a report: new words and a new grading for everybody who has it; its terms stay as they are."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from tansiq import desk
from tansiq.desk import NotAllowed, NotFound, Verb
from tansiq.release import Record
from tansiq.stix import Grading, ReleaseMarking, grading_members
from tansiq.store import Unavailable
from tansiq.web.visits import Visit, for_people
from tansiq.web.workbench.frame import show, tell
from tansiq.web.workbench.incidents import Incident, incident_extensions, read_incident
from tansiq.web.workbench.reading import title, tlp
from tansiq.web.workbench.report.facts import body
from tansiq.web.workbench.speech import said
from tansiq.web.workbench.write.context import ReportForm, WritePage
from tansiq.web.workbench.write.forms import Typed, check, filled, form, read
from tansiq.wiring import ObjectState, object_state

CORRECTED: Final = frozenset({"title", "text", "event", "place", "happened", "source", "information"})
"""The fields that a correction may change; every other one stays as it was."""
KEPT: Final = ("purpose", "tlp", "precedence", "circles", "agencies", "exclude", "retention")


@require_http_methods(["GET", "HEAD", "POST"])
@for_people
def correct(visit: Visit, object_id: str) -> HttpResponse:
    """Offer our report to be corrected, or sign and tell the correction."""
    desk.require(visit.actor, Verb.RELEASE)
    state = object_state(visit.node, object_id, actor=visit.actor).value
    if state.record is None or state.originator != visit.node.agency.id or state.record.recalled is not None:
        raise NotFound(kind="object", typed=object_id, known="-")
    before = _before(state, state.record)
    if visit.request.method != "POST":
        return _offer(visit, state.record, before)
    sent = read(visit.request)
    kept = {name: values for name, values in before.values.items() if name not in CORRECTED}
    new = {name: values for name, values in sent.values.items() if name in CORRECTED}
    typed = check(Typed({**kept, **new}), ("title", "text"), today=visit.now.date())
    refused = _refused(sent, before) or (() if typed.errors else _attempt(visit, state.record, typed))
    if typed.errors or refused:
        return _offer(visit, state.record, typed, *refused)
    tell(visit, "done", gettext("Corrected. Everybody who has it is told."))
    return redirect("report", object_id)


def _refused(sent: Typed, before: Typed) -> tuple[str, ...]:
    """Return why the terms that were sent are refused: they are shown, and must not be other ones."""
    if any(not set(sent.many(name)) <= set(before.many(name)) for name in KEPT):
        return (gettext("A correction keeps marking, audience and retention as they are."),)
    return ()


def _attempt(visit: Visit, record: Record, typed: Typed) -> tuple[str, ...]:
    """Sign and tell the correction; returns why it was refused, if it was."""
    changes = _changes(record, typed)
    try:
        with visit.acting() as (_, at):
            desk.correct(record.object.id, changes, actor=visit.actor, now=visit.now, desk=at)
    except (NotAllowed, NotFound, Unavailable):
        raise
    except Exception as error:  # noqa: BLE001 - `said` raises again what is not ours
        return (said(error, visit.lang),)
    return ()


def _changes(record: Record, typed: Typed) -> dict[str, Any]:
    """Return the members of the object that a correction replaces."""
    obj = record.object
    before: dict[str, Any] = dict(obj.data.get("extensions", {}))
    after = {
        **before,
        **grading_members(Grading.read(typed.one("source") + typed.one("information")), obj.statement),
    }
    if obj.type == "incident":
        after = incident_extensions(_incident(record, typed), after)
    changes: dict[str, Any] = {"name": typed.one("title"), "description": typed.one("text")}
    return changes if after == before else {**changes, "extensions": after}


def _incident(record: Record, typed: Typed) -> Incident:
    before, lang = read_incident(record.object.data), record.object.lang or "en"
    place = typed.one("place")
    kept = before.names if place == before.place(lang) else {lang: place} if place else {}
    same = typed.one("happened") == _local(before)
    return replace(
        before, event=typed.one("event"), names=kept, happened=before.happened if same else typed.happened
    )


def _local(incident: Incident) -> str:
    """Return when an incident happened as a form field holds it: to the minute, in the node's time zone."""
    if incident.happened is None:
        return ""
    return timezone.localtime(incident.happened).strftime("%Y-%m-%dT%H:%M")


def _before(state: ObjectState, record: Record) -> Typed:
    """Return the report as the form would have been filled in."""
    obj, incident = record.object, read_incident(record.object.data)
    release, grading = state.marking or ReleaseMarking(purposes=()), obj.grading
    values: dict[str, tuple[str, ...]] = {
        "title": (obj.title,),
        "text": (body(obj).value,),
        "lang": (obj.lang or "",),
        "kind": (obj.type,),
        "event": (incident.event,),
        "place": (incident.place(obj.lang or "en"),),
        "happened": (_local(incident),),
        "purpose": release.purposes,
        "source": () if grading is None else (grading.source,),
        "information": () if grading is None else (grading.information,),
        "tlp": (tlp(obj),),
        "precedence": (record.precedence,),
        "circles": tuple(record.audience.circles),
        "agencies": tuple(record.audience.agencies),
        "exclude": tuple(record.audience.exclusions),
        "retention": () if release.retention is None else (release.retention.isoformat(),),
    }
    return filled(values)


def _offer(visit: Visit, record: Record, typed: Typed, *errors: str) -> HttpResponse:
    with visit.reading() as (tx, _):
        full = form(visit, tx, typed)
        fixed = {one.name for one in fields(ReportForm)} - CORRECTED
        shown = {name: getattr(full, name) for name in fixed}
        only = {name: replace(held, choices=held.chosen) for name, held in shown.items()}
        page = WritePage(replace(full, **only), errors, record.object.id, title(record.object))
    return show(visit, "write.html", page, at="reports", status=422 if errors or typed.errors else 200)
