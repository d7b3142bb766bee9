"""Step 9: what the reader may not have is removed, or the whole is refused."""

from __future__ import annotations

from typing import Any

import pytest

from tansiq.release import Audience, Decision, Outcome, Record, decide
from tansiq.release.parts import selector
from tansiq.stix import TLP, Onward, StixObject
from tests.release.cast import AUTHOR, MEMBER, NOW, OUTSIDER, codes, kept, make, marked, release, world

PERMIT = release("cyber")
FOR_BOTH = Audience(agencies=frozenset({MEMBER, OUTSIDER}))
NAMED = Audience(agencies=frozenset({OUTSIDER}))
STATEMENT = make("marking-definition", definition_type="statement", definition={"statement": "From the port"})


def parts(*marked_parts: tuple[str, list[str]], **known: Any) -> Record:
    granular = [{"marking_ref": ref, "selectors": selectors} for ref, selectors in marked_parts]
    obj = marked("report", TLP.AMBER, PERMIT, description="At the well", granular_markings=granular)
    return kept(obj, **{"audience": FOR_BOTH, **known})


def read(record: Record, *others: Record, reader: str = MEMBER) -> Decision:
    return decide(record, reader, NOW, world=world(record, kept(PERMIT), kept(STATEMENT), *others))


def rest(decision: Decision) -> StixObject:
    assert decision.released is not None
    return decision.released.value


def test_step_9_a_part_for_others_is_removed() -> None:
    decision = read(parts((STATEMENT.id, ["description"]), parts={STATEMENT.id: NAMED}))
    assert decision.outcome is Outcome.REDACTED
    assert "PARTS_REMOVED" in codes(decision)
    assert b"well" not in rest(decision).raw
    assert rest(decision).granular == ()


def test_step_9_who_may_have_the_part_gets_the_whole() -> None:
    record = parts((STATEMENT.id, ["description"]), parts={STATEMENT.id: NAMED})
    assert rest(read(record, reader=OUTSIDER)) is record.object


def test_step_9_an_exclusion_may_concern_a_part_alone() -> None:
    without_member = Audience(FOR_BOTH.agencies, exclusions=frozenset({MEMBER}))
    assert (
        read(parts((STATEMENT.id, ["description"]), parts={STATEMENT.id: without_member})).outcome
        is Outcome.REDACTED
    )


def test_step_9_a_red_part_is_for_those_whom_the_part_names() -> None:
    record = parts((TLP.RED.id, ["description"]), parts={TLP.RED.id: NAMED})
    assert read(record).outcome is Outcome.REDACTED
    assert read(record, reader=OUTSIDER).outcome is Outcome.WHOLE


def test_step_9_a_part_with_an_unknown_marking_is_removed() -> None:
    unknown = "marking-definition--00000001-1111-4111-8111-111111111111"
    assert read(parts((unknown, ["description"]))).outcome is Outcome.REDACTED


def test_step_9_a_part_for_a_purpose_without_a_basis_is_removed() -> None:
    arms = release("arms")
    record = parts((arms.id, ["description"]))
    seen = world(record, kept(PERMIT), kept(arms))
    assert decide(record, MEMBER, NOW, world=seen).outcome is Outcome.WHOLE
    only_cyber = [
        one.__class__(MEMBER, "Accord", frozenset({"cyber"}), None, NOW) for one in seen.bases(MEMBER)
    ]
    seen = world(record, kept(PERMIT), kept(arms), legal={MEMBER: only_cyber})
    assert decide(record, MEMBER, NOW, world=seen).outcome is Outcome.REDACTED


def test_step_9_a_language_restricts_nothing() -> None:
    granular = [{"lang": "fr", "selectors": ["description"]}]
    obj = marked("report", TLP.AMBER, PERMIT, description="Au puits", granular_markings=granular)
    assert read(kept(obj, audience=FOR_BOTH)).outcome is Outcome.WHOLE


