"""Reading: listings, search and one object."""

from __future__ import annotations

import pytest

from tansiq import desk
from tansiq.desk import Actor, Filter, NotAllowed, NotFound
from tansiq.release import Audience
from tests.desk.cast import ANALYST, NOW, Office, uuids


def test_a_listing_holds_what_we_wrote(office: Office) -> None:
    object_id = office.write(Audience())
    with office.desk() as at:
        (found,) = desk.listing(Filter(box="own", type="report"), actor=ANALYST, now=NOW, desk=at)
    assert found.value.record.object.id == object_id
    assert found.reader == office.home


def test_search_finds_words_whatever_their_case(office: Office) -> None:
    office.write(Audience())
    with office.desk() as at:
        assert desk.listing(Filter(box="all", text="CONVOY"), actor=ANALYST, now=NOW, desk=at)
        assert not desk.listing(Filter(box="all", text="camel"), actor=ANALYST, now=NOW, desk=at)


def test_r19_reading_and_searching_are_noted_with_who_and_why(office: Office) -> None:
    object_id = office.write(Audience())
    with office.desk() as at:
        desk.open_object(object_id, actor=ANALYST, now=NOW, desk=at, justification="case 7")
        desk.listing(Filter(text="convoy"), actor=ANALYST, now=NOW, desk=at)
    with office.store.snapshot() as tx:
        noted = {(note.verb, note.actor): note for note in tx.trail.read(limit=10)}
    assert noted["read", "Issa"].detail == {"justification": "case 7"}
    assert noted["search", "Issa"].subject == "convoy"


def test_what_is_not_held_is_not_found(office: Office) -> None:
    with office.desk() as at, pytest.raises(NotFound):
        desk.open_object(f"report--{uuids()()}", actor=ANALYST, now=NOW, desk=at)


def test_who_has_no_role_reads_nothing(office: Office) -> None:
    nobody = Actor("Nobody", frozenset())
    with office.desk() as at, pytest.raises(NotAllowed):
        desk.listing(Filter(), actor=nobody, now=NOW, desk=at)


def test_what_a_listing_would_hold_is_counted(office: Office) -> None:
    office.write(Audience())
    office.write(Audience())
    with office.desk() as at:
        assert desk.count(Filter(box="own", limit=1), actor=ANALYST, desk=at) == 2
        assert desk.count(Filter(box="own", since=NOW), actor=ANALYST, desk=at) == 0
        with pytest.raises(NotAllowed):
            desk.count(Filter(), actor=Actor("Nobody", frozenset()), desk=at)
