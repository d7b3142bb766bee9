"""Writing a report, importing one from a file, and correcting one."""

from __future__ import annotations

from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from tansiq import desk
from tansiq.desk import Draft, NotAllowed, Verb
from tansiq.store import Unavailable
from tansiq.web.visits import Visit, for_people
from tansiq.web.workbench.frame import show, tell
from tansiq.web.workbench.incidents import Incident, incident_extensions
from tansiq.web.workbench.speech import said
from tansiq.web.workbench.write.context import WritePage
from tansiq.web.workbench.write.forms import Typed, check, check_choices, form, read
from tansiq.wiring import import_file, new_uuid, read_order

TEXTS: Final = (".txt", ".text")
WORDS: Final = ("title", "text", "lang", "kind")
"""What must be typed where no file brings it."""


@require_http_methods(["GET", "HEAD", "POST"])
@for_people
def write(visit: Visit) -> HttpResponse:
    """Offer an empty form, or sign and tell what was sent."""
    desk.require(visit.actor, Verb.RELEASE)
    if visit.request.method != "POST":
        return _offer(visit, Typed({"lang": (visit.lang,), "kind": ("report",)}))
    file = visit.request.FILES.get("file")
    sent = check_choices(read(visit.request))
    typed = check(sent, () if file else WORDS, today=visit.now.date())
    if typed.errors:
        return _offer(visit, typed)
    try:
        ids = _import(visit, typed, file) if file else _write(visit, typed)
    except (NotAllowed, Unavailable):
        raise
    except Exception as error:  # noqa: BLE001 - `said` raises again what is not ours
        return _offer(visit, typed, said(error, visit.lang))
    return redirect("report", ids[0]) if len(ids) == 1 else redirect("reports")


def _write(visit: Visit, typed: Typed) -> tuple[str, ...]:
    """Sign what was typed and tell it; returns its id."""
    draft = Draft(
        typed.one("kind"), typed.one("title"), typed.one("text"), typed.one("lang"), _members(typed)
    )
    with visit.acting() as (_, at):
        terms, audience = read_order(typed.order(text_lang=draft.lang), at)
        ids = desk.write(draft, terms, audience, actor=visit.actor, now=visit.now, desk=at, new_uuid=new_uuid)
    _tell_told(visit, len(visit.node.told(ids)[ids[0]]))
    return ids


def _members(typed: Typed) -> dict[str, Any]:
    """Return what only an incident says."""
    if typed.one("kind") != "incident":
        return {}
    place = typed.one("place")
    incident = Incident(
        event=typed.one("event"), names={typed.one("lang"): place} if place else {}, happened=typed.happened
    )
    extensions = incident_extensions(incident, {})
    return {"extensions": extensions} if extensions else {}


def _import(visit: Visit, typed: Typed, file: UploadedFile[Any]) -> tuple[str, ...]:
    """Sign what the file holds and tell it; returns the ids of what came in."""
    is_text = str(file.name).lower().endswith(TEXTS)
    order = typed.order(text_lang=(typed.one("lang") or visit.lang) if is_text else None)
    done = import_file(visit.node, file.read(), order, actor=visit.actor)
    for problem in done.problems[:10]:
        tell(visit, "warning", f"{problem.index + 1}: {problem.sentence} ({problem.pointer or '/'})")
    _tell_told(visit, len({reader for readers in done.told.values() for reader in readers}))
    return done.ids


def _tell_told(visit: Visit, readers: int) -> None:
    sentence = ngettext(
        "Signed. %(n)s partner may have it and is told.",
        "Signed. %(n)s partners may have it and are told.",
        readers,
    )
    tell(visit, "done" if readers else "warning", sentence % {"n": readers})


def _offer(visit: Visit, typed: Typed, *errors: str) -> HttpResponse:
    with visit.reading() as (tx, _):
        page = WritePage(form(visit, tx, typed), errors)
    return show(visit, "write.html", page, at="write", status=422 if errors or typed.errors else 200)
