"""The cases of the documents: their numbers and titles, and whether they are mandatory.

TAXII: TAXII 2.1 Interoperability Test Document Version 1.0 (OASIS, 30 March 2022), Table 51 (TAXII client).
STIX: STIX 2.1 Interoperability Test Document Version 1.0 (OASIS, 23 October 2021), sections 3.1 to 3.21 and
Tables 55 (STIX consumer) and 56 (STIX producer). `docs/interop.md` says where the numbers were found.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Case(NamedTuple):
    """One row of a checklist."""

    section: str
    title: str
    mandatory: bool = True

    @property
    def test(self) -> str:
        """How the name of its test begins."""
        return f"test_{self.section.replace('.', '_')}_"


class UseCase(NamedTuple):
    """One use case of STIX: its `section`, and the numbers and titles of its test data."""

    section: str
    title: str
    data: tuple[tuple[str, str], ...]
    consumer_must: bool = False
    """Whether Table 55 says "mandatory" for a STIX consumer; Table 56 says "optional" throughout."""


TAXII_CASES: Final = (
    Case("3.1.1", "Missing Authorization Parameter"),
    Case("3.1.2", "Authorization Parameter Error"),
    Case("3.1.3", "Certificate-Based Authentication"),
    Case("3.1.4", "HTTP Basic Authentication"),
    Case("3.2.1", "Get Discovery Resource"),
    Case("3.3.1", "Get API Root Resource"),
    Case("3.3.2", "Incorrect API Root Information"),
    Case("3.4.1", "Get Collections Resource"),
    Case("3.5.1.1", "Write-Only Collection Resource"),
    Case("3.5.1.2", "Read-Write Collection Resource"),
    Case("3.5.1.3", "Read-Only Collection Resource"),
    Case("3.5.1.4", "No-Read-No-Write Collection Resource"),
    Case("3.5.2.1", "Read Request for Write-only Collection"),
    Case("3.5.2.2", "Write Request to Read-only Collection"),
    Case("3.5.2.3", "Delete Request to Read-only or Write-only Collection"),
    Case("3.5.2.4", "Delete Request to No-Read, No-Write Collection"),
    Case("3.5.3", "Incorrect Collection Information"),
    Case("3.6.1", "Get Manifest Resource"),
    Case("3.7.1", "Get Envelope Resource (Get Objects)"),
    Case("3.7.2", "No Objects"),
    Case("3.8.1", "Get Envelope Resource (Get an Object)"),
    Case("3.8.2", "Object Not Found"),
    Case("3.9.1", "Get Versions Resource"),
    Case("3.10.1", "Add Envelope Resource"),
    Case("3.11.1", "Get Status Resource"),
    Case("3.11.2", "Get All Status Properties"),
    Case("3.12.1", "Delete"),
    Case("3.13.1.1", "added_after"),
    Case("3.13.1.2", "limit"),
    Case("3.13.1.3", "match[id]"),
    Case("3.13.1.4", "match[type]"),
    Case("3.13.1.5", "match[version]"),
    Case("3.13.1.6", "match[spec_version]"),
    Case("3.13.1.7", "Logical OR Operator"),
    Case("3.13.1.8", "Logical AND Operator"),
    Case("3.13.1.9", "Logical OR and AND Operators"),
    Case("3.13.1.10", "Duplicate Filter Parameter"),
    Case("3.13.2.1", "Tier 1", mandatory=False),
    Case("3.13.2.2", "Tier 2", mandatory=False),
    Case("3.13.2.3", "Tier 3", mandatory=False),
    Case("3.13.2.4", "Relationships", mandatory=False),
    Case("3.13.2.5", "Calculation", mandatory=False),
    Case("3.14.1", "Pagination"),
    Case("3.15.1", "Custom Properties"),
)

USE_CASES: Final = (
    UseCase(
        "3.1",
        "Attack Pattern Sharing",
        (("3.1.3.1", "attack pattern"), ("3.1.3.2", "attack pattern targets vulnerability")),
    ),
    UseCase(
        "3.2",
        "Campaign Sharing",
        (("3.2.3.1", "campaign"), ("3.2.3.2", "campaign attributed to intrusion set")),
    ),
    UseCase("3.3", "Confidence Sharing", (("3.3.3.1", "confidence about an indicator"),), consumer_must=True),
    UseCase("3.4", "Course of Action Sharing", (("3.4.3.1", "course of action"),)),
    UseCase(
        "3.5",
        "Data Marking Sharing",
        (
            ("3.5.3.1", "TLP white, indicator with IPv4"),
            ("3.5.3.2", "TLP green, indicator with IPv4"),
            ("3.5.3.3", "TLP amber, indicator with IPv4 CIDR"),
            ("3.5.3.4", "TLP red, indicator with IPv6"),
        ),
        consumer_must=True,
    ),
    UseCase("3.6", "Grouping Sharing", (("3.6.3.1", "grouping"),)),
    UseCase(
        "3.7",
        "Indicator Sharing",
        (
            ("3.7.3.1", "IPv4 address"),
            ("3.7.3.2", "IPv4 CIDR"),
            ("3.7.3.3", "two IPv4 CIDR"),
            ("3.7.3.4", "IPv6 address"),
            ("3.7.3.5", "IPv6 CIDR"),
            ("3.7.3.6", "several indicators in one bundle"),
            ("3.7.3.7", "FQDN"),
            ("3.7.3.8", "URL"),
            ("3.7.3.9", "URL or FQDN"),
            ("3.7.3.10", "file hash, SHA-256 or MD5"),
        ),
        consumer_must=True,
    ),
    UseCase("3.8", "Infrastructure Sharing", (("3.8.3.1", "infrastructure"),)),
    UseCase("3.9", "Intrusion Set Sharing", (("3.9.3.1", "intrusion set"),)),
    UseCase(
        "3.10",
        "Location Sharing",
        (("3.10.3.1", "location"), ("3.10.3.2", "location that hosts infrastructure")),
    ),
    UseCase("3.11", "Malware Analysis Sharing", (("3.11.3.1", "malware analysis without references"),)),
    UseCase("3.12", "Malware Sharing", (("3.12.3.1", "malware"),)),
    UseCase("3.13", "Note Sharing", (("3.13.3.1", "note on a threat actor"),)),
    UseCase(
        "3.14",
        "Observed Data Sharing",
        (("3.14.3.1", "a file's hash"), ("3.14.3.2", "a domain name and its address")),
    ),
    UseCase(
        "3.15",
        "Opinion Sharing",
        (("3.15.3.1", "on another's indicator"), ("3.15.3.2", "on another's malware")),
    ),
    UseCase("3.16", "Report Sharing", (("3.16.3.1", "report"),)),
    UseCase("3.17", "Sighting Sharing", (("3.17.3.1", "sighting of an indicator"),)),
    UseCase(
        "3.18",
        "Threat Actor Sharing",
        (("3.18.3.1", "threat actor"), ("3.18.3.2", "campaign attributed to threat actor")),
    ),
    UseCase("3.19", "Tool Sharing", (("3.19.3.1", "remote access tool"),)),
    UseCase(
        "3.20",
        "Versioning",
        (
            ("3.20.3.1", "creation of an indicator"),
            ("3.20.3.2", "creation of a sighting"),
            ("3.20.7.1", "modification of an indicator"),
            ("3.20.7.2", "modification of a sighting"),
            ("3.20.11.1", "revocation of an indicator"),
            ("3.20.11.2", "revocation of a sighting"),
        ),
    ),
    UseCase("3.21", "Vulnerability Sharing", (("3.21.3.1", "vulnerability"),)),
)

DATA: Final = tuple(number for use_case in USE_CASES for number, _ in use_case.data)
"""The numbers of all test data, in the document's order."""
TITLES: Final = {number: f"{u.title}: {title}" for u in USE_CASES for number, title in u.data}
