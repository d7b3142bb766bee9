"""What one agency is about to tell: the content of one STIX object and the terms under which it is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from tansiq.cli.demo_data.incident import incident_members
from tansiq.cli.demo_data.tables import places

Kind = Literal["incident", "report"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One object that `agency` writes at `at` about what began at `start` (both aware, UTC).

    `place` is a key of the places, empty for a weekly report; `radius` is in metres; `cites` are positions
    of earlier drafts; `circles`, `agencies` and `exclusions` are keys.
    """

    agency: str
    kind: Kind
    report_type: str = ""
    lang: str
    name: str
    description: str
    at: datetime
    start: datetime
    pattern: str = ""
    event: str = ""
    offence: str = ""
    place: str = ""
    radius: int = 0
    purpose: str
    grading: str
    statement: str
    tlp: str
    precedence: str
    circles: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    exclusions: tuple[str, ...] = ()
    cites: tuple[int, ...] = ()

    def members(self, refs: Sequence[str] = ()) -> dict[str, Any]:
        """Return what `compose(kind, …)` needs; `refs` are the ids of what a report cites."""
        common = {"name": self.name, "description": self.description, "lang": self.lang}
        if self.kind == "report":
            types = {"report_types": [self.report_type], "published": self.at}
            return {**common, **types, "object_refs": list(refs)}
        return {**common, "extensions": self._extension()}

    def _extension(self) -> dict[str, Any]:
        place = places()[self.place]
        return incident_members(
            event=self.event,
            offence=self.offence,
            start=self.start,
            place=place,
            names={"ar": place.ar, "fr": place.fr, "en": place.en},
            radius=self.radius,
        )
