"""What the page Today shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from tansiq.web.workbench.parts import AgencyName, Alarm, ReportLine, Text


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits for a person or for a partner.

    `kind` is "receipt" (told, not yet acknowledged), "recall" (recalled, not yet erased there), "pairing"
    (fingerprint not confirmed) or "review" (retention ends soon); `due` is when it becomes overdue.
    """

    kind: Literal["receipt", "recall", "pairing", "review"]
    href: str
    since: datetime
    subject: Text | None = None
    partner: AgencyName | None = None
    due: datetime | None = None


@dataclass(frozen=True, slots=True)
class Silent:
    """A partner whose node has not answered since `since` (None: never)."""

    partner: AgencyName
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Counts:
    """Figures of the last seven days, and what is open now."""

    unread: int
    received: int
    written: int
    receipts_outstanding: int
    partners: int


@dataclass(frozen=True, slots=True)
class TodayPage:
    """The morning's page.

    `since` is the last look (None: the first), `arrived` the newest of `arrived_total`.
    """

    counts: Counts
    since: datetime | None = None
    alarms: tuple[Alarm, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    arrived: tuple[ReportLine, ...] = ()
    arrived_total: int = 0
    silent: tuple[Silent, ...] = ()
