"""Recalls."""

from __future__ import annotations

import pytest

from tansiq import desk
from tansiq.desk import AlreadyRecalled, NotAllowed, NotFound
from tansiq.ledger import Kind
from tansiq.stix import UnknownCode
from tests.desk.cast import ANALYST, LIAISON, NOW, Office, uuids


def test_r13_recall_asks_everyone_who_was_told(office: Office) -> None:
    object_id = office.write(office.circle_audience())
    with office.desk() as at:
        assert desk.recall(object_id, "inaccurate", actor=LIAISON, now=NOW, desk=at) == (office.member,)
    with office.store.snapshot() as tx:
        assert [told.kind for told in tx.feeds.told(object_id)] == [Kind.OBJECT, Kind.RECALL]


def test_a_recall_is_not_told_to_who_never_had_it(office: Office) -> None:
    object_id = office.write(office.circle_audience(office.member))
    with office.desk() as at:
        assert desk.recall(object_id, "inaccurate", actor=LIAISON, now=NOW, desk=at) == ()


def test_a_recall_needs_a_listed_reason(office: Office) -> None:
    object_id = office.write(office.circle_audience())
    with office.desk() as at, pytest.raises(UnknownCode):
        desk.recall(object_id, "because", actor=LIAISON, now=NOW, desk=at)


def test_a_recall_happens_once(office: Office) -> None:
    object_id = office.write(office.circle_audience())
    with office.desk() as at:
        desk.recall(object_id, "inaccurate", actor=LIAISON, now=NOW, desk=at)
    with office.desk() as at, pytest.raises(AlreadyRecalled):
        desk.recall(object_id, "inaccurate", actor=LIAISON, now=NOW, desk=at)


def test_an_analyst_does_not_recall(office: Office) -> None:
    object_id = office.write(office.circle_audience())
    with office.desk() as at, pytest.raises(NotAllowed):
        desk.recall(object_id, "inaccurate", actor=ANALYST, now=NOW, desk=at)


def test_what_is_not_held_cannot_be_recalled(office: Office) -> None:
    with office.desk() as at, pytest.raises(NotFound):
        desk.recall(f"report--{uuids()()}", "inaccurate", actor=LIAISON, now=NOW, desk=at)
