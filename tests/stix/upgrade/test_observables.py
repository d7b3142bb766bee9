from typing import Any

import pytest

from tansiq.stix import Flaw, Malformed
from tansiq.stix.upgrade.observables import RENAMED, observables
from tests.stix.upgrade.old import GREEN, old, read, refused

MAIL: dict[str, Any] = {
    "0": {"type": "email-message", "is_multipart": False, "from_ref": "1", "to_refs": ["1", "2"]},
    "1": {"type": "email-addr", "value": "post@oasis.example", "belongs_to_ref": "3"},
    "2": {"type": "email-addr", "value": "well@oasis.example"},
    "3": {"type": "user-account", "user_id": "7", "password_last_changed": "2026-03-01T08:00:00Z"},
}


def alone(objects: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {one["type"]: one for one in observables(objects, {}, "seed")}


def refusal(objects: dict[str, Any]) -> Malformed:
    with pytest.raises(Malformed) as caught:
        observables(objects, {}, "seed")
    return caught.value


def test_keys_become_ids_wherever_they_stand() -> None:
    mail, post, well, account = observables(MAIL, {}, "seed")
    assert (mail["from_ref"], mail["to_refs"]) == (post["id"], [post["id"], well["id"]])
    assert post["belongs_to_ref"] == account["id"]
    inner = {"1": {"type": "file", "name": "b"}}
    archive = {"type": "file", "name": "a", "extensions": {"archive-ext": {"contains_refs": ["1"]}}}
    first, second = observables({"0": archive} | inner, {}, "seed")
    assert first["extensions"]["archive-ext"]["contains_refs"] == [second["id"]]


@pytest.mark.parametrize(
    ("object_type", "before", "after"), [(kind, *pair) for kind in RENAMED for pair in RENAMED[kind].items()]
)
def test_properties_have_their_new_names(object_type: str, before: str, after: str) -> None:
    target = {"1": {"type": "file", "name": "b"}}
    value = "1" if before.endswith("_ref") else "2026-03-01T08:00:00Z"
    made, *_ = observables({"0": {"type": object_type, before: value}, **target}, {}, "seed")
    assert before not in made
    assert after in made


def test_parents_and_children_may_name_each_other() -> None:
    objects = {
        "0": {"type": "process", "pid": 1, "child_refs": ["1"]},
        "1": {"type": "process", "pid": 2, "parent_ref": "0"},
    }
    first, second = observables(objects, {}, "seed")
    assert (first["child_refs"], second["parent_ref"]) == ([second["id"]], first["id"])


def test_one_thing_told_twice_is_one_and_contradictions_are_refused() -> None:
    once = {"type": "file", "name": "a", "size": 5}
    assert len(observables({"0": once, "1": {"type": "file", "name": "a"}, "2": once}, {}, "seed")) == 1
    assert refusal({"0": once, "1": once | {"size": 6}}).pointer == "/objects/1"


def test_what_is_embedded_in_marked_data_is_marked_as_it_is() -> None:
    observed, *embedded = read(old("observed-data", object_marking_refs=[GREEN], objects=MAIL))
    assert len(embedded) == 4
    assert {one.markings for one in (observed, *embedded)} == {(GREEN,)}


def test_a_mark_on_a_part_of_an_embedded_object_is_refused() -> None:
    marking = {"marking_ref": GREEN, "selectors": ["objects.0.value"]}
    error = refused(old("observed-data", granular_markings=[marking]))
    assert (error.code, error.pointer) == (Flaw.STIX20, "/granular_markings")


@pytest.mark.parametrize(
    "objects",
    [
        {"0": {"type": "network-traffic", "src_ref": "0"}},
        {"0": {"type": "network-traffic", "src_ref": "1"}, "1": {"type": "network-traffic", "dst_ref": "0"}},
        {"0": {"type": "domain-name", "value": "a", "resolves_to_refs": ["9"]}},
        {"0": {"type": "email-addr", "value": "a", "belongs_to_ref": {"a": 1}}},
        {"0": {"value": "a"}},
        {"0": "ipv4-addr"},
        {"0": {"type": "file", "name": "a", "ctime": "x"}},
        {"0": {"type": "ipv4-addr", "value": "a", "id": "ipv4-addr--1"}},
    ],
)
def test_objects_that_cannot_stand_alone_are_refused(objects: dict[str, Any]) -> None:
    error = refusal(objects)
    assert error.code is Flaw.STIX20
    assert error.pointer.startswith("/objects")


def test_a_chain_without_end_is_refused() -> None:
    chain = {
        str(at): {"type": "network-traffic", "src_ref": str(at + 1), "protocols": ["tcp"]}
        for at in range(5000)
    }
    assert refusal(chain).code is Flaw.STIX20
