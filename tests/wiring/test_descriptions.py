"""All that our own people may know of one object."""

import pytest

from tansiq import desk
from tansiq.desk import Actor, NotAllowed, NotFound
from tansiq.wiring import OPERATOR, Node, describe_object, object_state, withdrawn_state
from tests.wiring.nodes import Homes, write

STRANGER = Actor("nobody", frozenset())
NEVER_HELD = "report--4c1cbb46-0d4f-4d5e-8f0c-1b1d3f6e7a03"


def recall(node: Node, object_id: str) -> None:
    with node.desk() as at:
        desk.recall(object_id, "inaccurate", actor=OPERATOR, now=node.now(), desk=at)


def test_an_object_is_described_with_its_marking_and_history(node: Node) -> None:
    seen = describe_object(node, write(node), actor=OPERATOR)
    assert (seen["state"], seen["from_name"], seen["tlp"]) == ("current", "Alpha", "amber")
    assert seen["purposes"] == ["counter-terrorism"]
    assert seen["told"] == []
    assert seen["recall"] is None
    assert [version["version"] for version in seen["versions"]] == [seen["version"]]


def test_who_was_told_stands_in_the_description(homes: Homes) -> None:
    alpha, bravo = homes.found("Alpha"), homes.found("Bravo", "ML")
    homes.pair(alpha, bravo)
    with homes.opened(alpha) as node:
        told = describe_object(node, write(node, to=("Bravo",)), actor=OPERATOR)["told"]
    assert [(one["name"], one["kind"], one["received"]) for one in told] == [("Bravo", "object", None)]


def test_our_own_recall_leaves_the_object_here_and_waits_for_answers(homes: Homes) -> None:
    alpha, bravo = homes.found("Alpha"), homes.found("Bravo", "ML")
    homes.pair(alpha, bravo)
    with homes.opened(alpha) as node:
        object_id = write(node, to=("Bravo",))
        recall(node, object_id)
        seen = describe_object(node, object_id, actor=OPERATOR)
    assert seen["state"] == "recalled"
    assert seen["object"] is not None
    assert seen["recall"]["outstanding"] == seen["recall"]["asked"]
    assert len(seen["recall"]["asked"]) == 1
    assert seen["recall"]["overdue"] == []


def test_what_was_never_held_is_not_found(node: Node) -> None:
    with pytest.raises(NotFound):
        describe_object(node, NEVER_HELD, actor=OPERATOR)
    assert withdrawn_state(node, NEVER_HELD) is None


def test_whoever_has_no_role_sees_nothing(node: Node) -> None:
    object_id = write(node)
    with pytest.raises(NotAllowed):
        object_state(node, object_id, actor=STRANGER)


def test_a_read_is_noted_with_its_justification(node: Node) -> None:
    object_id = write(node)
    object_state(node, object_id, actor=OPERATOR, justification="case 12")
    with node.store.snapshot() as tx:
        noted = tx.trail.read(object_id)
    assert ("operator", "read", {"justification": "case 12"}) in [
        (note.actor, note.verb, dict(note.detail)) for note in noted
    ]
