"""What an administrator does with outside servers."""

from __future__ import annotations

import re
from typing import Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from tansiq.web.visits import Visit, for_people
from tansiq.web.workbench.act import attempt
from tansiq.web.workbench.taxii.lines import BY_HAND
from tansiq.wiring.taxii import pause_source, resume_source, run_now, set_interval

SECONDS: Final = re.compile(r"[0-9]{1,9}")


@require_POST
@for_people
def run(visit: Visit, source: UUID) -> HttpResponse:
    """Have the server asked at once."""
    with attempt(visit, gettext("The server is asked now.")):
        run_now(visit.node, str(source), actor=visit.actor)
    return redirect("tools")


@require_POST
@for_people
def pause(visit: Visit, source: UUID) -> HttpResponse:
    """Ask the server no more until somebody resumes."""
    with attempt(visit, gettext("The server is asked no more until you resume.")):
        pause_source(visit.node, str(source), actor=visit.actor)
    return redirect("tools")


@require_POST
@for_people
def resume(visit: Visit, source: UUID) -> HttpResponse:
    """Ask a paused server again, at once."""
    with attempt(visit, gettext("The server is asked again.")):
        resume_source(visit.node, str(source), actor=visit.actor)
    return redirect("tools")


@require_POST
@for_people
def change_interval(visit: Visit, source: UUID) -> HttpResponse:
    """Ask the server more often, or less, or only by hand."""
    typed = visit.request.POST.get("every", "")
    every = None if typed == BY_HAND else int(typed) if SECONDS.fullmatch(typed) else 0
    with attempt(visit, gettext("The interval is changed.")):
        set_interval(visit.node, str(source), every, actor=visit.actor)
    return redirect("tools")
