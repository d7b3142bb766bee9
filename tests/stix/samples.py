"""One valid object of each type of STIX 2.1, about invented things."""

from typing import Any

import orjson

NOW = "2026-03-01T08:00:00.000Z"
LATER = "2026-03-02T08:00:00.000Z"
UUID = "0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d"
HASH = "ab" * 32


def ref(object_type: str, last: str = "4d") -> str:
    """Return a fixed id of `object_type`."""
    return f"{object_type}--{UUID[:-2]}{last}"


OBSERVABLES: dict[str, dict[str, Any]] = {
    "artifact": {"mime_type": "image/jpeg", "payload_bin": "AAECAw=="},
    "autonomous-system": {"number": 64500, "name": "Oasis Net"},
    "directory": {"path": "/srv/data", "mtime": NOW},
    "domain-name": {"value": "oasis.example"},
    "email-addr": {"value": "post@oasis.example", "display_name": "Post"},
    "email-message": {"is_multipart": False, "subject": "Meeting", "from_ref": ref("email-addr")},
    "file": {"name": "notes.txt", "hashes": {"SHA-256": HASH}, "size": 12},
    "ipv4-addr": {"value": "192.0.2.7"},
    "ipv6-addr": {"value": "2001:db8::7"},
    "mac-addr": {"value": "02:00:5e:10:00:01"},
    "mutex": {"name": "__lock__"},
    "network-traffic": {"src_ref": ref("ipv4-addr"), "protocols": ["tcp"], "start": NOW, "end": LATER},
    "process": {"pid": 12, "command_line": "ls -l"},
    "software": {"name": "Lister", "vendor": "Oasis", "version": "1.2"},
    "url": {"value": "https://oasis.example/a"},
    "user-account": {"user_id": "1001", "account_login": "salim"},
    "windows-registry-key": {"key": "HKEY_LOCAL_MACHINE\\System\\Oasis"},
    "x509-certificate": {"serial_number": "36:f7", "hashes": {"SHA-256": HASH}},
}
DOMAIN: dict[str, dict[str, Any]] = {
    "attack-pattern": {"name": "Spear phishing"},
    "campaign": {"name": "Night convoy", "first_seen": NOW, "last_seen": LATER},
    "course-of-action": {"name": "Close the pass"},
    "extension-definition": {
        "name": "Water points",
        "schema": "https://oasis.example/water.json",
        "version": "1.0.0",
        "created_by_ref": ref("identity"),
        "extension_types": ["property-extension"],
    },
    "grouping": {"context": "suspicious-activity", "object_refs": [ref("incident")]},
    "identity": {"name": "مكتب الواحة", "identity_class": "organization"},
    "incident": {"name": "Hold-up on the road to the oasis"},
    "indicator": {
        "pattern": "[ipv4-addr:value = '192.0.2.7']",
        "pattern_type": "stix",
        "valid_from": NOW,
        "valid_until": LATER,
    },
    "infrastructure": {"name": "Relay"},
    "intrusion-set": {"name": "Grey Fox"},
    "language-content": {
        "object_ref": ref("incident"),
        "contents": {"fr": {"name": "Vol à main armée"}, "ar": {"name": "سطو مسلح"}},
    },
    "location": {"name": "الواحة", "country": "NE", "latitude": 17.5, "longitude": 8.25},
    "malware": {"name": "Sandworm", "is_family": False},
    "malware-analysis": {"product": "scanner", "result": "benign"},
    "note": {"abstract": "Seen twice", "content": "Two witnesses.", "object_refs": [ref("incident")]},
    "observed-data": {
        "first_observed": NOW,
        "last_observed": LATER,
        "number_observed": 1,
        "object_refs": [ref("ipv4-addr")],
    },
    "opinion": {"opinion": "agree", "explanation": "It fits.", "object_refs": [ref("incident")]},
    "relationship": {
        "relationship_type": "located-at",
        "source_ref": ref("incident"),
        "target_ref": ref("location"),
        "start_time": NOW,
        "stop_time": LATER,
    },
    "report": {
        "name": "تقرير عن سطو",
        "description": "وقع سطو مسلح على الطريق.",
        "published": NOW,
        "object_refs": [ref("incident"), ref("location"), ref("identity")],
    },
    "sighting": {"sighting_of_ref": ref("indicator"), "where_sighted_refs": [ref("identity")], "count": 2},
    "threat-actor": {"name": "Grey Fox", "aliases": ["Fennec"]},
    "tool": {"name": "nmap"},
    "vulnerability": {"name": "CVE-2026-0001"},
}
TYPES = (*OBSERVABLES, *DOMAIN, "marking-definition")


def sample(object_type: str, /, **members: object) -> dict[str, Any]:
    """Return the members of a valid object of `object_type`, changed by `members`."""
    data: dict[str, Any] = {"type": object_type, "spec_version": "2.1", "id": ref(object_type)}
    if object_type == "marking-definition":
        statement = {"statement": "For the oasis only"}
        data |= {"created": NOW, "definition_type": "statement", "definition": statement}
    elif object_type in OBSERVABLES:
        data |= OBSERVABLES[object_type]
    else:
        data |= {"created": NOW, "modified": NOW, **DOMAIN.get(object_type, {})}
    return data | members


def raw(object_type: str = "report", /, **members: object) -> bytes:
    """Return the bytes of `sample`; a member None is left out."""
    data = sample(object_type, **members)
    return orjson.dumps({name: value for name, value in data.items() if value is not None})
