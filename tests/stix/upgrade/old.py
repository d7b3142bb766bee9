"""One object of each type of STIX 2.0, about invented things."""

from __future__ import annotations

import json
from typing import Any

from tansiq.stix import Malformed, StixObject, read_upgraded
from tests.stix.samples import LATER, NOW, ref

GREEN = "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da"
OBJECTS: dict[str, dict[str, Any]] = {
    "attack-pattern": {"name": "Spear phishing"},
    "campaign": {"name": "Night convoy", "objective": "fuel"},
    "course-of-action": {"name": "Close the pass"},
    "identity": {"name": "مكتب الواحة", "identity_class": "organization", "labels": ["watch"]},
    "indicator": {
        "labels": ["malicious-activity"],
        "pattern": "[ipv4-addr:value = '192.0.2.7']",
        "valid_from": NOW,
    },
    "intrusion-set": {"name": "Grey Fox"},
    "malware": {"name": "Sandworm", "labels": ["ransomware", "worm"]},
    "marking-definition": {
        "definition_type": "statement",
        "definition": {"statement": "Oasis"},
        "modified": None,
    },
    "observed-data": {
        "first_observed": NOW,
        "last_observed": LATER,
        "number_observed": 1,
        "objects": {"0": {"type": "ipv4-addr", "value": "198.51.100.7"}},
    },
    "relationship": {
        "relationship_type": "uses",
        "source_ref": ref("campaign"),
        "target_ref": ref("malware"),
    },
    "report": {"name": "Spring", "labels": ["campaign"], "published": NOW, "object_refs": [ref("campaign")]},
    "sighting": {"sighting_of_ref": ref("malware"), "count": 2},
    "threat-actor": {"name": "Hyena", "labels": ["crime-syndicate"]},
    "tool": {"name": "Lister", "labels": ["remote-access"]},
    "vulnerability": {"name": "CVE-2017-0001"},
    "x-oasis-well": {"depth": 12},
}


def old(object_type: str, **more: object) -> dict[str, Any]:
    """Return an object of STIX 2.0; members of None are left out."""
    first = {"type": object_type, "id": ref(object_type), "created": NOW, "modified": NOW}
    members = first | OBJECTS[object_type] | more
    return {name: value for name, value in members.items() if value is not None}


def bundle(*objects: dict[str, Any]) -> bytes:
    """Write a bundle of STIX 2.0."""
    members = {"type": "bundle", "id": ref("bundle"), "spec_version": "2.0", "objects": objects}
    return json.dumps(members, ensure_ascii=False).encode()


def read(*objects: dict[str, Any]) -> list[StixObject]:
    """Read `objects`, all of which can be upgraded."""
    found = read_upgraded(bundle(*objects))
    assert not [one for one in found if isinstance(one, Malformed)]
    return [one for one in found if isinstance(one, StixObject)]


def refused(value: dict[str, Any]) -> Malformed:
    """Return why `value` cannot be upgraded."""
    (found,) = read_upgraded(json.dumps(value).encode())
    assert isinstance(found, Malformed)
    return found
