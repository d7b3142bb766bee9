"""The property extension of the STIX `incident` that says what happened, when and where."""

from datetime import datetime
from typing import Any

from tansiq.cli.demo_data.tables import Place
from tansiq.stix import INCIDENT, timestamp


def incident_members(
    *, event: str, offence: str, start: datetime, place: Place, names: dict[str, str], radius: int
) -> dict[str, Any]:
    """Return the `extensions` entry of an incident.

    `event` is a code of the vocabulary `events`, `offence` one of `offences` or empty; latitude and longitude
    are WGS 84 degrees and `precision` is in metres, as in a STIX location (STIX 2.1, section 4.11).
    """
    content: dict[str, Any] = {
        "extension_type": "property-extension",
        "event": event,
        "start_time": timestamp(start),
        "place": {
            "names": names,
            "country": place.country,
            "latitude": place.lat,
            "longitude": place.lon,
            "precision": radius,
        },
    }
    if offence:
        content["offence"] = offence
    return {INCIDENT: content}


def extension_definition(created_by: str, created: datetime) -> dict[str, Any]:
    """Return the properties of the extension-definition of `created_by` (STIX 2.1, section 7.3)."""
    return {
        "id": INCIDENT,
        "created": created,
        "modified": created,
        "created_by_ref": created_by,
        "name": "Tansiq incident",
        "description": "What happened, when and where, on two axes: kind of event and offence (ICCS 1.0).",
        "schema": "spec/incident.md",
        "version": "1.0",
        "extension_types": ["property-extension"],
    }
