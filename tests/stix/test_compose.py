import json
from datetime import UTC, datetime, timedelta, timezone

import pytest

from tansiq.stix import Flaw, Malformed, compose, parse
from tests.stix.samples import DOMAIN, OBSERVABLES, UUID, ref

NOW = datetime(2026, 3, 1, 9, 0, 0, 123456, tzinfo=timezone(timedelta(hours=1)))


def new_uuid() -> str:
    return UUID


def made(object_type: str, **properties: object) -> bytes:
    return compose(object_type, properties, now=NOW, new_uuid=new_uuid)


@pytest.mark.parametrize("object_type", [*DOMAIN, *OBSERVABLES])
def test_every_type_is_composed_validly(object_type: str) -> None:
    obj = parse(made(object_type, **(DOMAIN | OBSERVABLES)[object_type]))
    assert obj.id == ref(object_type)
    assert (obj.created is None) is (object_type in OBSERVABLES)


def test_the_order_is_canonical_and_the_writing_compact() -> None:
    properties = {
        "x_b": 1,
        "object_refs": [ref("tool")],
        "lang": "ar",
        "name": "ب",
        "x_a": 2,
        "published": NOW,
    }
    backwards = dict(reversed(properties.items()))
    octets = made("report", **properties)
    assert octets == made("report", **backwards)
    assert list(json.loads(octets)) == [
        "type",
        "spec_version",
        "id",
        "created",
        "modified",
        "name",
        "published",
        "object_refs",
        "x_a",
        "x_b",
        "lang",
    ]
    assert '"name":"ب"'.encode() in octets


def test_times_are_those_of_now_in_utc() -> None:
    obj = parse(made("report", name="a", published=NOW, object_refs=[ref("tool")]))
    assert obj.version == obj.data["created"] == obj.data["published"] == "2026-03-01T08:00:00.123Z"


def test_properties_of_ones_own_are_sorted() -> None:
    own = {f"x_{letter}": 1 for letter in "hgfedcba"}
    assert list(json.loads(made("incident", name="a", **own)))[-8:] == sorted(own)


def test_a_marking_definition_has_no_modified() -> None:
    octets = made("marking-definition", definition_type="statement", definition={"statement": "a"})
    assert "modified" not in json.loads(octets)


def test_what_the_properties_say_of_id_and_times_stands() -> None:
    born = datetime(2020, 1, 1, tzinfo=UTC)
    obj = parse(made("incident", name="a", id=ref("incident", "99"), created=born))
    assert (obj.id, obj.created) == (ref("incident", "99"), born)


def test_what_would_not_be_valid_is_refused() -> None:
    with pytest.raises(Malformed) as caught:
        made("report", name="a")
    assert caught.value.code is Flaw.SCHEMA


def test_a_type_of_ones_own_is_composed() -> None:
    assert parse(made("x-oasis-well", x_depth=4)).type == "x-oasis-well"
