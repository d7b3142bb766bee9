"""The steps put together: for an object, for one of its parts, and for definitions."""

from __future__ import annotations

from tansiq.release.audience import in_audience, markings_known, not_excluded, onward, tlp_allows, tlp_present
from tansiq.release.basis import has_grading, has_purpose, legal_basis, no_hold
from tansiq.release.case import AllOf, Case, Finding, Together, allow, refuse
from tansiq.release.partner import active_partner, in_force, retained
from tansiq.release.reasons import ReasonCode
from tansiq.stix import standard_marking

_GATE = AllOf(
    active_partner,  # (1)
    in_force,  # (2)
)
_OBJECT = AllOf(
    Together(markings_known, tlp_present, tlp_allows),  # (3)
    Together(AllOf(not_excluded, in_audience), onward),  # (4) (5)
    legal_basis,  # (6)
    Together(has_purpose, has_grading),  # (7)
    no_hold,  # (8)
)
_PART = AllOf(
    retained,  # (2)
    Together(markings_known, tlp_allows),  # (3)
    AllOf(not_excluded, in_audience),  # (4)
)
_RELEASE_PART = AllOf(
    _PART,
    onward,  # (5)
    legal_basis,  # (6)
)


DEFINITIONS = frozenset({"marking-definition", "extension-definition"})


def entitled(case: Case) -> Finding:
    """Take the steps 1 to 8, or the rule on definitions, for the object of `case`."""
    gate = _GATE(case)
    if not gate.allowed:
        return gate
    return _definition(case) if is_definition(case) else _OBJECT(case)


def part_entitled(case: Case) -> bool:
    """Return whether the reader may have the part that the facts of `case` mark."""
    return (_RELEASE_PART if case.facts.releases else _PART)(case).allowed


def is_definition(case: Case) -> bool:
    """Return whether the object goes by the rule on definitions, as the home agency's identity does too."""
    obj = case.record.object
    return obj.type in DEFINITIONS or (obj.id == case.world.home and case.at_home)


def _definition(case: Case) -> Finding:
    obj = case.record.object
    if obj.id == case.world.home:
        return allow(ReasonCode.HOME_IDENTITY, 3)
    if standard_marking(obj.id) is not None:
        return allow(ReasonCode.PUBLIC_DEFINITION, 3)
    return refuse(ReasonCode.ONLY_WITH_ITS_OBJECT, 3)
