"""What markings ask for, several together."""

from __future__ import annotations

from datetime import date

from tansiq.release.facts import Facts, read, read_facts
from tansiq.stix import PAP, TLP, ReleaseMarking
from tests.release.cast import HOME, OUTSIDER, kept, marked, new_id, release, world

EARLY, LATE = date(2026, 7, 1), date(2027, 7, 1)
FIRST = release("cyber", "arms", retention=LATE)
SECOND = release("arms", "drugs", retention=EARLY)
WORLD = world(kept(FIRST), kept(SECOND))


def facts(*refs: str, originator: str = HOME) -> Facts:
    return read_facts(refs, kept(marked(), originator), WORLD)


def test_several_release_markings_leave_what_all_allow() -> None:
    both = facts(FIRST.id, SECOND.id)
    assert (both.purposes, both.retention) == (frozenset({"arms"}), EARLY)


def test_no_release_marking_gives_no_purpose_and_no_end() -> None:
    assert (facts(TLP.AMBER.id).purposes, facts(TLP.AMBER.id).retention) == (frozenset(), None)


def test_the_strictest_level_counts_whatever_the_order() -> None:
    assert facts(TLP.AMBER_STRICT.id, TLP.CLEAR.id, TLP.AMBER.id).tlp is TLP.AMBER_STRICT


def test_what_may_be_done_with_it_says_nothing_of_who_may_have_it() -> None:
    assert facts(PAP.RED.id) == Facts(None, (), (), ())


def test_an_unknown_and_a_foreign_marking_are_told_apart() -> None:
    missing = new_id("marking-definition")
    assert facts(missing).unknown == (missing,)
    assert facts(FIRST.id, originator=OUTSIDER).foreign == (FIRST.id,)


def test_a_definition_is_read_from_the_world() -> None:
    assert isinstance(read(FIRST.id, WORLD), ReleaseMarking)
    assert read(new_id("marking-definition"), WORLD) is None
