"""Sharing and its reasons."""

from __future__ import annotations

import pytest

from tansiq import desk
from tansiq.desk import NotFound, ReleaseRefused
from tansiq.release import Audience, Outcome, ReasonCode
from tests.desk.cast import ANALYST, LIAISON, NOW, Office, uuids


def test_why_says_yes_to_a_member_and_names_the_circle(office: Office) -> None:
    object_id = office.write(office.circle_audience())
    with office.desk() as at:
        decision = desk.why(object_id, "member", actor=ANALYST, now=NOW, desk=at)
    assert decision.outcome is Outcome.WHOLE
    assert decision.via == (office.circle,)


def test_why_says_no_to_an_outsider(office: Office) -> None:
    object_id = office.write(office.circle_audience())
    with office.desk() as at:
        decision = desk.why(object_id, office.outsider, actor=ANALYST, now=NOW, desk=at)
    assert decision.outcome is Outcome.NO
    assert decision.released is None


def test_why_names_the_exclusion(office: Office) -> None:
    object_id = office.write(office.circle_audience(office.member))
    with office.desk() as at:
        decision = desk.why(object_id, office.member, actor=ANALYST, now=NOW, desk=at)
    assert ReasonCode.EXCLUDED in {reason.code for reason in decision.reasons}
    assert office.told(object_id) == set()


def test_why_of_nothing_is_not_found(office: Office) -> None:
    with office.desk() as at, pytest.raises(NotFound):
        desk.why(f"report--{uuids()()}", office.member, actor=ANALYST, now=NOW, desk=at)


def test_sharing_tells_one_more_agency(office: Office) -> None:
    object_id = office.write(office.circle_audience())
    with office.desk() as at:
        desk.share(object_id, ["Outsider"], actor=LIAISON, now=NOW, desk=at)
    assert office.told(object_id) == {office.member, office.outsider}


def test_sharing_does_not_lift_an_exclusion_and_changes_nothing(office: Office) -> None:
    object_id = office.write(office.circle_audience(office.outsider))
    with pytest.raises(ReleaseRefused) as refused, office.desk() as at:
        desk.share(object_id, ["Outsider"], actor=LIAISON, now=NOW, desk=at)
    assert [decision.reader for decision in refused.value.decisions] == [office.outsider]
    with office.store.snapshot() as tx:
        record = tx.objects.record(object_id)
    assert record is not None
    assert record.audience == Audience(frozenset(), frozenset({office.circle}), frozenset({office.outsider}))
    assert office.told(object_id) == {office.member}
