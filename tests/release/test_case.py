"""How rules compose: refusal is what remains when there is nothing else."""

from __future__ import annotations

import pytest

from tansiq.release import AllOf, Audience, ReasonCode, Together
from tansiq.release.case import SILENT, Case, Finding, allow, question, refuse
from tests.release.cast import MEMBER, NOW, kept, marked, world

CASE = question(kept(marked()), MEMBER, NOW, world())


def yes(case: Case) -> Finding:
    return allow(ReasonCode.IN_AUDIENCE, 4, reader=case.reader)


def no(case: Case) -> Finding:
    return refuse(ReasonCode.EXCLUDED, 4, reader=case.reader)


def held(case: Case) -> Finding:
    return refuse(ReasonCode.HELD, 8, hold=case.record.precedence)


def quiet(case: Case) -> Finding:
    assert case.audience == Audience()
    return SILENT


def said(finding: Finding) -> list[str]:
    return [reason.code.value for reason in finding.reasons]


@pytest.mark.parametrize("compose", [AllOf, Together])
def test_no_rules_refuse(compose: type[AllOf | Together]) -> None:
    assert compose()(CASE).allowed is False
    assert said(compose()(CASE)) == ["NO_RULES"]


@pytest.mark.parametrize("compose", [AllOf, Together])
def test_all_must_allow(compose: type[AllOf | Together]) -> None:
    assert compose(quiet, yes, yes)(CASE).allowed is True
    assert said(compose(quiet, yes, yes)(CASE)) == ["IN_AUDIENCE", "IN_AUDIENCE"]
    assert compose(yes, quiet, no)(CASE).allowed is False
    assert compose(quiet)(CASE).allowed is True


def test_one_after_the_other_stops_at_the_first_refusal() -> None:
    assert said(AllOf(yes, no, held)(CASE)) == ["EXCLUDED"]


def test_together_gives_the_reasons_of_all_that_refuse() -> None:
    assert said(Together(yes, no, held)(CASE)) == ["EXCLUDED", "HELD"]


def test_a_list_within_a_list_refuses_too() -> None:
    assert AllOf(yes, AllOf())(CASE).allowed is False
