"""The contract of alarms and of the audit trail, over every store."""

from dataclasses import replace
from functools import partial

import pytest
from django.db import connections

from tansiq.desk.reports import NotesMany
from tansiq.exchange import Alarm
from tansiq.store import NotThere, SqlStore, Store
from tansiq.store.trail import ERA, mark
from tests.store.cast import LATER, MEMBER, NOW, OUTSIDER, object_id

FORK = Alarm("fork", MEMBER, {"size": "7"}, b"\x00two notes", NOW)
LINE = (
    "INSERT INTO store_trailline (id, actor, verb, subject, at, detail, mark)"
    " VALUES (%s, 'amina', 'read', %s, 0, '{}', %s)"
)


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
        lines = [(object_id(number), {"version": str(number)}) for number in range(3)]
        if isinstance(tx.trail, NotesMany):
            tx.trail.note_many("amina", "write", lines, at=NOW)
        else:
            for subject, detail in lines:
                tx.trail.note("amina", "write", subject, at=NOW, detail=detail)
        tx.trail.note("amina", "recall", object_id(1), at=NOW, detail={})
    with store.snapshot() as tx:
        assert [(one.verb, one.subject) for one in tx.trail.read()] == [
            ("recall", object_id(1)),
            *(("write", object_id(number)) for number in (2, 1, 0)),
        ]
        assert [one.detail for one in tx.trail.read(object_id(2))] == [{"version": "2"}]


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_lines_far_apart_are_found_newest_first(request: pytest.FixtureRequest, kind: str) -> None:
    store: SqlStore = request.getfixturevalue(f"{kind}_store")
    numbers = [1, 2, 1 << ERA, (1 << ERA) + 1, 70 << ERA, 200 << ERA, (200 << ERA) + 1]
    with store.transaction() as tx, connections[store.alias].cursor() as cursor:
        for number in numbers:
            subject = f"report--{number % 2}"
            cursor.execute(LINE, [number, subject, mark(subject)])
        lines = partial(tx.trail.read, "report--0")
        assert [line.position for line in lines()] == [200 << ERA, 70 << ERA, 1 << ERA, 2]
        assert [line.position for line in lines(limit=3)] == [200 << ERA, 70 << ERA, 1 << ERA]
        assert [line.position for line in lines(before=70 << ERA)] == [1 << ERA, 2]
        assert [line.position for line in lines(before=2)] == []


def test_a_trail_without_lines_is_empty(store: Store) -> None:
    with store.snapshot() as tx:
        assert list(tx.trail.read()) == list(tx.trail.read("report--1")) == []
        assert list(tx.trail.read("report--1", before=0)) == []


def test_another_subject_of_the_same_mark_is_told_apart(sqlite_store: SqlStore) -> None:
    with sqlite_store.transaction() as tx, connections[sqlite_store.alias].cursor() as cursor:
        tx.trail.note("amina", "read", "report--1", at=NOW, detail={})
        cursor.execute(LINE, [2, "report--2", mark("report--1")])
        assert [line.subject for line in tx.trail.read("report--1")] == ["report--1"]
