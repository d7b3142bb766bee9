"""The doors: every page is for somebody who has logged in, unless it says that it is open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Concatenate, Final, ParamSpec, TypeVar

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import translation

from tansiq.desk import Actor, Desk, NotAllowed, NotFound
from tansiq.store import Transaction, Unavailable
from tansiq.store.models import User
from tansiq.web.node import current_node
from tansiq.web.templatetags.local import use_country
from tansiq.wiring import Node

P = ParamSpec("P")
Answer = TypeVar("Answer", bound=HttpResponseBase)

OPEN: Final = "open_to_all"
"""The mark of a view that asks nobody to log in; it never sees a `Visit`, and so no object."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of a person of this agency: the only way from a view to the desk.

    `lang` is the reader's language, `now` the moment against which the page is made.
    """

    request: HttpRequest
    node: Node
    person: User
    lang: str
    now: datetime

    @property
    def actor(self) -> Actor:
        """Return the person as the desk knows it."""
        return Actor(self.person.username, frozenset(self.person.roles))

    @contextmanager
    def reading(self) -> Iterator[tuple[Transaction, Desk]]:
        """Open a consistent view of the node; nothing can be written in it."""
        with self.node.snapshot() as tx:
            yield tx, self.node.bind(tx)

    @contextmanager
    def searching(self) -> Iterator[tuple[Transaction, Desk]]:
        """Open what a listing needs: a search is written into the audit trail, all else only reads."""
        with self.acting() if self.request.GET.get("q") else self.reading() as opened:
            yield opened

    @contextmanager
    def acting(self) -> Iterator[tuple[Transaction, Desk]]:
        """Open a transaction: all that is done in it is kept, or nothing."""
        with self.node.store.transaction() as tx:
            yield tx, self.node.bind(tx)


def for_people(
    view: Callable[Concatenate[Visit, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Let only who has logged in to `view`, in their own language; refusals of the desk become pages."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        person = request.user
        if not isinstance(person, User):
            return _to_login(request)
        lang, node = _language(person), current_node()
        translation.activate(lang)
        use_country(node.agency.country)
        return _answered(view, Visit(request, node, person, lang, node.now()), *args, **kwargs)

    return guarded


def for_everybody(view: Callable[..., Answer]) -> Callable[..., Answer]:
    """Mark `view` as open to people who have not logged in."""
    setattr(view, OPEN, True)
    return view


def _answered(
    view: Callable[Concatenate[Visit, P], HttpResponse], visit: Visit, *args: P.args, **kwargs: P.kwargs
) -> HttpResponse:
    try:
        return view(visit, *args, **kwargs)
    except NotFound as missing:
        raise Http404 from missing
    except NotAllowed:
        return render(visit.request, "403.html", status=403)
    except Unavailable:
        return render(visit.request, "500.html", status=503)


def _to_login(request: HttpRequest) -> HttpResponse:
    """Send a browser to the log-in page; a fragment that a page asked for makes the whole page come anew."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")


def _language(person: User) -> str:
    return person.language if person.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
