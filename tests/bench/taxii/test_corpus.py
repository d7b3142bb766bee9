import json

import pytest

from bench.taxii import corpus
from tansiq.stix import StixObject, parse

MANY = list(corpus.objects(0, 800))


def test_what_is_invented_is_valid_and_differs() -> None:
    objects = [parse(raw) for raw in (*MANY, *corpus.rare())]
    assert all(isinstance(one, StixObject) for one in objects)
    assert len({one.id for one in objects}) == 800 + corpus.RARE_HITS


def test_an_object_has_about_720_bytes() -> None:
    assert sum(map(len, MANY)) / len(MANY) == pytest.approx(720, rel=0.02)


def test_a_number_always_means_the_same_object() -> None:
    assert list(corpus.objects(13, 50)) == MANY[13:63]


def test_what_is_referred_to_comes_before() -> None:
    before: set[str] = set()
    for made in map(json.loads, MANY):
        refs = {value for name, value in made.items() if name.endswith("_ref")}
        assert refs <= before
        before.add(made["id"])


def test_the_frequent_type_is_frequent_and_the_rare_one_absent() -> None:
    types = [json.loads(made)["type"] for made in MANY]
    assert types.count(corpus.FREQUENT) == 200
    assert corpus.RARE not in types
