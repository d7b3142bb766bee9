"""Partners that come, or come back."""

from __future__ import annotations

from datetime import timedelta

from tansiq import desk
from tansiq.release import Audience, Standing
from tests.desk.cast import NOW, Office

LATER = NOW + timedelta(days=1)


def come_back(office: Office, agency: str) -> tuple[str, ...]:
    with office.desk() as at:
        at.directory.set_standing(agency, Standing.ACTIVE, now=LATER)
    with office.desk() as at:
        return desk.welcome(agency, now=LATER, desk=at)


def suspend(office: Office, agency: str) -> None:
    with office.desk() as at:
        at.directory.set_standing(agency, Standing.SUSPENDED, now=NOW)


def test_who_comes_back_is_told_what_it_missed(office: Office) -> None:
    suspend(office, office.member)
    missed = office.write(office.circle_audience())
    assert office.told(missed) == set()
    assert come_back(office, office.member) == (missed,)
    assert office.told(missed) == {office.member}


def test_who_comes_back_is_told_nothing_twice(office: Office) -> None:
    office.write(office.circle_audience())
    assert come_back(office, office.member) == ()


def test_who_comes_is_told_nothing_that_is_not_open_to_it(office: Office) -> None:
    office.write(office.circle_audience())
    office.write(Audience(agencies=frozenset({office.member})))
    office.write(Audience(agencies=frozenset({office.outsider}), exclusions=frozenset({office.outsider})))
    assert come_back(office, office.outsider) == ()


def test_who_comes_back_gets_the_roster_of_its_circle_again(office: Office) -> None:
    with office.store.snapshot() as tx:
        sizes = [tx.feeds.outgoing(agency).frontier.size for agency in (office.member, office.outsider)]
    come_back(office, office.member)
    with office.store.snapshot() as tx:
        assert [roster.version for roster in tx.circles.history(office.circle)] == [1]
        assert tx.feeds.outgoing(office.member).frontier.size == sizes[0] + 1
        assert tx.feeds.outgoing(office.outsider).frontier.size == sizes[1]
