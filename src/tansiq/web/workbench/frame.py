"""What stands around every page, as its reader sees it."""

from __future__ import annotations

from typing import Final, cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render

from tansiq.desk import Desk, Filter, count
from tansiq.stix import vocabularies
from tansiq.store import Transaction
from tansiq.web.visits import Visit
from tansiq.web.workbench.parts import AgencyName, Frame, Level, Notice, Theme

THEME: Final = "tansiq_theme"
THEMES: Final = ("auto", "light", "dark")


def show(visit: Visit, template: str, page: object, *, at: str, status: int = 200) -> HttpResponse:
    """Return `template` filled with `page`, in the frame of the navigation's entry `at`."""
    with visit.reading() as (tx, desk):
        frame = _frame(visit, tx, desk, at)
    return render(visit.request, template, {"page": page, "frame": frame}, status=status)


def tell(visit: Visit, level: Level, sentence: str) -> None:
    """Show `sentence` on the next page that the person sees."""
    messages.add_message(visit.request, messages.INFO, sentence, extra_tags=level)


def _frame(visit: Visit, tx: Transaction, desk: Desk, at: str) -> Frame:
    home = visit.node.agency
    return Frame(
        agency=AgencyName(home.id, home.names[visit.lang], home.country),
        user=visit.person.username,
        role=_role(visit),
        page=at,
        now=visit.now,
        unread=count(unread(visit), actor=visit.actor, desk=desk),
        alarms=len(tx.alarms.open()),
        theme=_theme(visit),
        notices=tuple(_notices(visit)),
    )


def unread(visit: Visit) -> Filter:
    """Return the filter for what the person has not read yet."""
    return Filter(box="inbox", recalled=False, unread_by=visit.person.username)


def _role(visit: Visit) -> str:
    held = [term for term in vocabularies.get("roles").codes if term.code in visit.actor.roles]
    return ", ".join(str(getattr(term, visit.lang)) for term in held)


def _theme(visit: Visit) -> Theme:
    chosen = visit.request.COOKIES.get(THEME, "auto")
    return cast("Theme", chosen) if chosen in THEMES else "auto"


def _notices(visit: Visit) -> list[Notice]:
    waiting = messages.get_messages(visit.request)
    return [Notice(cast("Level", one.extra_tags or "note"), str(one.message)) for one in waiting]
