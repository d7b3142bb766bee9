"""Reads bytes once into frozen objects and knows what their markings mean."""

from tansiq.stix import vocabularies
from tansiq.stix.additions import Addition
from tansiq.stix.bundles import read_bundle
from tansiq.stix.compose import compose, without
from tansiq.stix.errors import Flaw, Malformed, SchemasMissing, StixError, UnknownCode, UnknownVocabulary
from tansiq.stix.extensions import INCIDENT
from tansiq.stix.fixed import PAP, TLP
from tansiq.stix.grading import Grading, Scale, Statement, grading_members
from tansiq.stix.markings import (
    Marking,
    Onward,
    OtherMarking,
    ReleaseMarking,
    read_marking,
    release_marking,
    standard_marking,
)
from tansiq.stix.members import with_members
from tansiq.stix.moments import moment, timestamp
from tansiq.stix.objects import GranularMarking, StixObject, parse
from tansiq.stix.terms import Terms
from tansiq.stix.upgrade import read_upgraded, upgrade
from tansiq.stix.vocabularies import Code, Vocabulary

__all__ = [
    "INCIDENT",
    "PAP",
    "TLP",
    "Addition",
    "Code",
    "Flaw",
    "Grading",
    "GranularMarking",
    "Malformed",
    "Marking",
    "Onward",
    "OtherMarking",
    "ReleaseMarking",
    "Scale",
    "SchemasMissing",
    "Statement",
    "StixError",
    "StixObject",
    "Terms",
    "UnknownCode",
    "UnknownVocabulary",
    "Vocabulary",
    "compose",
    "grading_members",
    "moment",
    "parse",
    "read_bundle",
    "read_marking",
    "read_upgraded",
    "release_marking",
    "standard_marking",
    "timestamp",
    "upgrade",
    "vocabularies",
    "with_members",
    "without",
]
