"""Writing, importing and correcting."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tansiq import desk
from tansiq.desk import AlreadyRecalled, Incomplete, NotAllowed, NotFound, NothingChanged
from tansiq.release import Audience
from tests.desk.cast import ANALYST, DRAFT, LIAISON, NOW, SUPERVISOR, TERMS, Office, uuids


def test_a_report_is_told_to_its_audience_and_to_nobody_else(office: Office) -> None:
    object_id = office.write(office.circle_audience())
    assert office.told(object_id) == {office.member}


def test_a_report_says_what_was_written_by_whom_and_how_it_is_graded(office: Office) -> None:
    object_id = office.write(office.circle_audience())
    with office.store.snapshot() as tx:
        record = tx.objects.record(object_id)
    assert record is not None
    assert (record.object.title, record.object.lang) == ("Convoy seen", "en")
    assert record.object.created_by == office.home
    assert str(record.object.grading) == "A2"


def test_a_report_without_an_audience_stays_at_home(office: Office) -> None:
    assert office.told(office.write(Audience())) == set()


def test_a_report_expires_after_five_years_unless_the_marking_says_otherwise(office: Office) -> None:
    object_id = office.write(Audience())
    with office.store.snapshot() as tx:
        record = tx.objects.record(object_id)
    assert record is not None
    assert record.expires == NOW + timedelta(days=5 * 365)


@pytest.mark.parametrize("part", ["title", "text", "lang"])
def test_a_draft_without_a_part_is_refused(office: Office, part: str) -> None:
    blank: dict[str, Any] = {part: " "}
    draft = replace(DRAFT, **blank)
    with office.desk() as at, pytest.raises(Incomplete) as refused:
        desk.write(draft, TERMS, Audience(), actor=LIAISON, now=NOW, desk=at, new_uuid=uuids())
    assert refused.value.about == {"missing": part}


@pytest.mark.parametrize("actor", [ANALYST, SUPERVISOR])
def test_who_may_not_release_tells_nobody(office: Office, actor: desk.Actor) -> None:
    with pytest.raises(NotAllowed):
        office.write(office.circle_audience(), actor=actor)
    with office.store.snapshot() as tx:
        assert tx.feeds.outgoing(office.member).frontier.size == 1, "the roster alone"


def test_a_correction_reaches_everyone_who_has_the_report(office: Office) -> None:
    object_id = office.write(office.circle_audience())
    with office.desk() as at:
        version = desk.correct(object_id, {"description": "Four."}, actor=LIAISON, now=NOW, desk=at)
    with office.store.snapshot() as tx:
        assert [told.version for told in tx.feeds.told(object_id)][-1] == version
        assert len(tx.objects.versions(object_id)) == 2


def test_a_correction_is_newer_even_when_the_clock_went_back(office: Office) -> None:
    object_id = office.write(Audience())
    with office.desk() as at:
        desk.correct(object_id, {"name": "B"}, actor=LIAISON, now=NOW - timedelta(days=2), desk=at)
    with office.store.snapshot() as tx:
        older, newer = (record.object.modified for record in tx.objects.versions(object_id))
    assert older is not None
    assert newer is not None
    assert older < newer


def test_a_correction_that_changes_nothing_is_refused(office: Office) -> None:
    object_id = office.write(Audience())
    with office.desk() as at, pytest.raises(NothingChanged):
        desk.correct(object_id, {"name": DRAFT.title}, actor=LIAISON, now=NOW, desk=at)


def test_what_was_recalled_cannot_be_corrected(office: Office) -> None:
    object_id = office.write(office.circle_audience())
    with office.desk() as at:
        desk.recall(object_id, "inaccurate", actor=LIAISON, now=NOW, desk=at)
    with office.desk() as at, pytest.raises(AlreadyRecalled):
        desk.correct(object_id, {"name": "B"}, actor=LIAISON, now=NOW, desk=at)


def test_what_is_not_held_cannot_be_corrected(office: Office) -> None:
    with office.desk() as at, pytest.raises(NotFound):
        desk.correct(f"report--{uuids()()}", {"name": "B"}, actor=LIAISON, now=NOW, desk=at)


def test_the_title_of_a_text_is_its_first_line() -> None:
    assert desk.draft_of_text("  First line.\nMore.\n", "en").title == "First line."


def test_a_long_first_line_becomes_a_title_that_ends_with_a_word() -> None:
    title = desk.draft_of_text("word " * 60, "en").title
    assert title.endswith("word…")
    assert len(title) <= 121


def test_an_empty_text_is_no_report() -> None:
    with pytest.raises(Incomplete):
        desk.draft_of_text(" \n ", "ar")
