"""One object of STIX 2.0 as the objects of STIX 2.1 that say the same."""

import re
from collections.abc import Callable, Mapping
from typing import Any

import orjson

from tansiq.stix import fixed, octets, survey
from tansiq.stix.errors import Flaw, Malformed
from tansiq.stix.members import join_members, split_members
from tansiq.stix.patterns import LONGEST, rename_properties
from tansiq.stix.upgrade.observables import RENAMED, observables

Members = dict[str, bytes]
Data = Mapping[str, Any]

_LABELS = {
    "identity": "roles",
    "indicator": "indicator_types",
    "malware": "malware_types",
    "report": "report_types",
    "threat-actor": "threat_actor_types",
    "tool": "tool_types",
}
_OF_LABELS = re.compile(r"labels(?=\.|$)")


def upgraded(raw: bytes) -> tuple[bytes, ...]:
    """Return the STIX 2.1 objects that say what the STIX 2.0 object `raw` says; most are one.

    Values that need no change keep their bytes. What comes out is not judged: parse it. Raises `Malformed`
    when `raw` says something that has no place in STIX 2.1.
    """
    data = octets.decode(raw)
    if not isinstance(data, dict):
        raise Malformed(Flaw.NOT_OBJECT, "", "a STIX object is a JSON object")
    survey.references(data, raw)
    genuine = fixed.GENUINE.get(str(data.get("id")), {})
    if genuine and genuine.get("definition") == data.get("definition"):
        return (orjson.dumps(genuine),)
    members = _with_types(_versioned(split_members(raw)), data)
    others = _MORE.get(str(data.get("type")), _nothing)(members, data)
    return (join_members(members), *others)


def _versioned(members: Members) -> Members:
    """Say which version of STIX this is, behind the type."""
    first = {"type": members.get("type", b"null"), "spec_version": b'"2.1"'}
    return first | {name: value for name, value in members.items() if name not in first}


def _with_types(members: Members, data: Data) -> Members:
    """Move the labels that STIX 2.0 used for kinds to where STIX 2.1 has them, with their markings."""
    new = _LABELS.get(str(data.get("type")))
    if new is None or "labels" not in members:
        return members
    if new in members:
        raise Malformed(Flaw.STIX20, f"/{new}", "a property that only STIX 2.1 has")
    moved = {new if name == "labels" else name: value for name, value in members.items()}
    if "granular_markings" in moved:
        moved["granular_markings"] = orjson.dumps(_selecting(data["granular_markings"], new))
    return moved


def _selecting(markings: object, new: str) -> object:
    if not isinstance(markings, list):
        return markings
    return [one | {"selectors": [*_renamed(one, new)]} if _has_selectors(one) else one for one in markings]


def _has_selectors(marking: object) -> bool:
    return isinstance(marking, dict) and isinstance(marking.get("selectors"), list)


def _renamed(marking: Data, new: str) -> list[object]:
    selectors = marking["selectors"]
    return [_OF_LABELS.sub(new, one, count=1) if isinstance(one, str) else one for one in selectors]


def _nothing(members: Members, data: Data) -> tuple[bytes, ...]:  # noqa: ARG001 - one shape for all
    return ()


def _indicator(members: Members, data: Data) -> tuple[bytes, ...]:
    """All patterns of STIX 2.0 are STIX patterns (STIX 2.0, part 2, section 2.5)."""
    members["pattern_type"] = b'"stix"'
    pattern = data.get("pattern")
    if isinstance(pattern, str) and len(pattern) <= LONGEST:
        new = rename_properties(pattern, RENAMED)
        members["pattern"] = members["pattern"] if new == pattern else orjson.dumps(new)
    return ()


def _malware(members: Members, data: Data) -> tuple[bytes, ...]:  # noqa: ARG001 - one shape for all
    """STIX 2.0 described malware by name and could not describe a sample: a family (STIX 2.1, 4.11)."""
    members.setdefault("is_family", b"true")
    return ()


def _observed_data(members: Members, data: Data) -> tuple[bytes, ...]:
    """Let the embedded objects stand alone, marked as the observed-data is."""
    objects = data.get("objects")
    if not isinstance(objects, dict) or not objects:
        raise Malformed(Flaw.STIX20, "/objects", "an observed-data of STIX 2.0 has objects")
    if "object_refs" in members:
        raise Malformed(Flaw.STIX20, "/object_refs", "a property that only STIX 2.1 has")
    if b'"objects' in members.get("granular_markings", b""):
        raise Malformed(Flaw.STIX20, "/granular_markings", "a part of an embedded object is marked")
    shared = {"object_marking_refs": data["object_marking_refs"]} if "object_marking_refs" in data else {}
    made = observables(objects, shared, f"{data.get('id')} {data.get('modified')}")
    del members["objects"]
    members["object_refs"] = orjson.dumps([one["id"] for one in made])
    return tuple(map(orjson.dumps, made))


_MORE: Mapping[str, Callable[[Members, Data], tuple[bytes, ...]]] = {
    "indicator": _indicator,
    "malware": _malware,
    "observed-data": _observed_data,
}
