"""What a STIX producer shares in each use case: synthetic objects of the kinds that the document asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID, uuid5

SPACE: Final = UUID("9a8a3f6e-6d44-4b8e-9b3e-0d6e5f2c7a11")
OBSERVABLES: Final = UUID("00abedb4-aa42-466c-9c01-fed23315a9b7")
"""The namespace of the deterministic ids of observables (STIX 2.1, 2.9)."""
TLP: Final = {
    "white": "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9",
    "green": "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da",
    "amber": "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82",
    "red": "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed",
}
CREATED: Final = "2026-03-02T08:15:30.120Z"
MODIFIED: Final = "2026-03-09T17:40:00.000Z"
REVOKED: Final = "2026-03-16T06:00:00.000Z"
Object = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Author:
    """Writes the objects of one case; their ids follow from `about` alone."""

    about: str

    @property
    def identity(self) -> Object:
        """Who the author is."""
        members = {"name": f"Cell {self.about}", "identity_class": "organization", "sectors": ["government"]}
        return self._written("identity", "self", members)

    def write(self, type_: str, what: str = "", /, **members: Any) -> Object:
        """Return an object of `type_`, signed by the author's name; `what` tells it from others."""
        return self._written(type_, what, {"created_by_ref": self.identity["id"], **members})

    def observe(self, type_: str, **members: Any) -> Object:
        """Return an observable with a deterministic id and no `spec_version`, as it may (STIX 2.1, 3.1)."""
        seed = "|".join(f"{name}={value}" for name, value in sorted(members.items()))
        object_id = f"{type_}--{uuid5(OBSERVABLES, type_ + seed)}"
        return {"type": type_, "id": object_id, **members}

    def indicator(self, pattern: str, what: str = "", /, **members: Any) -> Object:
        """Return an indicator with a STIX pattern."""
        given = {
            "name": f"Indicator {what or 'one'} of {self.about}",
            "indicator_types": ["malicious-activity"],
            "pattern": pattern,
            "pattern_type": "stix",
            "valid_from": CREATED,
        }
        return self.write("indicator", what, **given, **members)

    def relate(self, source: Object, kind: str, target: Object) -> Object:
        """Return the relationship `kind` from `source` to `target`."""
        ends = {"source_ref": source["id"], "target_ref": target["id"]}
        return self.write("relationship", kind, relationship_type=kind, **ends)

    def sight(self, seen: Object) -> Object:
        """Return a sighting of `seen` by the author."""
        members = {"first_seen": CREATED, "last_seen": CREATED, "count": 3}
        where = {"sighting_of_ref": seen["id"], "where_sighted_refs": [self.identity["id"]]}
        return self.write("sighting", **where, **members)

    def _written(self, type_: str, what: str, members: Object) -> Object:
        object_id = f"{type_}--{uuid5(SPACE, f'{self.about}/{type_}/{what}')}"
        moments = {"created": CREATED, "modified": CREATED}
        return {"type": type_, "spec_version": "2.1", "id": object_id, **moments, **members}


def later(one: Object, **changes: Any) -> Object:
    """Return the next version of an object."""
    return one | {"modified": MODIFIED} | changes


def withdrawn(one: Object) -> Object:
    """Return the version that revokes an object (STIX 2.1, 3.6.3)."""
    return one | {"modified": REVOKED, "revoked": True}


def attack_pattern(a: Author) -> list[Object]:
    known_as = [{"source_name": "capec", "external_id": "CAPEC-163"}]
    return [
        a.write("attack-pattern", name="Spear phishing of customs officers", external_references=known_as)
    ]


def attack_pattern_targets_vulnerability(a: Author) -> list[Object]:
    (pattern,), (weakness,) = attack_pattern(a), vulnerability(a)
    return [pattern, weakness, a.relate(pattern, "targets", weakness)]


def campaign(a: Author) -> list[Object]:
    members = {"name": "Dry Wadi", "first_seen": CREATED, "objective": "Papers for passage"}
    return [a.write("campaign", **members)]


def intrusion_set(a: Author) -> list[Object]:
    members = {"name": "Set Acacia", "goals": ["extortion"], "resource_level": "organization"}
    return [a.write("intrusion-set", **members, primary_motivation="personal-gain")]


def campaign_attributed_to_intrusion_set(a: Author) -> list[Object]:
    (run,), (crew,) = campaign(a), intrusion_set(a)
    return [run, crew, a.relate(run, "attributed-to", crew)]


