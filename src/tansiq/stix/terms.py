"""The terms under which an agency tells something: how it is marked, graded, kept and carried."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta, timezone

from tansiq.stix.grading import Grading
from tansiq.stix.markings import TLP, ReleaseMarking

DEFAULT_RETENTION = timedelta(days=5 * 365)


@dataclass(frozen=True, slots=True)
class Terms:
    """One `tlp`, one release `marking`, one `grading` and a `precedence` (vocabulary "precedence") for what is told together."""

    tlp: TLP
    marking: ReleaseMarking
    grading: Grading
    precedence: str = "routine"

    def expires(self, now: datetime) -> datetime:
        """Return when copies must be gone: the end of the marking's retention day, else five years from `now` (INTERPOL RPD 50)."""
        if self.marking.retention is None:
            return now + DEFAULT_RETENTION
        return datetime.combine(self.marking.retention, time.max, tzinfo=timezone.utc)
