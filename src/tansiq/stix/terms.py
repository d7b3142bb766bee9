"""The terms under which an agency tells something: how it is marked, graded, kept and carried."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from tansiq.stix.fixed import TLP
from tansiq.stix.grading import Grading, Statement
from tansiq.stix.markings import ReleaseMarking

DEFAULT_RETENTION = timedelta(days=5 * 365)


@dataclass(frozen=True, slots=True)
class Terms:
    """One `tlp`, one release `marking`, one `grading` and a `precedence` for what is told together."""

    tlp: TLP
    marking: ReleaseMarking
    grading: Grading
    statement: Statement = Statement.FACT
    precedence: str = "routine"

    def expires(self, now: datetime) -> datetime:
        """Return when copies must be gone: at the end of the retention day, else five years from `now`.

        Source: INTERPOL's Rules on the Processing of Data, article 50.
        """
        if self.marking.retention is None:
            return now + DEFAULT_RETENTION
        return datetime.combine(self.marking.retention, time.max, tzinfo=UTC)
