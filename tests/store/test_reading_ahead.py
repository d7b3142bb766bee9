"""Looking up many objects at once changes nothing of what is said of each."""

import pytest

from tansiq.exchange import Tombstone
from tansiq.exchange.world import ReadsAhead
from tansiq.store import SqlStore, Transaction, Withdrawn
from tests.store.cast import BY_HOME, HOME, LATER, object_id, record

ALL = [object_id(number) for number in range(1, 6)]
RECALLED = Tombstone(object_id(3), HOME, "error", LATER, None)


@pytest.fixture(params=["sqlite", "postgres"])
def store(request: pytest.FixtureRequest) -> SqlStore:
    chosen: SqlStore = request.getfixturevalue(f"{request.param}_store")
    return chosen


def ahead(tx: Transaction, *object_ids: str) -> None:
    assert isinstance(tx.objects, ReadsAhead)
    tx.objects.read_ahead(object_ids)


def said(tx: Transaction) -> list[object]:
    return [
        (
            tx.objects.record(one),
            tx.objects.signature(one),
            tx.objects.sender(one),
            tx.objects.tombstone(one, HOME),
        )
        for one in ALL
    ]


def test_what_is_held_or_ended_is_said_as_without(store: SqlStore) -> None:
    with store.transaction() as tx:
        tx.objects.add_many([(record(1), BY_HOME), (record(3), BY_HOME)], sender=None)
        tx.objects.recall(RECALLED)
        tx.objects.erase(object_id(3), at=LATER)
    with store.snapshot() as tx:
        plainly = said(tx)
        ahead(tx, *ALL, *ALL)
        assert said(tx) == plainly


def test_what_is_kept_after_the_look_is_found(store: SqlStore) -> None:
    with store.transaction() as tx:
        ahead(tx, *ALL)
        assert tx.objects.record(object_id(2)) is None
        tx.objects.add(record(2), BY_HOME, sender=None)
        assert tx.objects.record(object_id(2)) == record(2)
        ahead(tx, *ALL)
        assert tx.objects.record(object_id(2)) == record(2)


def test_what_is_taken_back_after_the_look_does_not_come_in(store: SqlStore) -> None:
    with store.transaction() as tx:
        ahead(tx, *ALL)
        tx.objects.recall(RECALLED)
        assert tx.objects.tombstone(object_id(3), HOME) is not None
        with pytest.raises(Withdrawn):
            tx.objects.add(record(3), BY_HOME, sender=None)


def test_more_than_one_statement_holds_are_looked_up(store: SqlStore) -> None:
    with store.transaction() as tx:
        tx.objects.add(record(1999), BY_HOME, sender=None)
        ahead(tx, *map(object_id, range(2000)))
        assert tx.objects.record(object_id(1999)) == record(1999)
        assert tx.objects.record(object_id(1998)) is None
