"""Whole bundles upgraded, judged by OASIS' own validator, and hostile ones."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stix2validator import ValidationOptions, validate_instance  # type: ignore[import-untyped]

from tansiq.stix import Flaw, Malformed, StixObject, read_bundle, read_upgraded, upgrade
from tests.stix.public_sets import AttackLike
from tests.stix.samples import TYPES, raw, ref, sample
from tests.stix.upgrade.old import OBJECTS, bundle, old

ALL = bundle(*map(old, OBJECTS))
OPTIONS = ValidationOptions(version="2.1", disabled="all")


def test_a_bundle_becomes_one_that_oasis_accepts() -> None:
    made = json.loads(upgrade(ALL))
    assert made["id"] == ref("bundle")
    assert "spec_version" not in made
    assert len(made["objects"]) == len(OBJECTS) + 1
    assert validate_instance(made, OPTIONS).is_valid


def test_a_bundle_of_stix_2_0_is_refused_unless_asked_for() -> None:
    with pytest.raises(Malformed) as caught:
        read_bundle(ALL)
    assert caught.value.code is Flaw.STIX20


def test_upgrading_twice_is_upgrading_once() -> None:
    once = upgrade(ALL)
    assert upgrade(once) == once
    assert upgrade(ALL) == once


@pytest.mark.parametrize("object_type", TYPES)
def test_what_is_stix_2_1_already_keeps_its_bytes(object_type: str) -> None:
    assert upgrade(raw(object_type)) == raw(object_type)


def test_one_object_stays_one_and_many_become_a_bundle() -> None:
    assert json.loads(upgrade(json.dumps(old("tool")).encode()))["type"] == "tool"
    observed = json.loads(upgrade(json.dumps(old("observed-data")).encode()))
    assert [one["type"] for one in observed["objects"]] == ["observed-data", "ipv4-addr"]
    listed = json.loads(upgrade(json.dumps([old("tool"), sample("url")]).encode()))
    assert [one["type"] for one in listed["objects"]] == ["tool", "url"]


def test_what_cannot_be_upgraded_is_told_at_its_place_and_the_rest_is_read() -> None:
    wrong = old("observed-data", objects={"0": {"type": "network-traffic", "src_ref": "0"}})
    first, error, last = read_upgraded(bundle(old("tool"), wrong, old("campaign")))
    assert isinstance(first, StixObject)
    assert isinstance(last, StixObject)
    assert isinstance(error, Malformed)
    assert (error.code, error.pointer) == (Flaw.STIX20, "/objects/1/objects/0")
    with pytest.raises(Malformed):
        upgrade(bundle(old("tool"), wrong))


def test_the_same_observable_of_two_observations_is_read_once() -> None:
    other = old("observed-data", id=ref("observed-data", "5e"))
    kinds = [
        one.type for one in read_upgraded(bundle(old("observed-data"), other)) if isinstance(one, StixObject)
    ]
    assert sorted(kinds) == ["ipv4-addr", "observed-data", "observed-data"]


def test_a_large_set_of_stix_2_0_is_upgraded_whole() -> None:
    made = [one | {"spec_version": None} for one in AttackLike().objects(6_000)]
    stripped = [{name: value for name, value in one.items() if value is not None} for one in made]
    read = read_upgraded(bundle(*stripped))
    assert [one for one in read if isinstance(one, Malformed)] == []
    assert [one.id for one in read if isinstance(one, StixObject)] == [one["id"] for one in made]


@pytest.mark.parametrize(
    "attack",
    [
        ALL.replace(b'"spec_version": "2.0"', b'"spec_version": "2.0", "spec_version": "2.0"'),
        ALL.replace(b'"spec_version": "2.0"', b'"spec_version": "3.0"'),
        ALL.replace(b'"bundle--', b'"bundle-'),
        b"",
        b"7",
        b"\xff",
        b"[" * 2000,
    ],
)
def test_what_is_no_bundle_at_all_is_refused_whole(attack: bytes) -> None:
    with pytest.raises(Malformed):
        read_upgraded(attack)


def test_deep_or_doubled_members_of_an_object_are_refused() -> None:
    deep = json.dumps(old("tool", x_deep=json.loads("[" * 80 + "]" * 80))).encode()
    doubled = json.dumps(old("tool")).replace('"name"', '"name": "a", "name"').encode()
    (first,), (second,) = read_upgraded(deep), read_upgraded(doubled)
    assert isinstance(first, Malformed)
    assert isinstance(second, Malformed)
    assert (first.code, second.code) == (Flaw.DEPTH, Flaw.DUPLICATE)


@given(st.data())
def test_flipped_bytes_never_crash(data: st.DataObject) -> None:
    octets = bytearray(ALL)
    for _ in range(data.draw(st.integers(1, 4))):
        octets[data.draw(st.integers(0, len(octets) - 1))] = data.draw(st.integers(0, 255))
    with suppress(Malformed):
        for one in read_upgraded(bytes(octets)):
            assert isinstance(one, StixObject) or one.code in Flaw


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(st.data(), st.sampled_from(sorted(OBJECTS)), JSON)
def test_members_of_any_other_value_never_crash(data: st.DataObject, object_type: str, value: object) -> None:
    members = old(object_type)
    name = data.draw(
        st.sampled_from([*members, "labels", "granular_markings", "object_marking_refs", "x_refs"])
    )
    inside = data.draw(st.sampled_from(["", "0", "1"]))
    if inside and object_type == "observed-data":
        value = {"0": {"type": "file", "name": "a", "x_ref": "1"}, inside: value}
    with suppress(Malformed):
        for one in read_upgraded(json.dumps(members | {name: value}).encode()):
            assert isinstance(one, StixObject) or one.code in Flaw
