"""STIX producer (SXP, Table 56): what this node shares with a partner's consumer in each use case."""

from __future__ import annotations

import pytest

from tansiq.stix import TLP, parse
from tests.interop.asking import Tool, collection_at, write
from tests.interop.cases import DATA, TITLES
from tests.interop.office import Office
from tests.interop.shared import Object, newest, references, shared

NAMES = [f"{number} {TITLES[number]}" for number in DATA]
RELEASED = collection_at("released")
ADDED = {"object_marking_refs", "extensions"}
"""What the terms of a release write into an object; all else stays as its author wrote it."""


def told(producer: Tool, office: Office, number: str) -> list[Object]:
    objects = shared(number, by="producer ")
    status = producer.post(office.at("told-red"), *objects).document
    assert (status["success_count"], status["failure_count"]) == (len(objects), 0), status
    return objects


@pytest.mark.parametrize("number", DATA, ids=NAMES)
def test_sxp_shares_every_object_of(producer: Tool, ally: Tool, office: Office, number: str) -> None:
    for one in newest(told(producer, office, number)).values():
        (found,) = ally.get(f"{RELEASED}objects/{one['id']}/").objects
        assert parse(write(found)).id == one["id"]
        written = {name: value for name, value in one.items() if name not in ADDED}
        assert {name: found[name] for name in written} == written
        assert set(found) - set(one) <= ADDED | {"created_by_ref"}


@pytest.mark.parametrize("number", DATA, ids=NAMES)
def test_sxp_shares_with_the_objects_whatever_they_name_of(
    producer: Tool, ally: Tool, office: Office, number: str
) -> None:
    told(producer, office, number)
    wanted = {one["id"] for one in shared(number, by="producer ")}
    objects = [ally.get(f"{RELEASED}objects/{object_id}/").objects[0] for object_id in wanted]
    named = set().union(*map(references, objects))
    found = ally.get(f"{RELEASED}objects/", match_id=",".join(named), limit=1000)
    fixed_by_oasis = {ref for ref in named if TLP.of(ref) is not None}
    assert set(found.ids) == named - fixed_by_oasis
