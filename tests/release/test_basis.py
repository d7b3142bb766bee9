"""Steps 6 to 8: legal basis, purpose and grading, holds."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tansiq.release import Audience, Basis, Decision, Hold, Outcome, decide
from tansiq.stix import TLP, StixObject
from tests.release.cast import DAY, HOME, MEMBER, NOW, basis, codes, kept, marked, release, world

PERMIT = release("cyber", "arms")
FOR_MEMBER = Audience(agencies=frozenset({MEMBER}))


def under(*bases: Basis, obj: StixObject | None = None) -> Decision:
    record = kept(obj or marked("report", TLP.AMBER, PERMIT), audience=FOR_MEMBER)
    seen = world(record, kept(PERMIT), legal={MEMBER: bases})
    return decide(record, MEMBER, NOW, world=seen)


def test_step_6_a_basis_for_everything_suffices() -> None:
    assert codes(under(basis(MEMBER))).count("BASIS_CURRENT") == 2


def test_step_6_several_bases_may_share_the_purposes() -> None:
    cyber, arms = (basis(MEMBER, purposes=frozenset({purpose})) for purpose in ("cyber", "arms"))
    assert under(cyber, arms).outcome is Outcome.WHOLE
    assert codes(under(cyber)) == ["NO_LEGAL_BASIS"]


def test_step_6_no_basis_no_release() -> None:
    assert codes(under()) == ["NO_LEGAL_BASIS", "NO_LEGAL_BASIS"]


def test_step_6_a_basis_with_another_partner_is_none() -> None:
    assert codes(under(basis(HOME))) == ["NO_LEGAL_BASIS", "NO_LEGAL_BASIS"]


def test_step_6_a_basis_must_cover_the_class_of_data() -> None:
    events = basis(MEMBER, classes=frozenset({"event"}))
    assert set(codes(under(events))) == {"NO_LEGAL_BASIS"}
    assert under(events, obj=marked("location", TLP.AMBER, PERMIT, country="ML")).outcome is Outcome.WHOLE


def test_step_6_a_basis_ends_at_the_moment_it_says() -> None:
    assert set(codes(under(basis(MEMBER, ends=NOW)))) == {"BASIS_EXPIRED"}
    assert under(basis(MEMBER, ends=NOW + DAY)).outcome is Outcome.WHOLE


def test_step_6_a_basis_does_not_work_ahead() -> None:
    assert set(codes(under(basis(MEMBER, starts=NOW + DAY)))) == {"BASIS_NOT_BEGUN"}
    assert under(basis(MEMBER, starts=NOW)).outcome is Outcome.WHOLE


def test_step_7_without_a_purpose_it_is_refused() -> None:
    assert codes(under(basis(MEMBER), obj=marked("report", TLP.AMBER))) == ["PURPOSE_MISSING"]


def test_step_7_markings_that_agree_on_no_purpose_give_none() -> None:
    other = release("drugs")
    record = kept(marked("report", TLP.AMBER, PERMIT, other), audience=FOR_MEMBER)
    seen = world(record, kept(PERMIT), kept(other))
    assert codes(decide(record, MEMBER, NOW, world=seen)) == ["PURPOSE_MISSING"]


def test_step_7_without_a_grading_it_is_refused() -> None:
    assert codes(under(basis(MEMBER), obj=marked("report", TLP.AMBER, PERMIT, grading=None))) == [
        "GRADING_MISSING"
    ]


def test_step_7_both_omissions_are_told() -> None:
    bare = marked("report", TLP.AMBER, grading=None)
    assert codes(under(basis(MEMBER), obj=bare)) == ["PURPOSE_MISSING", "GRADING_MISSING"]


@pytest.mark.parametrize("kind", ["ipv4-addr", "language-content"])
def test_step_7_observables_and_translations_are_graded_by_what_uses_them(kind: str) -> None:
    content = {
        "object_ref": "report--00000009-0000-4000-8000-000000000000",
        "contents": {"fr": {"name": "Nom"}},
    }
    properties = {"value": "198.51.100.7", "by": None} if kind == "ipv4-addr" else content
    obj = marked(kind, TLP.AMBER, PERMIT, grading=None, **properties)
    assert under(basis(MEMBER), obj=obj).outcome is Outcome.WHOLE


def test_step_8_every_hold_is_told() -> None:
    record = kept(marked("report", TLP.AMBER, PERMIT), audience=FOR_MEMBER)
    held = replace(record, holds=(Hold("minor", NOW, HOME), Hold("article-3", NOW, HOME)))
    decision = decide(held, MEMBER, NOW, world=world(record, kept(PERMIT)))
    assert [(reason.code.value, dict(reason.about)["hold"]) for reason in decision.reasons] == [
        ("HELD", "minor"),
        ("HELD", "article-3"),
    ]
