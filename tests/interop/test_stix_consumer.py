"""STIX consumer (SXC, Table 55): this node takes what a producer shares in each use case, whole."""

from __future__ import annotations

import pytest

from tests.interop.asking import Tool, write
from tests.interop.cases import DATA, TITLES
from tests.interop.office import Office
from tests.interop.shared import TLP, Object, newest, references, shared

NAMES = [f"{number} {TITLES[number]}" for number in DATA]


def received(producer: Tool, office: Office, number: str) -> list[Object]:
    objects = shared(number, by="consumer ")
    status = producer.post(office.at("use-cases"), *objects).document
    assert (status["success_count"], status["failure_count"]) == (len(objects), 0), status
    return objects


@pytest.mark.parametrize("number", DATA, ids=NAMES)
def test_sxc_receives_and_keeps_every_object_of(
    producer: Tool, consumer: Tool, office: Office, number: str
) -> None:
    objects = received(producer, office, number)
    for one in newest(objects).values():
        versions = [other for other in objects if other["id"] == one["id"]]
        found = consumer.get(f"{office.at('use-cases')}objects/{one['id']}/", match_version="all")
        assert found.objects == versions
        assert all(write(version) in found.body for version in versions)
        assert consumer.get(f"{office.at('use-cases')}objects/{one['id']}/").objects == [one]


@pytest.mark.parametrize("number", DATA, ids=NAMES)
def test_sxc_finds_everything_that_the_objects_name_of(
    producer: Tool, consumer: Tool, office: Office, number: str
) -> None:
    named = set().union(*map(references, received(producer, office, number))) - set(TLP.values())
    found = consumer.get(f"{office.at('use-cases')}objects/", match_id=",".join(named), limit=1000)
    assert set(found.ids) == named


@pytest.mark.parametrize("level", TLP)
def test_sxc_keeps_the_marking_of(producer: Tool, consumer: Tool, office: Office, level: str) -> None:
    numbers = dict(zip(TLP, ("3.5.3.1", "3.5.3.2", "3.5.3.3", "3.5.3.4"), strict=True))
    _, one = received(producer, office, numbers[level])
    (found,) = consumer.get(f"{office.at('use-cases')}objects/{one['id']}/").objects
    assert found["object_marking_refs"] == [TLP[level]]
