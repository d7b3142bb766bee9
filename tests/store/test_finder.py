"""The contract of the listings, over every store."""

from dataclasses import replace
from typing import Any

import pytest

from tansiq.desk import Filter
from tansiq.exchange import Tombstone
from tansiq.release import Audience
from tansiq.stix import TLP
from tansiq.store import Store, Transaction
from tests.store.cast import (
    BY_HOME,
    BY_MEMBER,
    CIRCLE,
    HOME,
    LATER,
    MEMBER,
    NOW,
    OUTSIDER,
    object_id,
    record,
    shared_with,
)

ALL = Filter(box="all")


@pytest.fixture
def filled(store: Store) -> Store:
    """Two reports of our own, two from partners, and a marking definition."""
    with store.transaction() as tx:
        tx.objects.add(
            shared_with(record(1, text="قُوَّات في القـاهرة", lang="ar"), CIRCLE), BY_HOME, sender=None
        )
        tx.objects.add(record(2, text="Élection à N'Djaména", lang="fr", tlp=TLP.RED), BY_HOME, sender=None)
        tx.objects.add(record(3, text="Fuel trade", tlp=TLP.GREEN), BY_MEMBER, sender=MEMBER, via=(CIRCLE,))
        tx.objects.add(record(4, text="Fuel trucks_ahead 100%", tlp=None), BY_MEMBER, sender=OUTSIDER)
        tx.objects.add(record(5, kind="marking-definition"), BY_MEMBER, sender=MEMBER)
    return store


def numbers(tx: Transaction, wanted: Filter, user: str = "amina") -> list[int]:
    found = [int(row.record.object.id.split("--")[1][:8]) for row in tx.objects.find(wanted, user=user)]
    if wanted.before is None:
        assert len(found) == min(tx.objects.count(wanted, user=user), wanted.limit)
    return found


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({}, [4, 3]),
        ({"box": "own"}, [2, 1]),
        ({"box": "all"}, [4, 3, 2, 1]),
        ({"box": "all", "type": "marking-definition"}, [5]),
        ({"box": "all", "type": "report"}, [4, 3, 2, 1]),
        ({"sender": MEMBER}, [3]),
        ({"box": "all", "circle": CIRCLE}, [3, 1]),
        ({"box": "own", "circle": CIRCLE}, [1]),
        ({"box": "all", "circle": OUTSIDER}, []),
        ({"box": "all", "tlp": "red"}, [2]),
        ({"box": "all", "lang": "ar"}, [1]),
        ({"box": "all", "text": "fuel"}, [4, 3]),
        ({"box": "all", "text": "FUEL  tr"}, [4, 3]),
        ({"box": "all", "text": "ahead trucks"}, [4]),
        ({"box": "all", "text": "election n djamena"}, [2]),
        ({"box": "all", "text": "القاهره قوات"}, [1]),
        ({"box": "all", "text": "report 3"}, [3]),
        ({"box": "all", "text": "%"}, [4, 3, 2, 1]),
        ({"box": "all", "text": "trucks_behind"}, []),
        ({"box": "all", "limit": 1}, [4]),
    ],
)
def test_a_listing_holds_what_its_filter_says(
    filled: Store, wanted: dict[str, Any], expected: list[int]
) -> None:
    with filled.snapshot() as tx:
        assert numbers(tx, Filter(**wanted)) == expected


def test_a_row_says_where_the_object_came_from(filled: Store) -> None:
    with filled.snapshot() as tx:
        _, received, _, own = tx.objects.find(ALL, user="amina")
        assert (received.sender, received.via, received.arrived) == (MEMBER, (CIRCLE,), NOW)
        assert (own.sender, own.via, own.record.originator) == (None, (), HOME)


def test_a_listing_pages_by_position(filled: Store) -> None:
    with filled.snapshot() as tx:
        page, seen = tx.objects.find(Filter(box="all", limit=3), user=""), []
        while page:
            seen += [row.position for row in page]
            page = tx.objects.find(Filter(box="all", limit=3, before=page[-1].position), user="")
        assert len(seen) == 4
        assert seen == sorted(seen, reverse=True)


def test_only_current_versions_are_listed(filled: Store) -> None:
    with filled.transaction() as tx:
        tx.objects.add(record(3, text="Corrected", modified=LATER), BY_MEMBER, sender=MEMBER)
        assert numbers(tx, Filter()) == [3, 4]
        assert numbers(tx, Filter(text="fuel trade")) == []


def test_reading_is_remembered_for_each_person(filled: Store) -> None:
    with filled.transaction() as tx:
        tx.objects.mark_read(object_id(3), user="amina", at=LATER)
        tx.objects.mark_read(object_id(3), user="amina", at=LATER)
        tx.objects.mark_read(object_id(9), user="amina", at=LATER)
        assert numbers(tx, Filter(unread_by="amina")) == [4]
        assert numbers(tx, Filter(unread_by="binta")) == [4, 3]
        assert [row.unread for row in tx.objects.find(Filter(), user="amina")] == [True, False]
        assert [row.unread for row in tx.objects.find(Filter(), user="binta")] == [True, True]


def test_a_new_version_is_unread_again(filled: Store) -> None:
    with filled.transaction() as tx:
        tx.objects.mark_read(object_id(3), user="amina", at=LATER)
        tx.objects.add(record(3, text="Corrected", modified=LATER), BY_MEMBER, sender=MEMBER)
        assert numbers(tx, Filter(unread_by="amina")) == [3, 4]


def test_recalled_objects_are_told_apart(filled: Store) -> None:
    with filled.transaction() as tx:
        tx.objects.recall(Tombstone(object_id(1), HOME, "error", LATER, None))
        assert numbers(tx, Filter(box="own", recalled=True)) == [1]
        assert numbers(tx, Filter(box="own", recalled=False)) == [2]
        assert numbers(tx, Filter(box="own")) == [2, 1]


def test_erased_objects_are_not_found(filled: Store) -> None:
    with filled.transaction() as tx:
        tx.objects.erase(object_id(3), at=LATER)
        assert numbers(tx, Filter()) == [4]
        assert numbers(tx, Filter(text="fuel trade")) == []


def test_a_changed_audience_changes_the_circles(filled: Store) -> None:
    with filled.transaction() as tx:
        for number in (1, 3):
            tx.objects.set_audience(object_id(number), Audience(circles=frozenset({OUTSIDER})))
        assert numbers(tx, Filter(box="all", circle=OUTSIDER)) == [3, 1]
        assert numbers(tx, Filter(box="all", circle=CIRCLE)) == [3]


def test_an_agencys_own_identity_is_no_news(filled: Store) -> None:
    itself = record(6)
    itself = replace(itself, originator=itself.object.id)
    with filled.transaction() as tx:
        tx.objects.add(itself, BY_MEMBER, sender=MEMBER)
        assert numbers(tx, Filter()) == [4, 3]
        assert numbers(tx, Filter(type="report")) == [6, 4, 3]


def test_a_listing_may_begin_at_a_moment(store: Store) -> None:
    with store.transaction() as tx:
        for number, shared in ((1, NOW), (2, LATER)):
            tx.objects.add(replace(record(number), shared=shared), BY_HOME, sender=None)
        assert numbers(tx, Filter(box="all", since=NOW)) == [2]
        assert numbers(tx, Filter(box="all", since=LATER)) == []
