"""What partners told this agency."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from tansiq.web.visits import Visit, for_people
from tansiq.web.workbench.filters import find
from tansiq.web.workbench.frame import show
from tansiq.web.workbench.inbox.context import InboxPage
from tansiq.web.workbench.reading import Names, line


@require_safe
@for_people
def inbox(visit: Visit) -> HttpResponse:
    """Show what came in, narrowed as the address says."""
    with visit.searching() as (tx, at):
        names = Names(tx, visit.lang)
        senders = [partner.agency.id for partner in tx.agencies.partners()]
        found = find(visit, "inbox", names, at, senders)
        page = InboxPage(
            rows=tuple(line(row, names).value for row in found.rows),
            filters=found.filters,
            paging=found.paging,
            empty_node=not found.rows and not visit.request.GET,
        )
    return show(visit, "inbox.html", page, at="inbox")
