"""The contract of objects, their versions, recalls and grants, over every store."""

from dataclasses import replace
from datetime import timedelta

import msgspec
import orjson
import pytest

from tansiq.exchange import Tombstone
from tansiq.release import Audience, Grant, Hold, Record
from tansiq.stix import parse
from tansiq.store import Store, TooLong, VersionTaken, Withdrawn
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

RECALLED = Tombstone(object_id(1), HOME, "error", LATER, None)


def test_a_record_comes_back_as_it_was_kept(store: Store) -> None:
    kept = replace(
        shared_with(record(text="قافلة قرب تساليت"), CIRCLE),
        parts={"marking-definition--1": Audience(agencies=frozenset({MEMBER}))},
        holds=(Hold("minor", NOW, "amina"),),
        expires=LATER,
        precedence="flash",
    )
    with store.transaction() as tx:
        tx.objects.add(kept, BY_HOME, sender=None)
    with store.snapshot() as tx:
        assert tx.objects.record(object_id()) == kept
        assert tx.objects.record(object_id(), kept.object.version) == kept
        assert tx.objects.signature(object_id()) == BY_HOME
        assert tx.objects.sender(object_id()) is None


def test_what_is_not_held_is_none(store: Store) -> None:
    with store.transaction() as tx:
        tx.objects.add(record(), BY_HOME, sender=None)
        assert tx.objects.record(object_id(2)) is None
        assert tx.objects.record(object_id(1), "another") is None
        assert tx.objects.signature(object_id(2)) is None
        assert tx.objects.sender(object_id(2)) is None
        assert list(tx.objects.versions(object_id(2))) == []


def test_the_newest_version_is_current_in_whatever_order_they_come(store: Store) -> None:
    first, second, third = (record(text=f"v{n}", modified=NOW + timedelta(hours=n)) for n in range(3))
    with store.transaction() as tx:
        tx.objects.add(second, BY_HOME, sender=None)
        tx.objects.add_many([(first, BY_HOME), (third, BY_MEMBER)], sender=MEMBER)
        assert tx.objects.record(object_id()) == third
        assert tx.objects.signature(object_id()) == BY_MEMBER
        assert tx.objects.sender(object_id()) == MEMBER
        assert list(tx.objects.versions(object_id())) == [first, second, third]
        tx.objects.add(record(text="late", modified=NOW + timedelta(minutes=1)), BY_HOME, sender=None)
        assert tx.objects.record(object_id()) == third


def test_equal_bytes_again_change_nothing(store: Store) -> None:
    with store.transaction() as tx:
        tx.objects.add_many([(record(), BY_HOME), (record(), BY_HOME)], sender=None)
        tx.objects.add(record(), BY_MEMBER, sender=MEMBER)
        assert len(tx.objects.versions(object_id())) == 1
        assert tx.objects.signature(object_id()) == BY_HOME


def test_a_version_with_other_bytes_is_refused(store: Store) -> None:
    with store.transaction() as tx:
        tx.objects.add(record(text="one"), BY_HOME, sender=None)
        with pytest.raises(VersionTaken):
            tx.objects.add(record(text="two"), BY_HOME, sender=None)
        with pytest.raises(VersionTaken):
            tx.objects.add_many([(record(2, text="a"), BY_HOME), (record(2, text="b"), BY_HOME)], sender=None)


def test_an_observable_has_one_version_without_a_name(store: Store) -> None:
    members = {
        "type": "domain-name",
        "spec_version": "2.1",
        "id": object_id(1, "domain-name"),
        "value": "x.example",
    }
    kept = Record(parse(orjson.dumps(members)), HOME, NOW)
    with store.transaction() as tx:
        tx.objects.add(kept, BY_HOME, sender=None)
        assert tx.objects.record(object_id(1, "domain-name"), "") == kept


def test_a_version_too_long_for_a_column_is_refused(store: Store) -> None:
    """No reader of STIX lets one through; the store does not rely on that."""
    fine = msgspec.structs.replace(record().object, version=f"{NOW:%Y-%m-%dT%H:%M:%S}.{'0' * 100}Z")
    with store.transaction() as tx, pytest.raises(TooLong):
        tx.objects.add(replace(record(), object=fine), BY_HOME, sender=None)


