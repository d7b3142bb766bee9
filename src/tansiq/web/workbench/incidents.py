"""What an incident says beyond its text: the kind of event, where and when, in an extension of STIX."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tansiq.stix import INCIDENT, Malformed, moment, timestamp


@dataclass(frozen=True, slots=True)
class Incident:
    """Codes of `events` and `offences`; the place by its names, its country, and its precision in metres."""

    event: str = ""
    offence: str = ""
    names: Mapping[str, str] | None = None
    country: str = ""
    precision: float | None = None
    happened: datetime | None = None

    def place(self, lang: str) -> str:
        """Return the name of the place in `lang`, else in whichever there is."""
        names = self.names or {}
        return names.get(lang) or next(iter(names.values()), "")


def read_incident(data: Mapping[str, Any]) -> Incident:
    """Read what the object `data` says; what does not fit is left out."""
    extension = _mapping(_mapping(data.get("extensions")).get(INCIDENT))
    place = _mapping(extension.get("place"))
    return Incident(
        event=_text(extension.get("event")),
        offence=_text(extension.get("offence")),
        names={lang: name for lang, name in _mapping(place.get("names")).items() if _text(name)},
        country=_text(place.get("country")),
        precision=_number(place.get("precision")),
        happened=_moment(extension.get("start_time")),
    )


def incident_extensions(incident: Incident, before: Mapping[str, Any]) -> dict[str, Any]:
    """Return the `extensions` of an object that had those of `before`, saying what is known now.

    Of a place that keeps its name everything is kept, of another one only the name is known.
    """
    held = _mapping(before.get(INCIDENT))
    content: dict[str, Any] = {"extension_type": "property-extension", **held}
    names = dict(incident.names or {})
    if names != _mapping(_mapping(held.get("place")).get("names")):
        content["place"] = {"names": names}
    content["event"] = incident.event
    content["start_time"] = None if incident.happened is None else timestamp(incident.happened)
    said = {name: value for name, value in content.items() if value and value != {"names": {}}}
    return {**before, INCIDENT: said} if len(said) > 1 else {k: v for k, v in before.items() if k != INCIDENT}


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _number(value: object) -> float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _moment(value: object) -> datetime | None:
    try:
        return moment(value) if isinstance(value, str) else None
    except Malformed:
        return None
