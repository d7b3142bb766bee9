"""What this agency wrote, and how far each report has come."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from tansiq.desk import Found
from tansiq.exchange import Told
from tansiq.ledger import Kind
from tansiq.release import Released
from tansiq.store import Transaction
from tansiq.web.visits import Visit, for_people
from tansiq.web.workbench.filters import find
from tansiq.web.workbench.frame import show
from tansiq.web.workbench.reading import Names, line
from tansiq.web.workbench.reports.context import OwnLine, ReportsPage


@require_safe
@for_people
def reports(visit: Visit) -> HttpResponse:
    """Show what we wrote, narrowed as the address says."""
    with visit.searching() as (tx, at):
        names = Names(tx, visit.lang)
        found = find(visit, "own", names, at)
        page = ReportsPage(
            rows=tuple(_own(row, tx, names) for row in found.rows),
            filters=found.filters,
            paging=found.paging,
            empty_node=not found.rows and not visit.request.GET,
        )
    return show(visit, "reports.html", page, at="reports")


def _own(row: Released[Found], tx: Transaction, names: Names) -> OwnLine:
    audience = row.value.record.audience
    newest = _newest(tx, row.value.record.object.id)
    return OwnLine(
        report=line(row, names).value,
        circles=names.circles(audience.circles),
        agencies=names.agencies(audience.agencies),
        excluded=names.agencies(audience.exclusions),
        told=len(newest),
        verified=sum(told.received is not None for told in newest.values()),
    )


def _newest(tx: Transaction, object_id: str) -> dict[str, Told]:
    """Return the last thing that each reader was told of the object itself."""
    told = (one for one in tx.feeds.told(object_id) if one.kind in {Kind.OBJECT, Kind.VERSION})
    return {one.reader: one for one in sorted(told, key=lambda one: one.index)}