def confidence(a: Author) -> list[Object]:
    return [a.indicator("[ipv4-addr:value = '198.51.100.7']", confidence=70)]


def course_of_action(a: Author) -> list[Object]:
    return [a.write("course-of-action", name="Close the service account", description="اغلق الحساب.")]


def marked(level: str, pattern: str) -> Callable[[Author], list[Object]]:
    return lambda a: [a.indicator(pattern, object_marking_refs=[TLP[level]])]


def grouping(a: Author) -> list[Object]:
    (one,), address = confidence(a), a.observe("ipv4-addr", value="198.51.100.7")
    members = {"name": "What was seen together", "context": "suspicious-activity"}
    return [one, address, a.write("grouping", **members, object_refs=[one["id"], address["id"]])]


def watching(*patterns: str) -> Callable[[Author], list[Object]]:
    return lambda a: [a.indicator(pattern, f"number {n}") for n, pattern in enumerate(patterns)]


def infrastructure(a: Author) -> list[Object]:
    members = {"name": "Relay house", "infrastructure_types": ["command-and-control"], "first_seen": CREATED}
    return [a.write("infrastructure", **members)]


def location(a: Author) -> list[Object]:
    return [a.write("location", name="Port of Nouakchott", country="MR", latitude=18.02, longitude=-16.02)]


def location_hosting_infrastructure(a: Author) -> list[Object]:
    (place,), (house,) = location(a), infrastructure(a)
    return [place, house, a.relate(house, "located-at", place)]


def malware_analysis(a: Author) -> list[Object]:
    members = {"product": "sandbox-one", "result": "malicious", "analysis_started": CREATED}
    return [a.write("malware-analysis", **members)]


def malware(a: Author) -> list[Object]:
    return [a.write("malware", name="Sirocco", malware_types=["ransomware"], is_family=True)]


def threat_actor(a: Author) -> list[Object]:
    members = {"name": "The ferrymen", "threat_actor_types": ["crime-syndicate"], "roles": ["director"]}
    return [a.write("threat-actor", **members, sophistication="intermediate")]


def note(a: Author) -> list[Object]:
    (actor,) = threat_actor(a)
    members = {"abstract": "Un premier avis", "content": "À vérifier : la source est unique."}
    return [actor, a.write("note", **members, authors=["S. B."], object_refs=[actor["id"]])]


def observed(a: Author, *seen: Object) -> list[Object]:
    refs = [one["id"] for one in seen]
    times = {"first_observed": CREATED, "last_observed": CREATED, "number_observed": 2}
    return [*seen, a.write("observed-data", **times, object_refs=refs)]


def observed_file(a: Author) -> list[Object]:
    return observed(a, a.observe("file", name="manifest.xlsm", hashes={"SHA-256": "ab" * 32}))


def observed_domain(a: Author) -> list[Object]:
    address = a.observe("ipv4-addr", value="203.0.113.9")
    domain = a.observe("domain-name", value="relay.example", resolves_to_refs=[address["id"]])
    return observed(a, address, domain)


def opinion_on(made: Callable[[Author], list[Object]]) -> Callable[[Author], list[Object]]:
    def opinion(a: Author) -> list[Object]:
        other = Author(f"{a.about} other")
        (judged,) = made(other)
        members = {"opinion": "agree", "explanation": "Seen here too.", "object_refs": [judged["id"]]}
        return [other.identity, judged, a.write("opinion", **members)]

    return opinion


def report(a: Author) -> list[Object]:
    parts = campaign_attributed_to_intrusion_set(a)
    members = {"name": "The week", "published": CREATED, "report_types": ["campaign"]}
    return [*parts, a.write("report", **members, object_refs=[part["id"] for part in parts])]


def sighting(a: Author) -> list[Object]:
    (seen,) = confidence(a)
    return [seen, a.sight(seen)]


def campaign_attributed_to_threat_actor(a: Author) -> list[Object]:
    (run,), (actor,) = campaign(a), threat_actor(a)
    return [run, actor, a.relate(run, "attributed-to", actor)]


def tool(a: Author) -> list[Object]:
    return [a.write("tool", name="RemoteHand", tool_types=["remote-access"], tool_version="4.2")]


def vulnerability(a: Author) -> list[Object]:
    known_as = [{"source_name": "cve", "external_id": "CVE-2026-0001"}]
    return [a.write("vulnerability", name="CVE-2026-0001", external_references=known_as)]


