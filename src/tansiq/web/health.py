"""Whether the node works, and figures for whoever watches it; no secret and no content."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from ipaddress import ip_address
from typing import Final

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from tansiq.desk import Actor, Verb, may
from tansiq.store import Unavailable
from tansiq.store.models import User
from tansiq.web.node import current_node
from tansiq.web.visits import for_everybody
from tansiq.wiring import Node, PartnerState, partner_states

TEXT: Final = "text/plain; version=0.0.4; charset=utf-8"
"""The media type of Prometheus' text format."""

Figure = Callable[[PartnerState, datetime], float | None]


def _age(since: datetime | None, now: datetime) -> float | None:
    return None if since is None else (now - since).total_seconds()


FIGURES: Final[Mapping[str, tuple[str, str, Figure]]] = {
    "told_entries": ("counter", "Entries told.", lambda state, _: state.told),
    "receipted_entries": ("counter", "Entries told that a receipt covers.", lambda state, _: state.received),
    "heard_entries": ("counter", "Entries received.", lambda state, _: state.heard),
    "receipt_lag_seconds": (
        "gauge",
        "Age of the oldest entry told that no receipt covers, 0 when there is none.",
        lambda state, now: _age(state.waiting_since, now) or 0,
    ),
    "silence_seconds": (
        "gauge",
        "Time since the partner's node last answered.",
        lambda state, now: _age(state.contact, now),
    ),
}
"""What is told of each partner: the type and the help of the metric, and how it is read."""


@for_everybody
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the database answers, 503 with what fails when it does not."""
    del request
    try:
        with current_node().snapshot():
            return JsonResponse({"ok": True})
    except Unavailable:
        return JsonResponse({"ok": False, "fails": ["database"]}, status=503)


@for_everybody
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer the node's figures to this machine itself, and to an administrator."""
    if not (_is_local(request) or _is_administrator(request)):
        raise PermissionDenied
    return HttpResponse("".join(f"{line}\n" for line in _metrics(current_node())), content_type=TEXT)


def _metrics(node: Node) -> Iterator[str]:
    """Yield the lines of Prometheus' text format."""
    states, now = partner_states(node), node.now()
    with node.snapshot() as tx:
        alarms = len(tx.alarms.open())
    yield from ("# HELP tansiq_alarms_open Alarms that nobody settled.", "# TYPE tansiq_alarms_open gauge")
    yield f"tansiq_alarms_open {alarms}"
    for name, (kind, about, read) in FIGURES.items():
        yield f"# HELP tansiq_{name} {about}"
        yield f"# TYPE tansiq_{name} {kind}"
        for state in states:
            value = read(state, now)
            if value is not None:
                yield f'tansiq_{name}{{partner="{state.partner.agency.id}"}} {value:.15g}'


def _is_local(request: HttpRequest) -> bool:
    """Return whether the request comes from this machine, and through no proxy that says so."""
    forwarded = any(name in request.headers for name in ("Forwarded", "X-Forwarded-For"))
    try:
        return not forwarded and ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def _is_administrator(request: HttpRequest) -> bool:
    person = request.user
    return isinstance(person, User) and may(Actor(person.username, frozenset(person.roles)), Verb.ADMINISTER)
