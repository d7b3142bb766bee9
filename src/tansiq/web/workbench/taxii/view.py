"""Sources and tools: whom this node asks, and who may enter it."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from tansiq import desk
from tansiq.desk import Verb, may
from tansiq.web.visits import Visit, for_people
from tansiq.web.workbench.frame import show
from tansiq.web.workbench.reading import Names
from tansiq.web.workbench.taxii.context import ToolsPage
from tansiq.web.workbench.taxii.lines import drawer_row, source_card, tool_row
from tansiq.wiring.taxii import listing, sources


@require_safe
@for_people
def tools(visit: Visit) -> HttpResponse:
    """Show the outside servers, the collections made by hand and the accounts of tools."""
    desk.require(visit.actor, Verb.READ)
    found, lines = listing(visit.node), sources(visit.node)
    titles = {line.drawer.id: line.drawer.title for line in found.drawers}
    with visit.reading() as (tx, _):
        names = Names(tx, visit.lang)
        page = ToolsPage(
            sources=tuple(source_card(line, names, visit.now) for line in lines),
            drawers=tuple(map(drawer_row, found.drawers)),
            tools=tuple(tool_row(line, titles, names) for line in found.accounts),
            may_change=may(visit.actor, Verb.ADMINISTER),
        )
    return show(visit, "taxii.html", page, at="tools")
