"""Steps 3 to 5: TLP, audience and onward release."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from tansiq.release import Audience, Grant, Membership, Outcome, Record, Snapshot, decide
from tansiq.stix import PAP, TLP, Onward, StixObject, parse
from tests.release.cast import (
    AUTHOR,
    COAST,
    DAY,
    HOME,
    MEMBER,
    NOW,
    OUTSIDER,
    SAHEL,
    codes,
    kept,
    marked,
    release,
    roster,
    world,
)

PERMIT = release("cyber")
FOR_SAHEL = Audience(circles=frozenset({SAHEL}))
FOR_BOTH = Audience(agencies=frozenset({MEMBER, OUTSIDER}))


def about(*markings: StixObject | TLP, audience: Audience = FOR_SAHEL) -> tuple[Record, Snapshot]:
    record = kept(marked("report", *markings), audience=audience)
    return record, world(record, kept(PERMIT))


@pytest.mark.parametrize("tlp", [TLP.CLEAR, TLP.GREEN, TLP.AMBER, TLP.AMBER_STRICT])
def test_step_3_all_but_red_leave_the_choice_to_the_audience(tlp: TLP) -> None:
    record, seen = about(tlp, PERMIT)
    assert decide(record, MEMBER, NOW, world=seen).outcome is Outcome.WHOLE
    assert codes(decide(record, OUTSIDER, NOW, world=seen)) == ["NOT_IN_AUDIENCE"]


def test_step_3_red_is_for_agencies_named_one_by_one() -> None:
    record, seen = about(TLP.RED, PERMIT)
    assert codes(decide(record, MEMBER, NOW, world=seen)) == ["TLP_RED_NOT_NAMED"]
    record, seen = about(TLP.RED, PERMIT, audience=Audience(agencies=frozenset({MEMBER})))
    assert decide(record, MEMBER, NOW, world=seen).outcome is Outcome.WHOLE


def test_step_3_of_several_levels_the_strictest_counts() -> None:
    record, seen = about(TLP.CLEAR, TLP.RED, TLP.GREEN, PERMIT)
    assert codes(decide(record, MEMBER, NOW, world=seen)) == ["TLP_RED_NOT_NAMED"]


def test_step_3_without_a_level_nobody_else_has_it() -> None:
    record, seen = about(PERMIT)
    assert codes(decide(record, MEMBER, NOW, world=seen)) == ["TLP_MISSING"]
    assert decide(record, HOME, NOW, world=seen).outcome is Outcome.WHOLE


def test_step_3_a_marking_that_nobody_here_knows_refuses() -> None:
    record, _ = about(TLP.AMBER, PERMIT)
    assert codes(decide(record, MEMBER, NOW, world=world(record))) == ["MARKING_UNKNOWN"]


def test_step_3_a_release_marking_slipped_in_by_another_agency_does_not_count() -> None:
    record, _ = about(TLP.AMBER, PERMIT)
    slipped = world(record, kept(PERMIT, originator=OUTSIDER))
    assert codes(decide(record, MEMBER, NOW, world=slipped)) == ["MARKING_FOREIGN"]


@pytest.mark.parametrize("level", [TLP.AMBER, PAP.RED])
def test_step_3_definitions_of_tlp_and_pap_are_public(level: TLP | PAP) -> None:
    record = kept(parse(level.marking_definition()))
    assert codes(decide(record, OUTSIDER, NOW, world=world())) == ["PUBLIC_DEFINITION"]


def test_step_3_other_definitions_do_not_travel_alone() -> None:
    assert codes(decide(kept(PERMIT), MEMBER, NOW, world=world())) == ["ONLY_WITH_ITS_OBJECT"]


def test_step_3_our_own_identity_is_for_every_active_partner() -> None:
    record = kept(marked("identity", id=HOME, by=HOME, grading=None))
    assert codes(decide(record, OUTSIDER, NOW, world=world(record))) == ["HOME_IDENTITY"]


def test_step_3_an_identity_that_only_claims_our_id_is_not_ours() -> None:
    record = kept(marked("identity", id=HOME, by=HOME, grading=None), originator=OUTSIDER)
    assert codes(decide(record, MEMBER, NOW, world=world(record))) == ["TLP_MISSING"]


def test_step_4_a_circle_opens_the_object_and_is_told_as_the_way() -> None:
    record, seen = about(TLP.AMBER, PERMIT)
    decision = decide(record, MEMBER, NOW, world=seen)
    assert decision.via == (SAHEL,)
    assert "IN_CIRCLE" in codes(decision)


def test_step_4_the_way_names_no_circle_without_the_reader() -> None:
    record, seen = about(TLP.AMBER, PERMIT, audience=Audience(circles=frozenset({SAHEL, COAST})))
    seen = replace(seen, circles={**seen.circles, COAST: roster(COAST, Membership(OUTSIDER))})
    assert decide(record, MEMBER, NOW, world=seen).via == (SAHEL,)


def test_step_4_exclusion_beats_membership_and_name() -> None:
    both = Audience(frozenset({MEMBER}), frozenset({SAHEL}), exclusions=frozenset({MEMBER}))
    record, seen = about(TLP.AMBER, PERMIT, audience=both)
    assert codes(decide(record, MEMBER, NOW, world=seen)) == ["EXCLUDED"]


def test_step_4_an_empty_audience_is_nobody_but_home() -> None:
    record, seen = about(TLP.CLEAR, PERMIT, audience=Audience())
    assert codes(decide(record, MEMBER, NOW, world=seen)) == ["AUDIENCE_EMPTY"]


@pytest.mark.parametrize(
    ("since", "outcome"), [(NOW - 2 * DAY, Outcome.WHOLE), (NOW - DAY, Outcome.NO), (None, Outcome.WHOLE)]
)
def test_step_4_a_new_member_sees_nothing_earlier_unless_the_roster_says_so(
    since: datetime | None, outcome: Outcome
) -> None:
    record, seen = about(TLP.AMBER, PERMIT)
    stay = Membership(OUTSIDER, since)
    decision = decide(record, OUTSIDER, NOW, world=replace(seen, circles={SAHEL: roster(SAHEL, stay)}))
    assert decision.outcome is outcome
    assert ("JOINED_LATER" in codes(decision)) == (outcome is Outcome.NO)


@pytest.mark.parametrize("stay", [Membership(MEMBER, None, NOW), Membership(MEMBER, NOW + DAY)])
def test_step_4_who_left_or_has_yet_to_join_is_no_member(stay: Membership) -> None:
    record, seen = about(TLP.AMBER, PERMIT)
    decision = decide(record, MEMBER, NOW, world=replace(seen, circles={SAHEL: roster(SAHEL, stay)}))
    assert codes(decision) == ["NOT_IN_AUDIENCE"]


def test_step_4_who_left_and_came_back_sees_nothing_of_its_first_stay() -> None:
    record, seen = about(TLP.AMBER, PERMIT)
    stays = Membership(MEMBER, NOW - 9 * DAY, NOW - DAY), Membership(MEMBER, NOW - DAY)
    decision = decide(record, MEMBER, NOW, world=replace(seen, circles={SAHEL: roster(SAHEL, *stays)}))
    assert codes(decision) == ["JOINED_LATER"]


def test_step_4_a_circle_without_a_roster_opens_nothing() -> None:
    record, seen = about(TLP.AMBER, PERMIT)
    assert codes(decide(record, MEMBER, NOW, world=replace(seen, circles={}))) == ["NOT_IN_AUDIENCE"]


def foreign(onward: Onward, *, audience: Audience = FOR_BOTH) -> tuple[Record, Snapshot]:
    permit = release("cyber", onward=onward, by=AUTHOR)
    record = kept(marked("report", TLP.AMBER, permit, by=AUTHOR), AUTHOR, audience=audience)
    return record, world(record, kept(permit, AUTHOR))


def test_step_5_nothing_goes_on_by_itself() -> None:
    record, seen = foreign(Onward())
    assert codes(decide(record, MEMBER, NOW, world=seen)) == ["ONWARD_NOT_PERMITTED"]


def test_step_5_its_refusal_is_told_even_before_anyone_widened_the_audience() -> None:
    record, seen = foreign(Onward(), audience=Audience())
    assert codes(decide(record, MEMBER, NOW, world=seen)) == ["AUDIENCE_EMPTY", "ONWARD_NOT_PERMITTED"]


@pytest.mark.parametrize("onward", [Onward(agencies=(MEMBER,)), Onward(circles=(SAHEL,))])
def test_step_5_the_marking_of_the_originator_permits(onward: Onward) -> None:
    record, seen = foreign(onward)
    assert "ONWARD_BY_MARKING" in codes(decide(record, MEMBER, NOW, world=seen))
    assert codes(decide(record, OUTSIDER, NOW, world=seen)) == ["ONWARD_NOT_PERMITTED"]


def test_step_5_every_release_marking_must_permit() -> None:
    yes, no = release("cyber", onward=Onward(agencies=(MEMBER,)), by=AUTHOR), release("cyber", by=AUTHOR)
    record = kept(marked("report", TLP.AMBER, yes, no, by=AUTHOR), AUTHOR, audience=FOR_BOTH)
    seen = world(record, kept(yes, AUTHOR), kept(no, AUTHOR))
    assert codes(decide(record, MEMBER, NOW, world=seen)) == ["ONWARD_NOT_PERMITTED"]


def test_step_5_permission_does_not_replace_our_own_choice() -> None:
    record, seen = foreign(Onward(agencies=(MEMBER,)), audience=Audience())
    assert codes(decide(record, MEMBER, NOW, world=seen)) == ["AUDIENCE_EMPTY"]


def granted(**changes: Any) -> list[str]:
    record, seen = foreign(Onward())
    grant = replace(Grant(record.object.id, MEMBER, AUTHOR), **changes)
    return codes(
        decide(record, MEMBER, NOW, world=replace(seen, permits={(record.object.id, MEMBER): [grant]}))
    )


def test_step_5_a_grant_of_the_originator_permits() -> None:
    assert "ONWARD_BY_GRANT" in granted()
    assert "ONWARD_BY_GRANT" in granted(purposes=frozenset({"cyber", "arms"}), expires=NOW + DAY)


def test_step_5_an_expired_grant_does_not() -> None:
    assert granted(expires=NOW) == ["ONWARD_NOT_PERMITTED", "GRANT_EXPIRED"]


def test_step_5_a_grant_for_another_purpose_does_not() -> None:
    assert granted(purposes=frozenset({"arms"})) == ["ONWARD_NOT_PERMITTED", "GRANT_PURPOSE"]


@pytest.mark.parametrize("change", [{"by": OUTSIDER}, {"to": OUTSIDER}, {"object": SAHEL}])
def test_step_5_a_grant_by_or_for_or_about_another_does_not(change: dict[str, str]) -> None:
    assert granted(**change) == ["ONWARD_NOT_PERMITTED"]


def test_step_5_the_originator_may_have_its_own_back() -> None:
    record, seen = foreign(Onward(), audience=Audience(agencies=frozenset({AUTHOR})))
    assert "ONWARD_TO_ORIGINATOR" in codes(decide(record, AUTHOR, NOW, world=seen))
