"""Deciding once for many alike is deciding each by itself, in thousands of generated worlds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tansiq.release import Alike, Audience, Decision, Hold, Record, Released, Snapshot, decide, needed_with
from tansiq.stix import TLP, StixObject
from tests.release.cast import (
    AUTHOR,
    DAY,
    HOME,
    MEMBER,
    NOW,
    OUTSIDER,
    SAHEL,
    basis,
    kept,
    marked,
    release,
    world,
)
from tests.release.worlds import snapshots

READERS = (MEMBER, OUTSIDER, AUTHOR, HOME)


def said(decision: Decision, company: Sequence[Released[StixObject]]) -> tuple[object, ...]:
    released = decision.released
    given_out = None if released is None else (released.reader, released.value.raw)
    answer = decision.reader, decision.object_id, decision.version, decision.outcome, decision.reasons
    return (*answer, decision.via, given_out, [(one.reader, one.value.raw) for one in company])


def each(record: Record, reader: str, held: Snapshot) -> tuple[object, ...]:
    decision = decide(record, reader, NOW, world=held)
    return said(decision, needed_with(record, decision, NOW, world=held))


def among_others(record: Record, reader: str, alike: Alike) -> tuple[object, ...]:
    decision = alike.decide(record, reader)
    return said(decision, alike.needed_with(record, decision))


@st.composite
def likenesses(draw: st.DrawFn) -> Snapshot:
    """Draw a world in which many objects of our own are alike, and told to the same people."""
    held = draw(snapshots())
    own = [record for record in held.records.values() if record.originator == HOME]
    model = draw(st.sampled_from(own)) if own else None
    alike = {
        ref: replace(
            record, audience=model.audience, shared=model.shared, recalled=None, expires=None, holds=()
        )
        for ref, record in held.records.items()
        if model is not None and record.originator == HOME and draw(st.booleans())
    }
    return replace(held, records={**held.records, **alike})


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(held=likenesses(), order=st.randoms(use_true_random=False))
def test_among_others_and_by_itself_the_answer_is_the_same(held: Snapshot, order: Random) -> None:
    alike = Alike(NOW, held)
    questions = [(record, reader) for record in held.records.values() for reader in READERS] * 2
    order.shuffle(questions)
    for record, reader in questions:
        assert among_others(record, reader, alike) == each(record, reader, held), record.object.id


PERMIT = release("cyber")
IN_CIRCLE = Audience(circles=frozenset({SAHEL}))


def report(
    *markings: StixObject | TLP, grading: str | None = "A2", kind: str = "report", **known: Any
) -> Record:
    markings = markings or (TLP.AMBER, PERMIT)
    return kept(marked(kind, *markings, grading=grading), **{"audience": IN_CIRCLE, **known})


DIFFERENCES: dict[str, Callable[[], Record]] = {
    "held back": lambda: report(holds=(Hold("minor", NOW - DAY, HOME),)),
    "recalled": lambda: report(recalled=NOW - DAY),
    "expired": lambda: report(expires=NOW - DAY),
    "from before the reader joined": lambda: report(shared=NOW - 60 * DAY),
    "open to nobody": lambda: report(audience=Audience()),
    "not graded": lambda: report(grading=None),
    "marked otherwise": lambda: report(TLP.RED, PERMIT),
    "of another class of data": lambda: report(kind="location"),
    "another agency's": lambda: report(originator=AUTHOR),
}


@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize("difference", DIFFERENCES)
def test_what_differs_in_one_thing_is_not_taken_for_alike(difference: str, first: int) -> None:
    pair = [report(), DIFFERENCES[difference]()]
    held = world(*pair, kept(PERMIT), legal={MEMBER: (basis(MEMBER, classes=frozenset({"analysis"})),)})
    alike = Alike(NOW, held)
    for record in (pair[first], pair[1 - first]):
        assert among_others(record, MEMBER, alike) == each(record, MEMBER, held)
    outcomes = [decide(record, MEMBER, NOW, world=held).released is None for record in pair]
    assert outcomes == [False, True]


def test_a_closed_neighbour_is_taken_out_of_each_that_names_it() -> None:
    permit = release("cyber")
    hidden = kept(marked("location", TLP.AMBER, permit), audience=Audience())
    near = [marked("report", TLP.AMBER, permit, object_refs=[hidden.object.id, HOME]) for _ in range(2)]
    records = [kept(obj, audience=Audience(agencies=frozenset({MEMBER}))) for obj in near]
    held = world(hidden, *records, kept(permit))
    alike = Alike(NOW, held)
    for record in records:
        released = alike.decide(record, MEMBER).released
        assert released is not None
        assert hidden.object.id.encode() not in released.value.raw


def test_an_outsider_is_refused_each_alike_for_the_same_reasons() -> None:
    permit = release("cyber")
    records = [
        kept(marked("report", TLP.AMBER, permit), audience=Audience(agencies=frozenset({MEMBER})))
        for _ in range(3)
    ]
    held = world(*records, kept(permit))
    alike = Alike(NOW, held)
    answers = [alike.decide(record, OUTSIDER) for record in records]
    assert all(answer.released is None for answer in answers)
    assert {answer.reasons for answer in answers} == {decide(records[0], OUTSIDER, NOW, world=held).reasons}
