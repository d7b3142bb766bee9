"""The steps in their order: an earlier refusal hides a later one."""

from __future__ import annotations

from dataclasses import replace

from tansiq.release import Audience, Hold, Standing, decide
from tansiq.release.case import question
from tansiq.release.rules import entitled, is_definition, part_entitled
from tansiq.stix import TLP
from tests.release.cast import HOME, MEMBER, NOW, OUTSIDER, codes, kept, make, marked, release, world

PERMIT = release("cyber")
FOR_MEMBER = Audience(agencies=frozenset({MEMBER}))


def test_the_steps_refuse_in_their_order() -> None:
    bare = kept(marked("report", grading=None), holds=(Hold("minor", NOW, HOME),), recalled=NOW)
    seen = world(kept(PERMIT), legal={})
    refusals = [codes(decide(bare, MEMBER, NOW, world=replace(seen, standings={MEMBER: Standing.LEFT})))]
    mended = [
        bare,
        bare := replace(bare, recalled=None),
        bare := replace(bare, object=marked("report", TLP.AMBER, grading=None)),
        replace(bare, audience=FOR_MEMBER),
    ]
    refusals += [codes(decide(record, MEMBER, NOW, world=seen)) for record in mended]
    assert refusals == [
        ["PARTNER_LEFT"],
        ["RECALLED"],
        ["TLP_MISSING"],
        ["AUDIENCE_EMPTY"],
        ["NO_LEGAL_BASIS"],
    ]


def test_and_the_last_ones_too() -> None:
    held = kept(
        marked("report", TLP.AMBER, PERMIT, grading=None),
        audience=FOR_MEMBER,
        holds=(Hold("minor", NOW, HOME),),
    )
    seen = world(kept(PERMIT))
    graded = replace(held, object=marked("report", TLP.AMBER, PERMIT))
    assert codes(decide(held, MEMBER, NOW, world=seen)) == ["GRADING_MISSING"]
    assert codes(decide(graded, MEMBER, NOW, world=seen)) == ["HELD"]


def test_definitions_and_our_identity_go_by_their_own_rule() -> None:
    assert is_definition(question(kept(PERMIT), MEMBER, NOW, world()))
    assert is_definition(question(kept(make("identity", id=HOME)), MEMBER, NOW, world()))
    assert not is_definition(question(kept(make("identity", id=HOME), OUTSIDER), MEMBER, NOW, world()))


def test_a_suspended_partner_gets_no_definition_either() -> None:
    case = question(kept(PERMIT), MEMBER, NOW, world(standings={MEMBER: Standing.SUSPENDED}))
    assert [reason.step for reason in entitled(case).reasons] == [1]


def test_a_part_without_a_release_marking_asks_for_audience_alone() -> None:
    case = question(kept(marked(), audience=FOR_MEMBER), MEMBER, NOW, world(legal={}))
    assert part_entitled(case.of_part(TLP.GREEN.id))
    assert not part_entitled(case.of_part("marking-definition--00000001-1111-4111-8111-111111111111"))
