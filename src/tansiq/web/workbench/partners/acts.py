"""What people arrange with partners and circles."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from tansiq import desk, wiring
from tansiq.desk import Desk, Verb
from tansiq.release import Standing
from tansiq.store import NotThere
from tansiq.web.visits import Visit, for_people
from tansiq.web.workbench.act import attempt
from tansiq.web.workbench.frame import tell
from tansiq.wiring import new_uuid

NAMES = ("ar", "fr", "en")


@require_POST
@for_people
def confirm(visit: Visit, agency: str) -> HttpResponse:
    """Record that the fingerprint which the page shows was read aloud and is the same."""
    with visit.reading() as (tx, _):
        found = tx.agencies.partner(agency)
    if found is None:
        raise Http404
    with attempt(visit, gettext("The fingerprint is confirmed.")):
        wiring.confirm(visit.node, agency, wiring.fingerprint_of(found), actor=visit.actor)
    return redirect("partner", agency)


@require_POST
@for_people
def suspend(visit: Visit, agency: str) -> HttpResponse:
    """Release nothing more to a partner until somebody resumes; evidence stays."""
    return _stand(visit, agency, Standing.SUSPENDED, gettext("The partnership is suspended."))


@require_POST
@for_people
def resume(visit: Visit, agency: str) -> HttpResponse:
    """Release to a suspended partner again, what it missed included."""
    return _stand(visit, agency, Standing.ACTIVE, gettext("The partnership is active again."))


@require_POST
@for_people
def settle(visit: Visit, number: int) -> HttpResponse:
    """Note that a person has dealt with an alarm."""
    with visit.acting() as (tx, at):
        desk.require(visit.actor, Verb.ARRANGE)
        try:
            tx.alarms.clear(number, now=visit.now)
        except NotThere as missing:
            raise Http404 from missing
        _note(visit, at, "alarm.settle", str(number))
    return redirect(_back(visit))


@require_POST
@for_people
def create_circle(visit: Visit) -> HttpResponse:
    """Found a circle of this agency and the members chosen."""
    sent = visit.request.POST
    typed = {lang: sent.get(f"name_{lang}", "").strip()[:200] for lang in NAMES}
    some = next((name for name in typed.values() if name), "")
    if not some:
        tell(visit, "warning", gettext("A circle needs a name."))
        return redirect("partners")
    names = {lang: name or some for lang, name in typed.items()}
    with attempt(visit, gettext("The circle is founded.")), visit.acting() as (_, at):
        desk.circles.create(
            names,
            sent.getlist("members"),
            actor=visit.actor,
            now=visit.now,
            desk=at,
            new_uuid=new_uuid,
        )
    return redirect("partners")


@require_POST
@for_people
def add_member(visit: Visit, circle: str) -> HttpResponse:
    """Let a partner join a circle of ours, with what it was told before if that is wanted."""
    sent = visit.request.POST
    agency, history = sent.get("agency", ""), sent.get("history") == "1"
    with attempt(visit, gettext("The member has joined.")), visit.acting() as (_, at):
        desk.circles.add(circle, agency, history=history, actor=visit.actor, now=visit.now, desk=at)
    return redirect("partners")


@require_POST
@for_people
def remove_member(visit: Visit, circle: str) -> HttpResponse:
    """Let a member leave a circle of ours."""
    agency = visit.request.POST.get("agency", "")
    with attempt(visit, gettext("The member has left.")), visit.acting() as (_, at):
        desk.circles.remove(circle, agency, actor=visit.actor, now=visit.now, desk=at)
    return redirect("partners")


def _stand(visit: Visit, agency: str, standing: Standing, done: str) -> HttpResponse:
    with attempt(visit, done):
        wiring.set_standing(visit.node, agency, standing, actor=visit.actor)
    return redirect("partner", agency)


def _note(visit: Visit, at: Desk, verb: str, subject: str, **detail: str) -> None:
    at.trail.note(visit.actor.name, verb, subject, at=visit.now, detail=detail)


def _back(visit: Visit) -> str:
    """Return the page of this node from which the form was sent, Today where that is not known."""
    came = visit.request.headers.get("Referer", "")
    local = url_has_allowed_host_and_scheme(came, {visit.request.get_host()})
    return came if local else "/"
