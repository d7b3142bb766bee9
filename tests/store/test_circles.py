"""The contract of circles, over every store."""

import pytest

from tansiq.store import Store, VersionTaken
from tests.store.cast import BY_HOME, CIRCLE, MEMBER, OUTSIDER, roster


def test_the_newest_roster_is_in_force(store: Store) -> None:
    with store.transaction() as tx:
        tx.circles.keep(roster(1, MEMBER), b"one", BY_HOME)
        tx.circles.keep(roster(3, MEMBER, OUTSIDER), b"three", BY_HOME)
        tx.circles.keep(roster(2), b"two", BY_HOME)
    with store.snapshot() as tx:
        assert tx.circles.rosters() == {CIRCLE: roster(3, MEMBER, OUTSIDER)}
        assert tx.circles.statement(CIRCLE) == b"three"
        assert [kept.version for kept in tx.circles.history(CIRCLE)] == [1, 2, 3]


def test_an_unknown_circle_has_no_history(store: Store) -> None:
    with store.snapshot() as tx:
        assert tx.circles.rosters() == {}
        assert tx.circles.statement(CIRCLE) is None
        assert list(tx.circles.history(CIRCLE)) == []


def test_a_version_is_kept_once(store: Store) -> None:
    with store.transaction() as tx:
        tx.circles.keep(roster(1), b"one", BY_HOME)
        tx.circles.keep(roster(1), b"one", BY_HOME)
        assert len(tx.circles.history(CIRCLE)) == 1


def test_a_version_with_other_bytes_is_refused(store: Store) -> None:
    with store.transaction() as tx:
        tx.circles.keep(roster(1), b"one", BY_HOME)
        with pytest.raises(VersionTaken):
            tx.circles.keep(roster(1, MEMBER), b"another", BY_HOME)
