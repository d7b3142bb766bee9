"""What the page Reports shows."""

from __future__ import annotations

from dataclasses import dataclass

from tansiq.web.workbench.inbox.context import Filters
from tansiq.web.workbench.parts import AgencyName, CircleName, Paging, ReportLine


@dataclass(frozen=True, slots=True)
class OwnLine:
    """A report of ours and its way: its audience, how many were `told`, how many receipts are `verified`."""

    report: ReportLine
    circles: tuple[CircleName, ...] = ()
    agencies: tuple[AgencyName, ...] = ()
    excluded: tuple[AgencyName, ...] = ()
    told: int = 0
    verified: int = 0


@dataclass(frozen=True, slots=True)
class ReportsPage:
    """What this agency wrote, newest first; `empty_node` when it never wrote anything."""

    rows: tuple[OwnLine, ...]
    filters: Filters
    paging: Paging
    empty_node: bool = False
