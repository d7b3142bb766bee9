from datetime import date

import pytest

from tansiq.exchange.dressing import dress, marking_for
from tansiq.stix import TLP, Onward, ReleaseMarking, read_marking
from tests.exchange.cast import HOME, MEMBER, TERMS, note

PLAIN = ReleaseMarking(("arms",))


@pytest.mark.parametrize(
    "marking",
    [PLAIN, ReleaseMarking(("arms", "cyber"), "H1", Onward((MEMBER,)), date(2027, 1, 1), judicial=True)],
)
def test_a_marking_says_what_it_was_made_of(marking: ReleaseMarking) -> None:
    made = marking_for(marking, HOME)
    assert read_marking(made) == marking
    assert made.created_by == HOME


def test_the_same_is_said_by_the_same_bytes() -> None:
    assert marking_for(PLAIN, HOME).raw == marking_for(ReleaseMarking(("arms",)), HOME).raw


def test_another_agency_or_another_rule_is_another_marking() -> None:
    made = {
        marking_for(PLAIN, HOME).id,
        marking_for(PLAIN, MEMBER).id,
        marking_for(ReleaseMarking(("cyber",)), HOME).id,
    }
    assert len(made) == 3


@pytest.mark.parametrize("level", TLP)
def test_a_narrower_level_of_the_author_stands(level: TLP) -> None:
    """What was RED does not leave as AMBER because a drawer, or a person in a hurry, says so."""
    marking = marking_for(TERMS.marking, HOME)
    (dressed,) = dress([note(object_marking_refs=[level.id])], TERMS, marking, HOME)
    levels = [found for ref in dressed.markings if (found := TLP.of(ref)) is not None]
    assert levels == [max(level, TERMS.tlp, key=list(TLP).index)]
    assert marking.id in dressed.markings
