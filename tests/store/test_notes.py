"""The contract of alarms and of the audit trail, over every store."""

from dataclasses import replace

import pytest

from tansiq.desk.reports import NotesMany
from tansiq.exchange import Alarm
from tansiq.store import NotThere, Store
from tests.store.cast import LATER, MEMBER, NOW, OUTSIDER, object_id

FORK = Alarm("fork", MEMBER, {"size": "7"}, b"\x00two notes", NOW)


def test_an_alarm_stands_until_a_person_clears_it(store: Store) -> None:
    with store.transaction() as tx:
        tx.alarms.raise_(FORK)
        tx.alarms.raise_(replace(FORK, partner=None, code="disk"))
        disk, fork = tx.alarms.open()
        assert (disk.code, replace(fork, id=None)) == ("disk", FORK)
        assert tx.alarms.open(MEMBER) == [fork]
        assert list(tx.alarms.open(OUTSIDER)) == []
        tx.alarms.clear(fork.id or 0, now=LATER)
        assert tx.alarms.open() == [disk]


def test_an_open_alarm_is_not_raised_again(store: Store) -> None:
    with store.transaction() as tx:
        for alarm in (FORK, replace(FORK, at=LATER), replace(FORK, evidence=b"others")):
            tx.alarms.raise_(alarm)
        assert len(tx.alarms.open()) == 2


def test_a_cleared_alarm_can_ring_again(store: Store) -> None:
    with store.transaction() as tx:
        tx.alarms.raise_(FORK)
        tx.alarms.clear(tx.alarms.open()[0].id or 0, now=NOW)
        tx.alarms.raise_(FORK)
        assert len(tx.alarms.open()) == 1


def test_an_alarm_that_never_rang_cannot_be_cleared(store: Store) -> None:
    with store.transaction() as tx, pytest.raises(NotThere):
        tx.alarms.clear(7, now=NOW)


def test_the_trail_is_read_newest_first(store: Store) -> None:
    with store.transaction() as tx:
        for number in range(5):
            tx.trail.note("amina", "read", f"report--{number % 2}", at=NOW, detail={"n": str(number)})
        newest, *_ = lines = tx.trail.read(limit=3)
        assert [line.detail["n"] for line in lines] == ["4", "3", "2"]
        assert (newest.actor, newest.verb, newest.subject, newest.at) == ("amina", "read", "report--0", NOW)
        older = tx.trail.read(before=lines[-1].position)
        assert [line.detail["n"] for line in older] == ["1", "0"]
        assert [line.detail["n"] for line in tx.trail.read("report--1")] == ["3", "1"]


def test_many_lines_noted_at_once_are_lines_as_any_other(store: Store) -> None:
    with store.transaction() as tx:
        if not isinstance(tx.trail, NotesMany):
            pytest.skip("this trail notes one by one")
        lines = [(object_id(number), {"version": str(number)}) for number in range(3)]
        tx.trail.note_many("amina", "write", lines, at=NOW)
        tx.trail.note("amina", "recall", object_id(1), at=NOW, detail={})
    with store.snapshot() as tx:
        assert [(one.verb, one.subject) for one in tx.trail.read()] == [
            ("recall", object_id(1)),
            *(("write", object_id(number)) for number in (2, 1, 0)),
        ]
        assert [one.detail for one in tx.trail.read(object_id(2))] == [{"version": "2"}]
