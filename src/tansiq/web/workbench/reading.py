"""Turns what the desk released into the small values that pages show, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from django.utils.translation import pgettext

from tansiq.desk import Found
from tansiq.release import Released, Roster
from tansiq.stix import TLP, Grading, Scale, StixObject, vocabularies
from tansiq.store import Transaction
from tansiq.web.workbench.incidents import read_incident
from tansiq.web.workbench.parts import AgencyName, CircleName, Coded, Grade, ReportLine, State, Text

KINDS: Final = ("report", "incident")
"""The kinds of object that people write here; others are called by their STIX type."""
_SCALES: Final = {
    Scale.ADMIRALTY: ("grading-source", "grading-information"),
    Scale.EUROPOL: ("europol-source", "europol-information"),
}


@dataclass(frozen=True)
class Names:
    """Agencies and circles by the names that the reader of `lang` knows them under."""

    tx: Transaction
    lang: str

    def agency(self, agency_id: str) -> AgencyName:
        """Return the agency's name, its id where this node does not know it."""
        known = self.tx.agencies.known(agency_id)
        if known is None:
            return AgencyName(agency_id, agency_id, "")
        return AgencyName(agency_id, known.names.get(self.lang, agency_id), known.country)

    def agencies(self, ids: Iterable[str]) -> tuple[AgencyName, ...]:
        """Return the names of several agencies, in the order of the names."""
        return tuple(sorted(map(self.agency, ids), key=lambda one: one.name))

    def circle(self, circle_id: str) -> CircleName:
        """Return the circle's name, its id where this node does not know it."""
        roster = self.rosters.get(circle_id)
        return CircleName(circle_id, circle_id if roster is None else roster.names.get(self.lang, circle_id))

    def circles(self, ids: Iterable[str]) -> tuple[CircleName, ...]:
        """Return the names of several circles, in the order of the names."""
        return tuple(sorted(map(self.circle, ids), key=lambda one: one.name))

    def named(self, some_id: str) -> str:
        """Return the name of an agency or a circle, anything else unchanged."""
        if some_id in self.rosters:
            return self.circle(some_id).name
        return self.agency(some_id).name if some_id.startswith("identity--") else some_id

    @cached_property
    def rosters(self) -> dict[str, Roster]:
        """The roster in force of every known circle."""
        return dict(self.tx.circles.rosters())


def coded(vocabulary: str, code: str, lang: str) -> Coded:
    """Return `code` with its label; a code that is not in the vocabulary is its own label."""
    labels = {term.code: str(getattr(term, lang)) for term in vocabularies.get(vocabulary).codes}
    return Coded(code, labels.get(code, code))


def kind(object_type: str) -> Coded:
    """Return the type of an object with what people call it."""
    words = {"report": pgettext("kind", "Report"), "incident": pgettext("kind", "Incident")}
    return Coded(object_type, words.get(object_type, object_type))


def grade(grading: Grading | None, lang: str) -> Grade | None:
    """Return the sender's grading with what its letters mean."""
    if grading is None:
        return None
    source, information = _SCALES[grading.scale]
    return Grade(
        source=coded(source, grading.source, lang),
        information=coded(information, grading.information, lang),
        scale=grading.scale,
    )


def title(obj: StixObject) -> Text:
    """Return the object's title in the language that it states."""
    return Text(obj.title, obj.lang or "")


def tlp(obj: StixObject) -> str:
    """Return the strictest TLP level of the object's own markings, empty when it has none."""
    levels = [level for ref in obj.markings if (level := TLP.of(ref)) is not None]
    return max(levels, key=list(TLP).index).value if levels else ""


def is_corrected(obj: StixObject) -> bool:
    """Return whether this is a later version of the object (STIX 2.1, section 3.6)."""
    return obj.created is not None and obj.modified is not None and obj.modified > obj.created


def line(released: Released[Found], names: Names) -> Released[ReportLine]:
    """Return one row of a listing."""
    return released.map(lambda found: _line(found, names))


def _line(found: Found, names: Names) -> ReportLine:
    record, obj = found.record, found.record.object
    incident = read_incident(obj.data)
    return ReportLine(
        id=obj.id,
        title=title(obj),
        type=kind(obj.type),
        tlp=tlp(obj),
        at=found.arrived,
        sender=None if found.sender is None else names.agency(found.sender),
        circles=names.circles(found.via),
        place=incident.place(names.lang),
        happened=incident.happened,
        precedence=coded("precedence", record.precedence, names.lang),
        grade=grade(obj.grading, names.lang),
        unread=found.unread,
        state=_state(found),
    )


def _state(found: Found) -> State:
    if found.record.recalled is not None:
        return "recalled"
    return "corrected" if is_corrected(found.record.object) else "current"
