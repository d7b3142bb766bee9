"""What an incident says beyond its text: the kind of event, where and when, in an extension of STIX."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from tansiq.stix import Malformed, moment, timestamp

INCIDENT: Final = "extension-definition--5b1f2f3a-6d0e-4c47-9a55-3c1c0c1f8e21"


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
    """Read what the object `data` says; nobody checked the extension, so what does not fit is left out."""
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


def incident_members(event: str, place: str, lang: str, happened: datetime | None) -> dict[str, Any]:
    """Return the members of a STIX incident that say what is known of it, none when nothing is."""
    content: dict[str, Any] = {}
    if event:
        content["event"] = event
    if happened is not None:
        content["start_time"] = timestamp(happened)
    if place:
        content["place"] = {"names": {lang: place}}
    return {"extensions": {INCIDENT: {"extension_type": "property-extension", **content}}} if content else {}


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
