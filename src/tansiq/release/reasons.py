"""Why an object is released or refused: codes with safe parameters; the sentences are the wording's."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tansiq.release.released import Released
from tansiq.stix import StixObject


class ReasonCode(StrEnum):
    """Every reason that a decision can give; spec/release.md lists them by step."""

    NO_RULES = "NO_RULES"
    UNSAFE = "UNSAFE"
    HOME_READS = "HOME_READS"
    NOT_A_PARTNER = "NOT_A_PARTNER"
    PARTNER_INVITED = "PARTNER_INVITED"
    PARTNER_SUSPENDED = "PARTNER_SUSPENDED"
    PARTNER_LEFT = "PARTNER_LEFT"
    RECALLED = "RECALLED"
    RECALLED_HERE = "RECALLED_HERE"
    EXPIRED = "EXPIRED"
    EXPIRED_HERE = "EXPIRED_HERE"
    TLP_ALLOWS = "TLP_ALLOWS"
    TLP_MISSING = "TLP_MISSING"
    TLP_RED_NOT_NAMED = "TLP_RED_NOT_NAMED"
    MARKING_UNKNOWN = "MARKING_UNKNOWN"
    MARKING_FOREIGN = "MARKING_FOREIGN"
    PUBLIC_DEFINITION = "PUBLIC_DEFINITION"
    ONLY_WITH_ITS_OBJECT = "ONLY_WITH_ITS_OBJECT"
    HOME_IDENTITY = "HOME_IDENTITY"
    IN_AUDIENCE = "IN_AUDIENCE"
    IN_CIRCLE = "IN_CIRCLE"
    AUDIENCE_EMPTY = "AUDIENCE_EMPTY"
    NOT_IN_AUDIENCE = "NOT_IN_AUDIENCE"
    EXCLUDED = "EXCLUDED"
    JOINED_LATER = "JOINED_LATER"
    ONWARD_BY_MARKING = "ONWARD_BY_MARKING"
    ONWARD_BY_GRANT = "ONWARD_BY_GRANT"
    ONWARD_TO_ORIGINATOR = "ONWARD_TO_ORIGINATOR"
    ONWARD_NOT_PERMITTED = "ONWARD_NOT_PERMITTED"
    GRANT_EXPIRED = "GRANT_EXPIRED"
    GRANT_PURPOSE = "GRANT_PURPOSE"
    BASIS_CURRENT = "BASIS_CURRENT"
    NO_LEGAL_BASIS = "NO_LEGAL_BASIS"
    BASIS_NOT_BEGUN = "BASIS_NOT_BEGUN"
    BASIS_EXPIRED = "BASIS_EXPIRED"
    PURPOSE_MISSING = "PURPOSE_MISSING"
    GRADING_MISSING = "GRADING_MISSING"
    HELD = "HELD"
    PARTS_REMOVED = "PARTS_REMOVED"
    REFERENCES_REMOVED = "REFERENCES_REMOVED"
    REDUCED_TO_INVALID = "REDUCED_TO_INVALID"
    REDACTION_OF_FOREIGN = "REDACTION_OF_FOREIGN"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason of `step` 1 to 9 (0: before them); `about` fills its sentence: ids, codes, counts, dates."""

    code: ReasonCode
    step: int
    about: tuple[tuple[str, str], ...] = ()


class Outcome(StrEnum):
    """What became of the question whether a reader may have an object."""

    WHOLE = "whole"
    REDACTED = "redacted"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer for one `reader` and one version of an object; `released` is None if `outcome` is `NO`.

    `reasons` are for the people at home; `via`, the circles through which it went, may be told to the reader.
    """

    reader: str
    object_id: str
    version: str
    outcome: Outcome
    reasons: tuple[Reason, ...]
    via: tuple[str, ...] = ()
    released: Released[StixObject] | None = None
