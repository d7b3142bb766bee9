"""Step 9 through chains and circles of references: nothing closed shows by its absence."""

from __future__ import annotations

from tansiq.release import Audience, Decision, Outcome, Record, decide
from tansiq.stix import TLP
from tests.release.cast import AUTHOR, MEMBER, NOW, OUTSIDER, codes, kept, marked, new_id, release, world

PERMIT = release("cyber")
FOR_BOTH = Audience(agencies=frozenset({MEMBER, OUTSIDER}))
FOR_OUTSIDER = Audience(agencies=frozenset({OUTSIDER}))


def place(audience: Audience) -> Record:
    return kept(marked("location", TLP.AMBER, PERMIT), audience=audience)


def note(*refs: str, identifier: str | None = None) -> Record:
    obj = marked("note", TLP.AMBER, PERMIT, object_refs=list(refs), id=identifier or new_id("note"))
    return kept(obj, audience=FOR_BOTH)


def joined(source: str, target: str, identifier: str | None = None) -> Record:
    identifier = identifier or new_id("relationship")
    link = marked("relationship", TLP.AMBER, PERMIT, source_ref=source, target_ref=target, id=identifier)
    return kept(link, audience=FOR_BOTH)


def read(record: Record, *others: Record, reader: str = MEMBER) -> Decision:
    return decide(record, reader, NOW, world=world(record, kept(PERMIT), *others))


def test_step_9_a_link_refused_for_its_end_is_not_named_by_a_report() -> None:
    closed, open_ = place(FOR_OUTSIDER), place(FOR_BOTH)
    link = joined(closed.object.id, open_.object.id)
    report = note(link.object.id, closed.object.id, open_.object.id)
    decision = read(report, link, closed, open_)
    assert decision.released is not None
    assert list(decision.released.value.data["object_refs"]) == [open_.object.id]
    assert read(report, link, closed, open_, reader=OUTSIDER).outcome is Outcome.WHOLE


def test_step_9_a_chain_falls_from_its_end() -> None:
    closed = place(FOR_OUTSIDER)
    chain = [note(closed.object.id)]
    for _ in range(300):
        chain.append(note(chain[-1].object.id))
    assert codes(read(chain[-1], closed, *chain)) == ["REDUCED_TO_INVALID"]


def test_step_9_a_long_chain_does_not_exhaust_the_stack() -> None:
    chain = [note(new_id("indicator"))]
    for _ in range(1200):
        chain.append(note(chain[-1].object.id))
    assert read(chain[-1], *chain).outcome is Outcome.WHOLE


def test_step_9_objects_that_refer_to_each_other_stand_together() -> None:
    first, second = new_id("note"), new_id("note")
    one, other = note(second, identifier=first), note(first, identifier=second)
    assert read(one, other).outcome is Outcome.WHOLE


def test_step_9_and_fall_together_when_one_needs_what_is_closed() -> None:
    first, second, closed = new_id("note"), new_id("relationship"), place(FOR_OUTSIDER)
    one = note(second, identifier=first)
    link = joined(first, closed.object.id, identifier=second)
    assert codes(read(one, link, closed)) == ["REDUCED_TO_INVALID"]
    assert codes(read(link, one, closed)) == ["REDUCED_TO_INVALID"]


def test_step_9_an_object_may_refer_to_itself() -> None:
    itself = new_id("note")
    assert read(note(itself, identifier=itself)).outcome is Outcome.WHOLE


def test_step_9_what_the_reader_originated_is_not_hidden_from_it() -> None:
    theirs = kept(marked("location", TLP.AMBER, PERMIT), AUTHOR, audience=Audience())
    record = kept(
        marked("note", TLP.AMBER, PERMIT, object_refs=[theirs.object.id]),
        audience=Audience(agencies=frozenset({AUTHOR, MEMBER})),
    )
    assert read(record, theirs, reader=AUTHOR).outcome is Outcome.WHOLE
    assert codes(read(record, theirs)) == ["REDUCED_TO_INVALID"]


def test_step_9_an_older_version_is_judged_by_its_own_references() -> None:
    closed, identifier = place(FOR_OUTSIDER), new_id("note")
    old, new = note(new_id("indicator"), identifier=identifier), note(closed.object.id, identifier=identifier)
    seen = world(new, closed, kept(PERMIT))
    assert decide(old, MEMBER, NOW, world=seen).outcome is Outcome.WHOLE
    assert decide(new, MEMBER, NOW, world=seen).outcome is Outcome.NO
