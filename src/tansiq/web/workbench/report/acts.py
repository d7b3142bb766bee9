"""What people do with a report: recall it, pass it on."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from tansiq import desk
from tansiq.web.visits import Visit, for_people
from tansiq.web.workbench.act import attempt


@require_POST
@for_people
def recall(visit: Visit, object_id: str) -> HttpResponse:
    """Recall our report from everybody who was told it."""
    reason = visit.request.POST.get("reason", "")
    done = gettext("Recalled. Every partner that was told is asked to erase it.")
    with attempt(visit, done), visit.acting() as (_, at):
        desk.recall(object_id, reason, actor=visit.actor, now=visit.now, desk=at)
    return redirect("report", object_id)


@require_POST
@for_people
def share(visit: Visit, object_id: str) -> HttpResponse:
    """Open a report to further circles or agencies."""
    to = visit.request.POST.getlist("to")
    with attempt(visit, gettext("Passed on.")), visit.acting() as (_, at):
        desk.share(object_id, to, actor=visit.actor, now=visit.now, desk=at)
    return redirect("report", object_id)
