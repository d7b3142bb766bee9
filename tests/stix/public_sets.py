"""Invented objects with the members that large public sets have: ATT&CK, CAPEC, MBC, OASIS' common objects.

Names of members and types are theirs (the ATT&CK Data Model 4.10, CAPEC, MBC and OASIS' extensions, as
published in 2025 and 2026); every value is invented.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from random import Random
from typing import Any
from uuid import UUID

Members = dict[str, Any]

COUNTS = {
    "x-mitre-tactic": 14,
    "x-mitre-matrix": 1,
    "x-mitre-data-source": 38,
    "x-mitre-data-component": 109,
    "x-mitre-asset": 18,
    "attack-pattern": 835,
    "course-of-action": 268,
    "intrusion-set": 187,
    "campaign": 52,
    "malware": 696,
    "tool": 91,
    "x-mitre-analytic": 1739,
    "x-mitre-detection-strategy": 691,
}
"""How many of each type; relationships fill up the rest, as in ATT&CK."""

_TEXT = "Adversaries may dig a well at night.\n\n(Citation: Oasis 2026) \u2014 ‘بئر’, « puits »\u00a0; see [T1](https://a.example/T1)."


class AttackLike:
    """A set in the manner of ATT&CK: its objects belong together, some are revoked or deprecated."""

    def __init__(self, seed: int = 1) -> None:
        self.chance = Random(seed)
        self._owner = self._id("identity")
        self._statement = self._id("marking-definition")
        self._ids: dict[str, list[str]] = {}

    def objects(self, count: int) -> Iterator[Members]:
        """Yield `count` objects, the collection that lists all of them first."""
        made = [self._identity(), self._marking()]
        for object_type, many in COUNTS.items():
            made += [self._own(object_type) for _ in range(many)]
        made += [self._relationship() for _ in range(count - len(made) - 1)]
        yield self._collection(made)
        yield from made

    def _id(self, object_type: str) -> str:
        version = self.chance.choice((1, 3, 4, 4, 4, 4, 5))
        return f"{object_type}--{UUID(int=self.chance.getrandbits(128), version=version)}"

    def _stamp(self, year: int) -> str:
        chance = self.chance
        day, hour = chance.randint(1, 28), chance.randint(0, 23)
        fraction = chance.choice(("000", "506", "506123"))
        return f"{year}-{chance.randint(1, 12):02}-{day:02}T{hour:02}:43:26.{fraction}Z"

    def _common(self, object_type: str) -> Members:
        return {
            "type": object_type,
            "spec_version": "2.1",
            "id": self._id(object_type),
            "created": self._stamp(2017),
            "modified": self._stamp(2025),
            "created_by_ref": self._owner,
            "object_marking_refs": [self._statement],
            **({"revoked": self.chance.random() < 0.1} if self.chance.random() < 0.7 else {}),
            **({"x_mitre_deprecated": self.chance.random() < 0.1} if self.chance.random() < 0.9 else {}),
            "x_mitre_attack_spec_version": "3.3.0",
            "x_mitre_modified_by_ref": self._owner,
        }

    def _own(self, object_type: str) -> Members:
        number = f"T{self.chance.randrange(10_000):04}"
        references = [
            {"source_name": "mitre-attack", "external_id": number, "url": f"https://a.example/{number}"},
            {"source_name": "Oasis 2026", "description": "Post. (2026, March 1). A well. Retrieved 2026."},
            {
                "source_name": "Well, A.",
                "description": "",
                "url": "http://b.example/x.jsp?tp=&n=5%5b73%5d.pdf",
            },
        ]
        described = {
            "name": f"Well {number}",
            "description": _TEXT,
            "external_references": references,
            "x_mitre_version": "1.1",
            "x_mitre_domains": ["enterprise-attack", "ics-attack"],
        }
        members = self._common(object_type) | described | _OWN.get(object_type, _nothing)(self)
        self._ids.setdefault(object_type, []).append(members["id"])
        return members

    def some(self, object_type: str, many: int = 1) -> list[str]:
        """Return ids of objects made before."""
        return self.chance.choices(self._ids[object_type], k=many)

    def _identity(self) -> Members:
        return self._common("identity") | {
            "id": self._owner,
            "name": "The Oasis Post",
            "identity_class": "organization",
        }

    def _marking(self) -> Members:
        return {
            "type": "marking-definition",
            "spec_version": "2.1",
            "id": self._statement,
            "created": "2017-06-01T00:00:00.000Z",
            "created_by_ref": self._owner,
            "definition_type": "statement",
            "definition": {"statement": "Copyright 2015-2026, The Oasis Post. Oasis is a trademark ©®."},
            "x_mitre_attack_spec_version": "2.1.0",
            "x_mitre_domains": ["enterprise-attack"],
        }

    def _relationship(self) -> Members:
        source, verb, target = self.chance.choice(_LINKS)
        return self._common("relationship") | {
            "relationship_type": verb,
            "source_ref": self.some(source)[0],
            "target_ref": self.some(target)[0],
            **self.chance.choice(({}, {"description": ""}, {"description": _TEXT})),
        }

    def _collection(self, made: list[Members]) -> Members:
        contents = [
            {"object_ref": one["id"], "object_modified": one.get("modified", one["created"])} for one in made
        ]
        return self._common("x-mitre-collection") | {
            "name": "Oasis ATT&CK",
            "description": _TEXT,
            "x_mitre_version": "18.0",
            "x_mitre_contents": contents,
        }


def _nothing(_: AttackLike) -> Members:
    return {}


_CARELESS = ("https://a.example/", "https://a.example/x.pdf ", "http://a.example/[Analysis]x.pdf")
_PHASES = [{"kill_chain_name": "mitre-ics-attack", "phase_name": "inhibit-response-function"}]
_LINKS = (
    *(("campaign", "uses", "malware"), ("intrusion-set", "uses", "attack-pattern")),
    *(("malware", "uses", "attack-pattern"), ("course-of-action", "mitigates", "attack-pattern")),
    *(
        ("attack-pattern", "subtechnique-of", "attack-pattern"),
        ("campaign", "attributed-to", "intrusion-set"),
    ),
    *(
        ("x-mitre-detection-strategy", "detects", "attack-pattern"),
        ("attack-pattern", "targets", "x-mitre-asset"),
    ),
    *(("x-mitre-data-component", "detects", "attack-pattern"), ("tool", "revoked-by", "tool")),
)
_OWN: dict[str, Callable[[AttackLike], Members]] = {
    "x-mitre-tactic": lambda _: {"x_mitre_shortname": "impair-process-control"},
    "x-mitre-matrix": lambda made: {"tactic_refs": made.some("x-mitre-tactic", 14)},
    "x-mitre-data-source": lambda _: {
        "x_mitre_platforms": ["Windows", "None"],
        "x_mitre_collection_layers": ["Host"],
        "x_mitre_contributors": ["Salim, الواحة"],
    },
    "x-mitre-data-component": lambda made: {
        "x_mitre_data_source_ref": (*made.some("x-mitre-data-source"), "")[made.chance.random() < 0.1],
        "x_mitre_log_sources": [{"name": "auditd:SYSCALL", "channel": "execve: a=*"}],
    },
    "x-mitre-asset": lambda _: {
        "x_mitre_sectors": ["Electric"],
        "x_mitre_related_assets": [{"name": "Pump", "related_asset_sectors": ["Water"], "description": ""}],
    },
    "x-mitre-detection-strategy": lambda made: {"x_mitre_analytic_refs": made.some("x-mitre-analytic", 4)},
    "x-mitre-analytic": lambda made: {
        "x_mitre_log_source_references": [
            {
                "x_mitre_data_component_ref": made.some("x-mitre-data-component")[0],
                "name": "macos:unifiedlog",
                "channel": "process == 'x' AND \"y\"",
            }
        ],
        "x_mitre_mutable_elements": [{"field": "TimeWindow", "description": "Minutes between\ttwo visits"}],
    },
    "attack-pattern": lambda _: {
        "kill_chain_phases": _PHASES,
        "x_mitre_is_subtechnique": True,
        "x_mitre_detection": "",
        "x_mitre_data_sources": ["Process: Process Creation"],
        "x_mitre_defense_bypassed": ["Log analysis"],
        "x_mitre_permissions_required": ["User"],
        "x_mitre_effective_permissions": ["SYSTEM"],
        "x_mitre_remote_support": False,
        "x_mitre_network_requirements": False,
        "x_mitre_system_requirements": ["A well"],
        "x_mitre_impact_type": ["Availability"],
        "x_mitre_tactic_type": ["Post-Adversary Device Access"],
        "x_mitre_platforms": ["Field Controller/RTU/PLC/IED", "None"],
        "x_mitre_old_attack_id": "MOB-T1001",
        "x_mitre_contributors": ["Élodie N’Diaye"],
    },
    "course-of-action": lambda _: {
        "labels": ["IEC 62443-3-3:2013 - SR 5.1"],
        "x_mitre_old_attack_id": "MOB-M1",
    },
    "intrusion-set": lambda _: {"aliases": ["Grey Fox", "G.F. - ثعلب"], "x_mitre_contributors": ["A", "B"]},
    "campaign": lambda _: {
        "aliases": ["Night convoy"],
        "first_seen": "2016-12-01T05:00:00.000Z",
        "last_seen": "2016-12-01T05:00:00.000Z",
        "x_mitre_first_seen_citation": "(Citation: Oasis 2026)",
        "x_mitre_last_seen_citation": "(Citation: Oasis 2026)",
    },
    "malware": lambda _: {
        "is_family": True,
        "x_mitre_aliases": ["Sand"],
        "x_mitre_platforms": ["Android"],
        "labels": ["malware"],
    },
    "tool": lambda _: {"x_mitre_aliases": ["Lister"], "x_mitre_platforms": ["Linux"], "labels": ["tool"]},
}


def attack_like(count: int) -> bytes:
    """Write a bundle of `count` objects, indented and with escapes, as the published files are."""
    objects = list(AttackLike().objects(count))
    bundle = {"type": "bundle", "id": f"bundle--{UUID(int=7, version=4)}", "objects": objects}
    return json.dumps(bundle, indent=4).encode()


_BEGIN = {"created": "2023-03-12T10:12:00.000Z", "modified": "2023-03-12T10:12:00.000Z"}
_OASIS = "0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d"


def _other(object_type: str, **members: Any) -> Members:  # any member
    first = {"type": object_type, "spec_version": "2.1", "id": f"{object_type}--{_OASIS}"}
    return (
        first | (_BEGIN if object_type != "marking-definition" else {"created": _BEGIN["created"]}) | members
    )


def _extended(kind: str, **members: Any) -> Members:  # any member
    return {"extensions": {f"extension-definition--{_OASIS}": {"extension_type": kind, **members}}}


OTHERS: dict[str, Members] = {
    "CAPEC: an attack pattern": _other(
        "attack-pattern",
        name="Well poisoning",
        external_references=[
            {"source_name": "capec", "external_id": "CAPEC-1", "url": "https://a.example/1.html"},
            {"source_name": "cwe", "external_id": "CWE-276", "url": "http://a.example/276.html"},
            {"source_name": "reference_from_CAPEC", "external_id": "REF-1", "description": "[REF-1] A well."},
        ],
        x_capec_abstraction="Standard",
        x_capec_can_precede_refs=[f"attack-pattern--{_OASIS}"],
        x_capec_child_of_refs=[f"attack-pattern--{_OASIS}"],
        x_capec_consequences={"Access_Control": ["Gain Privileges"]},
        x_capec_domains=["Software"],
        x_capec_example_instances=["<xhtml:p>A well.</xhtml:p>"],
        x_capec_execution_flow="<h2> Execution Flow </h2>",
        x_capec_likelihood_of_attack="High",
        x_capec_prerequisites=["A well"],
        x_capec_resources_required=["None: a rope"],
        x_capec_skills_required={"Low": "To dig"},
        x_capec_status="Draft",
        x_capec_typical_severity="High",
        x_capec_version="3.9",
    ),
    "MBC: a behaviour, a type of its own": _other(
        "malware-behavior", name="Digging", obj_defn=_OASIS, tags=["B0001"], **_extended("new-sdo")
    ),
    "MBC: an indicator": _other(
        "indicator",
        pattern="[ url:value = 'a.example/raw/x' ]",
        pattern_type="stix",
        pattern_version="2.1",
        valid_from="2023-10-03T15:28:14.366204Z",
        indicator_types=["malicious-activity"],
    ),
    "MBC: malware with behaviours": _other(
        "malware",
        name="Sand",
        is_family=True,
        malware_types=["unknown"],
        **_extended("property-extension", behavior_refs=[f"malware-behavior--{_OASIS}"]),
    ),
    "OASIS: an extension": _other(
        "extension-definition",
        created_by_ref=f"identity--{_OASIS}",
        name="Wells",
        schema="https://a.example/well.json",
        version="1.0.0",
        extension_types=["new-sdo", "toplevel-property-extension"],
        extension_properties=["depth"],
    ),
    "OASIS: an access marking": _other(
        "marking-definition",
        **_extended(
            "property-extension",
            identifier="isa:guide.19001.ACS3-x",
            control_set={"classification": "U", "entity": ["GOV"]},
            policy_reference="urn:isa:policy:acs:ns:v3.0?privdefault=deny&sharedefault=deny",
            authority_reference=["urn:isa:authority:misp"],
        ),
    ),
    "OASIS: an incident with its tasks": _other(
        "incident",
        name="Hold-up",
        **_extended(
            "property-extension",
            determination="suspected",
            tasks=[{"task_ref": f"task--{_OASIS}"}],
            impacts=[{"impact_ref": f"impact--{_OASIS}"}],
        ),
    ),
    "OASIS: an event, a type of its own": _other(
        "event", status="occurred", sighting_refs=[f"sighting--{_OASIS}"], **_extended("new-sdo")
    ),
    "a member that an extension sets at the top": _other(
        "identity", name="Post", rank=5, **_extended("toplevel-property-extension")
    ),
    "a platform's own members": _other(
        "threat-actor",
        name="Hyena",
        confidence=0,
        labels=["a:b", "TLP:CLEAR"],
        lang="en",
        x_opencti_id=_OASIS,
        x_opencti_score=50,
        x_misp_galaxy={"uuid": _OASIS, "meta": {"refs": [], "synonyms": None}},
        threat_actor_types=["crime-syndicate"],
    ),
    "an observable with an id of version 4": {
        "type": "url",
        "id": f"url--{_OASIS}",
        "value": "https://a.example/",
    },
    "an observable of a type of its own": {
        "type": "x-well",
        "spec_version": "2.1",
        "id": f"x-well--{_OASIS}",
        "depth": 12,
        **_extended("new-sco"),
    },
}
