"""Rosters and the world held in dictionaries."""

from __future__ import annotations

from tansiq.release import Grant, Membership, Snapshot, World
from tests.release.cast import DAY, HOME, MEMBER, NOW, OUTSIDER, SAHEL, basis, kept, make, release, roster


def test_a_stay_begins_at_its_start_and_ends_before_its_end() -> None:
    stay = Membership(MEMBER, NOW, NOW + DAY)
    assert [stay.holds(at) for at in (NOW - DAY, NOW, NOW + DAY)] == [False, True, False]


def test_of_several_stays_the_longest_standing_counts() -> None:
    early, late, ever = Membership(MEMBER, NOW - 9 * DAY), Membership(MEMBER, NOW - DAY), Membership(MEMBER)
    assert roster(SAHEL, late, early).member(MEMBER, NOW) is early
    assert roster(SAHEL, late, ever, early).member(MEMBER, NOW) is ever


def test_who_is_not_listed_is_no_member() -> None:
    assert roster(SAHEL, Membership(MEMBER)).member(OUTSIDER, NOW) is None


def test_a_snapshot_answers_from_its_dictionaries() -> None:
    permit, grant = release(), Grant("report--1", MEMBER, OUTSIDER)
    seen: World = Snapshot(
        HOME,
        legal={MEMBER: [basis(MEMBER)]},
        permits={("report--1", MEMBER): [grant]},
        records={permit.id: kept(permit)},
    )
    assert seen.marking(permit.id) is permit
    assert seen.grants("report--1", MEMBER) == [grant]
    assert [one.partner for one in seen.bases(MEMBER)] == [MEMBER]


def test_a_snapshot_knows_nothing_else() -> None:
    seen = Snapshot(
        HOME,
        markings={
            "m": make("marking-definition", definition_type="statement", definition={"statement": "S"})
        },
    )
    assert (seen.standing(MEMBER), seen.record("x"), seen.marking("x")) == (None, None, None)
    assert (list(seen.bases(MEMBER)), list(seen.grants("x", MEMBER)), dict(seen.rosters())) == ([], [], {})
    assert seen.marking("m") is not None