def test_an_audience_changes_in_every_version(store: Store) -> None:
    wide = Audience(frozenset({MEMBER}), frozenset({CIRCLE}), frozenset({OUTSIDER}))
    with store.transaction() as tx:
        tx.objects.add(record(), BY_HOME, sender=None)
        tx.objects.add(record(text="v2", modified=LATER), BY_HOME, sender=None)
        tx.objects.set_audience(object_id(), wide)
        assert {kept.audience for kept in tx.objects.versions(object_id())} == {wide}


def test_a_recall_marks_every_version_and_keeps_what_is_ours(store: Store) -> None:
    with store.transaction() as tx:
        tx.objects.add(record(), BY_HOME, sender=None)
        tx.objects.add(record(text="v2", modified=LATER), BY_HOME, sender=None)
        tx.objects.recall(RECALLED)
        tx.objects.recall(replace(RECALLED, reason="second"))
        assert [kept.recalled for kept in tx.objects.versions(object_id())] == [LATER, LATER]
        assert tx.objects.tombstone(object_id()) == RECALLED
        assert tx.objects.tombstone(object_id(2)) is None


def test_nothing_comes_back_after_its_recall(store: Store) -> None:
    with store.transaction() as tx:
        tx.objects.recall(RECALLED)
        with pytest.raises(Withdrawn):
            tx.objects.add(record(), BY_HOME, sender=MEMBER)
        tx.objects.add(record(2), BY_HOME, sender=MEMBER)


def test_an_erased_object_leaves_a_tombstone_alone(store: Store) -> None:
    with store.transaction() as tx:
        tx.objects.add(record(), BY_HOME, sender=MEMBER)
        tx.objects.recall(replace(RECALLED, sender=MEMBER))
        tx.objects.erase(object_id(), at=NOW)
        tx.objects.erase(object_id(), at=LATER)
        assert tx.objects.record(object_id()) is None
        assert list(tx.objects.versions(object_id())) == []
        assert tx.objects.tombstones() == [replace(RECALLED, sender=MEMBER, erased=NOW)]


def test_a_marking_definition_is_found_by_its_id(store: Store) -> None:
    marking = record(kind="marking-definition")
    with store.transaction() as tx:
        tx.objects.add_many([(marking, BY_HOME), (record(), BY_HOME)], sender=None)
        assert tx.objects.marking(marking.object.id) == marking.object
        assert tx.objects.marking(object_id()) is None
        assert tx.objects.marking(object_id(2, "marking-definition")) is None


def test_grants_are_kept_once_each(store: Store) -> None:
    grant = Grant(object_id(), OUTSIDER, MEMBER, frozenset({"arms"}), LATER)
    wider = replace(grant, purposes=None, expires=None)
    with store.transaction() as tx:
        for one, statement in ((grant, b"one"), (wider, b"two"), (grant, b"one")):
            tx.objects.grant(one, statement, BY_MEMBER)
        assert list(tx.objects.grants(object_id(), OUTSIDER)) == [grant, wider]
        assert list(tx.objects.grants(object_id(), MEMBER)) == []


def test_a_large_import_is_kept_at_once(store: Store) -> None:
    rows = [(record(number), BY_HOME) for number in range(1200)]
    with store.transaction() as tx:
        tx.objects.add_many(rows, sender=None)
        tx.objects.add_many(rows, sender=None)
        assert tx.objects.record(object_id(1199)) == rows[-1][0]


def test_everything_yields_each_version_with_its_signature(store: Store) -> None:
    kept = [record(text=f"v{n}", modified=NOW + timedelta(hours=n)) for n in range(2)]
    with store.transaction() as tx:
        for one in kept:
            tx.objects.add(one, BY_HOME, sender=None)
    with store.snapshot() as tx:
        assert list(tx.objects.everything()) == [(one, BY_HOME) for one in kept]


def test_an_object_knows_the_circles_it_came_through(store: Store) -> None:
    with store.transaction() as tx:
        tx.objects.add(record(), BY_MEMBER, sender=MEMBER, via=(CIRCLE,))
        assert tx.objects.via(object_id()) == (CIRCLE,)
        assert tx.objects.via(object_id(2)) == ()