@pytest.mark.parametrize(
    "selectors", [["name"], ["object_refs"], ["object_marking_refs"], ["extensions"], ["id"]]
)
def test_step_9_what_is_no_object_any_more_is_refused(selectors: list[str]) -> None:
    decision = read(parts((STATEMENT.id, selectors), parts={STATEMENT.id: NAMED}))
    assert codes(decision) == ["REDUCED_TO_INVALID"]
    assert decision.released is None


def test_step_9_a_reference_to_a_closed_object_is_removed() -> None:
    closed, open_ = (kept(marked("location", TLP.AMBER, PERMIT), audience=to) for to in (NAMED, FOR_BOTH))
    refs = [closed.object.id, open_.object.id, "indicator--00000001-1111-4111-8111-111111111111"]
    decision = read(
        kept(marked("report", TLP.AMBER, PERMIT, object_refs=refs), audience=FOR_BOTH), closed, open_
    )
    assert "REFERENCES_REMOVED" in codes(decision)
    assert list(rest(decision).data["object_refs"]) == refs[1:]


def test_step_9_a_reference_deep_inside_is_removed_too() -> None:
    closed = kept(marked("location", TLP.AMBER, PERMIT), audience=NAMED)
    route = [{"stop": "well", "place_ref": closed.object.id}]
    decision = read(kept(marked("report", TLP.AMBER, PERMIT, x_route=route), audience=FOR_BOTH), closed)
    assert rest(decision).data["x_route"] == [{"stop": "well"}]


def test_step_9_the_creator_is_never_removed() -> None:
    creator = kept(marked("identity", TLP.AMBER, PERMIT), audience=NAMED)
    decision = read(
        kept(marked("report", TLP.AMBER, PERMIT, by=creator.object.id), audience=FOR_BOTH), creator
    )
    assert decision.outcome is Outcome.WHOLE


def test_step_9_a_link_with_a_closed_end_is_refused() -> None:
    closed = kept(marked("location", TLP.AMBER, PERMIT), audience=NAMED)
    ends = {"source_ref": closed.object.id, "target_ref": closed.object.id}
    link = kept(marked("relationship", TLP.AMBER, PERMIT, **ends), audience=FOR_BOTH)
    assert codes(read(link, closed)) == ["REDUCED_TO_INVALID"]


def test_step_9_only_its_originator_may_redact_an_object() -> None:
    closed = kept(marked("location", TLP.AMBER, PERMIT), audience=NAMED)
    permit = release("cyber", onward=Onward(agencies=(MEMBER,)), by=AUTHOR)
    refs = [closed.object.id, "indicator--00000001-1111-4111-8111-111111111111"]
    obj = marked("report", TLP.AMBER, permit, by=AUTHOR, object_refs=refs)
    decision = read(kept(obj, AUTHOR, audience=FOR_BOTH), closed, kept(permit, AUTHOR))
    assert codes(decision) == ["REDACTION_OF_FOREIGN"]


def test_a_pointer_becomes_a_selector() -> None:
    data = {"object_refs": ["a", "b"], "x": {"1": {"a_ref": "c"}}}
    assert selector("/object_refs/1", data) == "object_refs.[1]"
    assert selector("/x/1/a_ref", data) == "x.1.a_ref"


@pytest.mark.parametrize("name", ["a.b_ref", "[0]_ref", "[x]_ref"])
def test_a_name_that_selectors_cannot_say_gives_none(name: str) -> None:
    assert selector(f"/x/{name}", {"x": {name: "c"}}) is None


@pytest.mark.parametrize("name", ["a.b_ref", "[0]_ref", "[x]_ref"])
def test_step_9_a_reference_hidden_under_an_awkward_name_refuses_the_object(name: str) -> None:
    closed = kept(marked("location", TLP.AMBER, PERMIT), audience=NAMED)
    obj = marked("report", TLP.AMBER, PERMIT, x_more={name: closed.object.id})
    assert codes(read(kept(obj, audience=FOR_BOTH), closed)) == ["REDUCED_TO_INVALID"]
