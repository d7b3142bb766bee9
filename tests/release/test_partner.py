"""Steps 1 and 2: the reader is an active partner, and the object is in force."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tansiq.release import Audience, Outcome, Standing, decide
from tansiq.stix import TLP
from tests.release.cast import DAY, HOME, MEMBER, NOW, OUTSIDER, codes, kept, marked, release, world

PERMIT = release("cyber")
RECORD = kept(marked("report", TLP.AMBER, PERMIT), audience=Audience(agencies=frozenset({MEMBER})))
WORLD = world(RECORD, kept(PERMIT))


def test_step_1_an_active_partner_gets_what_is_open_to_it() -> None:
    decision = decide(RECORD, MEMBER, NOW, world=WORLD)
    assert decision.outcome is Outcome.WHOLE
    assert decision.released is not None
    assert decision.released.value is RECORD.object
    assert decision.released.reader == MEMBER


def test_step_1_who_is_no_partner_gets_nothing() -> None:
    decision = decide(RECORD, "identity--00000099-0000-4000-8000-000000000000", NOW, world=WORLD)
    assert codes(decision) == ["NOT_A_PARTNER"]
    assert decision.released is None


@pytest.mark.parametrize("standing", [Standing.INVITED, Standing.SUSPENDED, Standing.LEFT])
def test_step_1_a_partner_that_is_not_active_gets_nothing(standing: Standing) -> None:
    decision = decide(RECORD, MEMBER, NOW, world=replace(WORLD, standings={MEMBER: standing}))
    assert codes(decision) == [f"PARTNER_{standing.name}"]


def test_step_2_a_recalled_object_is_told_to_nobody() -> None:
    assert codes(decide(replace(RECORD, recalled=NOW), MEMBER, NOW, world=WORLD)) == ["RECALLED"]


def test_step_2_an_object_expires_at_the_moment_it_says() -> None:
    assert codes(decide(replace(RECORD, expires=NOW), MEMBER, NOW, world=WORLD)) == ["EXPIRED"]
    later = replace(RECORD, expires=NOW + DAY)
    assert decide(later, MEMBER, NOW, world=WORLD).outcome is Outcome.WHOLE


@pytest.mark.parametrize(
    ("last", "outcome"), [(date(2026, 6, 1), Outcome.WHOLE), (date(2026, 5, 31), Outcome.NO)]
)
def test_step_2_retention_holds_through_its_last_day(last: date, outcome: Outcome) -> None:
    kept_until = release("cyber", retention=last)
    record = replace(RECORD, object=marked("report", TLP.AMBER, kept_until))
    assert decide(record, MEMBER, NOW, world=world(record, kept(kept_until))).outcome is outcome


def test_step_2_every_reason_of_the_step_is_given() -> None:
    record = replace(RECORD, recalled=NOW, expires=NOW)
    assert codes(decide(record, MEMBER, NOW, world=WORLD)) == ["RECALLED", "EXPIRED"]


def test_step_2_our_own_people_keep_reading_what_we_recalled_flagged() -> None:
    decision = decide(replace(RECORD, recalled=NOW, expires=NOW), HOME, NOW, world=WORLD)
    assert decision.outcome is Outcome.WHOLE
    assert codes(decision) == ["HOME_READS", "RECALLED_HERE", "EXPIRED_HERE"]


def test_step_2_our_own_people_lose_what_another_agency_recalled() -> None:
    record = replace(RECORD, originator=OUTSIDER, recalled=NOW)
    assert codes(decide(record, HOME, NOW, world=WORLD)) == ["RECALLED"]
