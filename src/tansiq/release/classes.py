"""What kind of data an object is, for legal bases, and whether it must be graded."""

from __future__ import annotations

from tansiq.stix import StixObject

PERSON, EVENT, TECHNICAL, ANALYSIS = "person", "event", "technical", "analysis"

_BY_TYPE = {
    PERSON: "email-addr email-message threat-actor user-account",
    EVENT: "campaign identity incident location observed-data sighting",
    TECHNICAL: (
        "artifact attack-pattern autonomous-system course-of-action directory domain-name file indicator "
        "infrastructure ipv4-addr ipv6-addr mac-addr malware malware-analysis mutex network-traffic process "
        "software tool url vulnerability windows-registry-key x509-certificate"
    ),
    ANALYSIS: "grouping intrusion-set language-content note opinion relationship report",
}
_CLASSES = {name: kind for kind, names in _BY_TYPE.items() for name in names.split()}


def data_class(obj: StixObject) -> str:
    """Return the code (vocabulary "data-classes") of what `obj` describes.

    In doubt it is `person`, the most protected: an unknown type, an identity that does not say what it is.
    """
    if obj.type == "identity" and obj.data.get("identity_class", "individual") in {
        "individual",
        "unknown",
        "unspecified",
    }:
        return PERSON
    return _CLASSES.get(obj.type, PERSON)


def is_graded(obj: StixObject) -> bool:
    """Return whether `obj` needs a grading of its own; observables (no version) and translations do not."""
    return bool(obj.version) and obj.type != "language-content"