def versions(made: Callable[[Author], list[Object]], *steps: Callable[[Object], Object]) -> Made:
    """Return a maker of what `made` makes, its last object followed by its further versions."""

    def all_versions(a: Author) -> list[Object]:
        objects = made(a)
        return objects + [step(objects[-1]) for step in steps]

    return all_versions


def reworded(one: Object) -> Object:
    """Return a next version that says more."""
    return (
        later(one, description="تم التحقق منه في الميدان")
        if one["type"] == "indicator"
        else later(one, count=9)
    )


Made = Callable[[Author], list[Object]]
_FILE = "[file:hashes.'SHA-256' = '{}' OR file:hashes.MD5 = '{}']".format("ef" * 32, "cd" * 16)
_URL, _FQDN = "url:value = 'http://relay.example/a?b=1'", "domain-name:value = 'relay.example'"
SHARED: Final[dict[str, Made]] = {
    "3.1.3.1": attack_pattern,
    "3.1.3.2": attack_pattern_targets_vulnerability,
    "3.2.3.1": campaign,
    "3.2.3.2": campaign_attributed_to_intrusion_set,
    "3.3.3.1": confidence,
    "3.4.3.1": course_of_action,
    "3.5.3.1": marked("white", "[ipv4-addr:value = '198.51.100.1']"),
    "3.5.3.2": marked("green", "[ipv4-addr:value = '198.51.100.2']"),
    "3.5.3.3": marked("amber", "[ipv4-addr:value = '198.51.100.0/24']"),
    "3.5.3.4": marked("red", "[ipv6-addr:value = '2001:db8::4']"),
    "3.6.3.1": grouping,
    "3.7.3.1": watching("[ipv4-addr:value = '198.51.100.1']"),
    "3.7.3.2": watching("[ipv4-addr:value = '198.51.100.0/24']"),
    "3.7.3.3": watching("[ipv4-addr:value = '198.51.100.0/24' OR ipv4-addr:value = '203.0.113.0/24']"),
    "3.7.3.4": watching("[ipv6-addr:value = '2001:db8::1']"),
    "3.7.3.5": watching("[ipv6-addr:value = '2001:db8::/32']"),
    "3.7.3.6": watching("[ipv4-addr:value = '198.51.100.1']", f"[{_FQDN}]", f"[{_URL}]"),
    "3.7.3.7": watching(f"[{_FQDN}]"),
    "3.7.3.8": watching(f"[{_URL}]"),
    "3.7.3.9": watching(f"[{_URL} OR {_FQDN}]"),
    "3.7.3.10": watching(_FILE),
    "3.8.3.1": infrastructure,
    "3.9.3.1": intrusion_set,
    "3.10.3.1": location,
    "3.10.3.2": location_hosting_infrastructure,
    "3.11.3.1": malware_analysis,
    "3.12.3.1": malware,
    "3.13.3.1": note,
    "3.14.3.1": observed_file,
    "3.14.3.2": observed_domain,
    "3.15.3.1": opinion_on(confidence),
    "3.15.3.2": opinion_on(malware),
    "3.16.3.1": report,
    "3.17.3.1": sighting,
    "3.18.3.1": threat_actor,
    "3.18.3.2": campaign_attributed_to_threat_actor,
    "3.19.3.1": tool,
    "3.20.3.1": versions(confidence),
    "3.20.3.2": versions(sighting),
    "3.20.7.1": versions(confidence, reworded),
    "3.20.7.2": versions(sighting, reworded),
    "3.20.11.1": versions(confidence, reworded, withdrawn),
    "3.20.11.2": versions(sighting, withdrawn),
    "3.21.3.1": vulnerability,
}


def shared(number: str, *, by: str = "") -> list[Object]:
    """Return what the producer `by` of test data `number` shares, its identity first."""
    author = Author(f"{by}{number}")
    return [author.identity, *SHARED[number](author)]


def references(one: Object) -> set[str]:
    """Return the ids that an object names."""
    single = {value for name, value in one.items() if name.endswith("_ref")}
    listed = {each for name, values in one.items() if name.endswith("_refs") for each in values}
    return single | listed


def newest(objects: Iterable[Object]) -> dict[str, Object]:
    """Return the last version of each object by id; `objects` stand in the order of their versions."""
    return {one["id"]: one for one in objects}
