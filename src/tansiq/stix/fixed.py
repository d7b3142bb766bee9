"""The marking definitions that OASIS fixes once and for all: TLP 2.0, the older TLP, and PAP."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Self

import orjson

from tansiq.stix import extensions
from tansiq.stix.errors import Flaw, Malformed


class TLP(StrEnum):
    """Traffic Light Protocol 2.0 (FIRST), from the widest to the narrowest."""

    CLEAR = "clear"
    GREEN = "green"
    AMBER = "amber"
    AMBER_STRICT = "amber+strict"
    RED = "red"

    @property
    def id(self) -> str:
        """The id that OASIS fixed for this level."""
        return _TLP_IDS[self]

    @classmethod
    def of(cls, marking_id: str) -> Self | None:
        """Return the level with the id `marking_id`; older TLP ids read as their nearest level of 2.0."""
        level = _TLP_BY_ID.get(marking_id)
        return None if level is None else cls(level)

    def marking_definition(self) -> bytes:
        """Return the marking definition of this level, in the content that OASIS fixed."""
        return orjson.dumps(GENUINE[self.id])


class PAP(StrEnum):
    """Permissible Actions Protocol: what a receiver may do so that the adversary does not notice."""

    CLEAR = "clear"
    GREEN = "green"
    AMBER = "amber"
    RED = "red"

    @property
    def id(self) -> str:
        """The id that OASIS' common objects fix for this level."""
        return _PAP_IDS[self]

    @classmethod
    def of(cls, marking_id: str) -> Self | None:
        """Return the level with the id `marking_id`; PAP:WHITE reads as clear."""
        level = _PAP_BY_ID.get(marking_id)
        return None if level is None else cls(level)

    def marking_definition(self) -> bytes:
        """Return the marking definition of this level, in the content that OASIS' common objects fix."""
        return orjson.dumps(GENUINE[self.id])


def _definition(name: str, uuid: str, day: str, members: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "marking-definition",
        "spec_version": "2.1",
        "id": f"marking-definition--{uuid}",
        "created": f"{day}T00:00:00.000Z",
        "name": name,
        **members,
    }


def _extended(extension: str, key: str, level: str) -> dict[str, Any]:
    return {"extensions": {extension: {"extension_type": extensions.PROPERTY_EXTENSION, key: level}}}


_TLP_2 = {
    TLP.CLEAR: "94868c89-83c2-464b-929b-a1a8aa3c8487",
    TLP.GREEN: "bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
    TLP.AMBER: "55d920b0-5e8b-4f79-9ee9-91f868d9b421",
    TLP.AMBER_STRICT: "939a9414-2ddd-4d32-a0cd-375ea402b003",
    TLP.RED: "e828b379-4e03-4974-9ac4-e53a884c97c1",
}
_TLP_1 = {
    "white": "613f2e26-407d-48c7-9eca-b8e91df99dc9",
    "green": "34098fce-860f-48ae-8e50-ebd3cc5e41da",
    "amber": "f88d31f6-486f-44da-b317-01333bde0b82",
    "red": "5e57c739-391a-4eb3-b6be-7d15ca92d5ed",
}
_PAP = {
    "white": ("a3bea94c-b469-41dc-9cfe-d6e7daba7730", "2022-10-01"),
    "clear": ("ad15a0cd-55b6-4588-a14c-a66105329b92", "2022-10-01"),
    "green": ("c43594d1-4b11-4c59-93ab-1c9b14d53ce9", "2022-10-09"),
    "amber": ("60f8932b-e51e-4458-b265-a2e8be9a80ab", "2022-10-02"),
    "red": ("740d36e5-7714-4c30-961a-3ae632ceee0e", "2022-10-06"),
}
_DEFINITIONS = (
    *(
        _definition(f"TLP:{level.upper()}", uuid, "2022-10-01", _extended(extensions.TLP_2, "tlp_2_0", level))
        for level, uuid in _TLP_2.items()
    ),
    *(
        _definition(
            f"TLP:{level.upper()}",
            uuid,
            "2017-01-20",
            {"definition_type": "tlp", "definition": {"tlp": level}},
        )
        for level, uuid in _TLP_1.items()
    ),
    *(
        _definition(f"PAP:{level.upper()}", uuid, day, _extended(extensions.PAP_1, "pap", level))
        for level, (uuid, day) in _PAP.items()
    ),
)
GENUINE: Mapping[str, Mapping[str, Any]] = {definition["id"]: definition for definition in _DEFINITIONS}

_TLP_IDS = {level: f"marking-definition--{uuid}" for level, uuid in _TLP_2.items()}
_PAP_IDS = {
    PAP(level): f"marking-definition--{uuid}" for level, (uuid, _) in _PAP.items() if level != "white"
}
_TLP_BY_ID = {marking_id: level for level, marking_id in _TLP_IDS.items()} | {
    f"marking-definition--{uuid}": TLP.CLEAR if level == "white" else TLP(level)
    for level, uuid in _TLP_1.items()
}
_PAP_BY_ID = {marking_id: level for level, marking_id in _PAP_IDS.items()} | {
    f"marking-definition--{_PAP['white'][0]}": PAP.CLEAR
}


def require_genuine(data: Mapping[str, Any]) -> None:
    """Refuse a marking definition that borrows a fixed id for other content, or fixed content for another id.

    Raises `Malformed` when `data` is such a counterfeit.
    """
    genuine = GENUINE.get(data["id"])
    if genuine is not None:
        if _meaning(data) != _meaning(genuine):
            raise Malformed(Flaw.MARKING, "/id", f"this id belongs to {genuine['name']}")
    elif any(key in data.get("extensions", ()) for key in (extensions.TLP_2, extensions.PAP_1)):
        raise Malformed(Flaw.MARKING, "/id", "TLP and PAP are marked by their fixed ids only")


def _meaning(data: Mapping[str, Any]) -> tuple[Any, ...]:
    return data.get("definition"), data.get("extensions"), str(data.get("name", "")).upper()
