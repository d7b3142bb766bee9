"""Circles and their rosters."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tansiq import desk
from tansiq.desk import Ambiguous, NotAllowed, NotFound
from tests.desk.cast import ANALYST, LIAISON, NOW, Office, uuids

LATER = NOW + timedelta(hours=1)


def test_a_new_member_sees_nothing_from_before_it_joined(office: Office) -> None:
    object_id = office.write(office.circle_audience())
    with office.desk() as at:
        desk.circles.add("Sahel", "Outsider", actor=LIAISON, now=LATER, desk=at)
    assert office.told(object_id) == {office.member}


def test_a_new_member_with_history_is_told_what_came_before(office: Office) -> None:
    object_id = office.write(office.circle_audience())
    with office.desk() as at:
        desk.circles.add("Sahel", "Outsider", history=True, actor=LIAISON, now=LATER, desk=at)
    assert office.told(object_id) == {office.member, office.outsider}


def test_who_left_is_told_nothing_more(office: Office) -> None:
    with office.desk() as at:
        roster = desk.circles.remove("الساحل", "Member", actor=LIAISON, now=NOW, desk=at)
    assert roster.version == 2
    assert office.told(office.write(office.circle_audience(), now=LATER)) == set()


def test_adding_a_member_twice_changes_nothing(office: Office) -> None:
    with office.desk() as at:
        assert desk.circles.add("Sahel", "Member", actor=LIAISON, now=LATER, desk=at).version == 1


def test_removing_who_is_not_a_member_is_refused(office: Office) -> None:
    with office.desk() as at, pytest.raises(NotFound):
        desk.circles.remove("Sahel", "Outsider", actor=LIAISON, now=NOW, desk=at)


def test_an_analyst_does_not_keep_rosters(office: Office) -> None:
    with office.desk() as at, pytest.raises(NotAllowed):
        desk.circles.add("Sahel", "Outsider", actor=ANALYST, now=NOW, desk=at)


def test_an_unknown_name_is_refused_and_the_known_ones_are_said(office: Office) -> None:
    with office.desk() as at, pytest.raises(NotFound) as refused:
        desk.circles.add("Sahara", "Outsider", actor=LIAISON, now=NOW, desk=at)
    assert refused.value.about["known"] == "Sahel"


def test_a_name_that_two_circles_bear_is_ambiguous(office: Office) -> None:
    with office.desk() as at:
        names = {"en": "Sahel", "fr": "Autre", "ar": "أخرى"}
        desk.circles.create(names, [], actor=LIAISON, now=NOW, desk=at, new_uuid=uuids())
    with office.desk() as at, pytest.raises(Ambiguous):
        desk.find_circle("sahel", at.directory)
