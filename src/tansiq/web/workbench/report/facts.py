"""What stands beside a report's text: its facts, what its originator allows, how it changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final

from babel.numbers import format_decimal
from django.utils.translation import gettext

from tansiq.release import Record
from tansiq.stix import Malformed, StixObject, moment
from tansiq.web.templatetags.local import reader_locale
from tansiq.web.workbench.incidents import read_incident
from tansiq.web.workbench.parts import AgencyName, CircleName, Coded, Text
from tansiq.web.workbench.reading import Names, coded, kind
from tansiq.web.workbench.report.context import Audience, Facts, Marking, Version
from tansiq.web.workbench.report.diff import word_diff
from tansiq.wiring import ObjectState

KILOMETRE: Final = 1000


def body(obj: StixObject) -> Text:
    """Return the words of an object: its description, else all text in it."""
    description = obj.data.get("description")
    return Text(description if isinstance(description, str) else obj.text, obj.lang or "")


def facts(obj: StixObject, names: Names) -> Facts:
    """Return what an object says beyond its words."""
    incident = read_incident(obj.data)
    return Facts(
        kind=kind(obj.type),
        statement=None if obj.statement is None else coded("statement-kinds", obj.statement, names.lang),
        event=_coded("events", incident.event, names),
        offence=_coded("offences", incident.offence, names),
        place=incident.place(names.lang),
        country=str(reader_locale().territories.get(incident.country, incident.country)),
        precision="" if incident.precision is None else _metres(incident.precision),
        happened=incident.happened,
        published=_published(obj),
        sources=tuple(_sources(obj)),
    )


def marking(state: ObjectState, record: Record, names: Names) -> Marking:
    """Return what the originator of the object allows."""
    release = state.marking
    tlp, pap = state.tlp, state.pap
    shown = Marking(tlp="" if tlp is None else tlp.value, pap="" if pap is None else pap.value)
    if release is None:
        return shown
    onward: list[AgencyName | CircleName] = [*names.circles(release.onward.circles)]
    onward += names.agencies(release.onward.agencies)
    return Marking(
        tlp=shown.tlp,
        pap=shown.pap,
        purposes=tuple(coded("purposes", purpose, names.lang) for purpose in release.purposes),
        handling=_coded("handling", release.handling or "", names),
        retention=_kept_until(release.retention, record),
        judicial=release.judicial,
        onward=tuple(onward),
    )


def audience(record: Record, names: Names) -> Audience:
    """Return to whom we gave our own object."""
    given = record.audience
    return Audience(
        names.circles(given.circles), names.agencies(given.agencies), names.agencies(given.exclusions)
    )


def versions(state: ObjectState, names: Names) -> Iterator[Version]:
    """Yield every version, newest first, with what changed in its words."""
    words = [f"{record.object.title}\n{body(record.object).value}" for record in state.versions]
    for number in range(len(words), 0, -1):
        record = state.versions[number - 1]
        yield Version(
            number=number,
            at=record.object.modified or record.object.created or record.shared,
            by=names.agency(record.originator),
            current=number == len(words),
            changes=word_diff(words[number - 2], words[number - 1]) if number > 1 else (),
        )


def _coded(vocabulary: str, code: str, names: Names) -> Coded | None:
    return coded(vocabulary, code, names.lang) if code else None


def _kept_until(retention: date | None, record: Record) -> date | None:
    return retention or (None if record.expires is None else record.expires.date())


def _published(obj: StixObject) -> datetime | None:
    stated = obj.data.get("published")
    try:
        return moment(stated) if isinstance(stated, str) else obj.created
    except Malformed:
        return obj.created


def _sources(obj: StixObject) -> Iterator[Text]:
    references: list[dict[str, Any]] = obj.data.get("external_references", [])
    for reference in references:
        parts = (reference.get("source_name"), reference.get("external_id"), reference.get("url"))
        yield Text(" · ".join(part for part in parts if isinstance(part, str)), "")


def _metres(precision: float) -> str:
    metres = precision < KILOMETRE
    shown = format_decimal(round(precision if metres else precision / KILOMETRE, 1), locale=reader_locale())
    return (gettext("within %(n)s m") if metres else gettext("within %(n)s km")) % {"n": shown}
