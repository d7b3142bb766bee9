import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.stix import Flaw, Malformed, octets, parse, with_members
from tansiq.stix.members import join_items, join_members, split_items, split_members, stand_once
from tests.stix.samples import TYPES, raw

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def test_a_member_is_added_last_and_replaced_in_its_place() -> None:
    octets = b'{ "a" : 1.50 , "b":[ 1,\n2 ] , "c":"\\u0628" }'
    assert with_members(octets, {"b": 7, "d": "ب"}) == '{"a":1.50,"b":7,"c":"\\u0628","d":"ب"}'.encode()


@given(st.dictionaries(st.text(), VALUES), st.dictionaries(st.text(), VALUES), st.sampled_from([None, 0, 3]))
def test_other_members_keep_their_bytes(
    data: dict[str, object], members: dict[str, object], indent: int | None
) -> None:
    octets = json.dumps(data, indent=indent).encode()
    changed = with_members(octets, members)
    assert json.loads(changed) == data | members
    before, after = split_members(octets), split_members(changed)
    assert {name: after[name] for name in before if name not in members} == {
        name: value for name, value in before.items() if name not in members
    }


@pytest.mark.parametrize("object_type", TYPES)
def test_an_object_stays_valid_with_one_more_member(object_type: str) -> None:
    obj = parse(with_members(raw(object_type), {"x_note": "more"}))
    assert obj.data["x_note"] == "more"


@given(st.lists(VALUES))
def test_items_are_split_and_joined_again(values: list[object]) -> None:
    octets = json.dumps(values).encode()
    assert json.loads(join_items(split_items(octets))) == values


def test_an_empty_object_is_written() -> None:
    assert join_members({}) == b"{}"


@pytest.mark.parametrize("attack", [b"[]", b"5", b"null"])
def test_what_is_no_object_has_no_members(attack: bytes) -> None:
    with pytest.raises(Malformed) as caught:
        with_members(attack, {"a": 1})
    assert caught.value.code is Flaw.NOT_OBJECT


@pytest.mark.parametrize(
    ("attack", "code"), [(b"{", Flaw.JSON), (b'{"\xff":1}', Flaw.ENCODING), (b"", Flaw.JSON)]
)
def test_broken_bytes_are_refused(attack: bytes, code: Flaw) -> None:
    with pytest.raises(Malformed) as caught:
        split_members(attack)
    assert caught.value.code is code


@pytest.mark.parametrize("attack", [b"{}", b"5"])
def test_what_is_no_array_has_no_items(attack: bytes) -> None:
    with pytest.raises(Malformed) as caught:
        split_items(attack)
    assert caught.value.code is Flaw.NOT_BUNDLE


@given(
    pairs=st.lists(st.tuples(st.sampled_from(["a", "b", "é", ":", '"']), VALUES), max_size=4),
    space=st.sampled_from(["", " ", "\n\t"]),
    escaped=st.booleans(),
)
def test_members_that_stand_once_are_told_from_those_that_do_not(
    pairs: list[tuple[str, object]], space: str, *, escaped: bool
) -> None:
    inside = f"{space},{space}".join(
        f"{json.dumps(name, ensure_ascii=escaped)}{space}:{space}{json.dumps(value)}" for name, value in pairs
    )
    octets_ = f"{space}{{{space}{inside}{space}}}{space}".encode()
    members = split_members(octets_)
    once = len({name for name, _ in pairs}) == len(pairs)
    nested = sum(map(octets.count_names, members.values()))
    assert stand_once(members, octets_) == once == (len(members) == octets.count_names(octets_) - nested)
