"""Large public sets load whole: no package carries them, so objects in their shapes are invented."""

import json
from itertools import groupby
from typing import Any

import pytest
from stix2validator import ValidationOptions, validate_instance  # type: ignore[import-untyped]

from tansiq.stix import StixObject, parse, read_bundle
from tests.stix.public_sets import COUNTS, OTHERS, AttackLike, attack_like

MANY = 20_000
OPTIONS = ValidationOptions(version="2.1", disabled="all")


def carefully(members: dict[str, Any]) -> dict[str, Any]:
    """Return an object without the addresses that this room reads and OASIS' validator does not."""
    references = [one for one in members.get("external_references", []) if one["source_name"] != "Oasis, B."]
    return members | ({"external_references": references} if references else {})


def test_twenty_thousand_objects_in_the_shapes_of_attack_load_whole() -> None:
    raw = attack_like(MANY)
    objects = read_bundle(raw)
    assert [one for one in objects if not isinstance(one, StixObject)] == []
    assert len(objects) == MANY
    told = [one.raw for one in objects if isinstance(one, StixObject)]
    assert all(one in raw for one in told[:50])
    assert list(map(json.loads, told)) == json.loads(raw)["objects"]


def test_the_shapes_are_what_oasis_accepts() -> None:
    objects = sorted(AttackLike().objects(sum(COUNTS.values()) + 40), key=lambda one: str(one["type"]))
    firsts = [next(group) for _, group in groupby(objects, key=lambda one: str(one["type"]))]
    assert len(firsts) == len(COUNTS) + 4
    assert [
        one["type"] for one in map(carefully, firsts) if not validate_instance(one, OPTIONS).is_valid
    ] == []


@pytest.mark.parametrize("name", OTHERS)
def test_the_shapes_of_other_sets_are_read_as_oasis_reads_them(name: str) -> None:
    raw = json.dumps(OTHERS[name]).encode()
    assert validate_instance(OTHERS[name], OPTIONS).is_valid
    assert parse(raw).raw == raw
