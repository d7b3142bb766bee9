import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.stix import Flaw, Malformed, StixObject, octets, read_bundle
from tests.stix.samples import TYPES, raw, ref


def bundle(*pieces: bytes, head: bytes = b"") -> bytes:
    inside = b" ,\n ".join(pieces)
    return (
        b'{"type":"bundle","id":"'
        + ref("bundle").encode()
        + b'",'
        + head
        + b'"objects" : [ '
        + inside
        + b" ]}"
    )


def refusal(attack: bytes) -> Malformed:
    with pytest.raises(Malformed) as caught:
        read_bundle(attack)
    return caught.value


def test_each_object_of_a_bundle_keeps_its_exact_bytes() -> None:
    pieces = [json.dumps(json.loads(raw(name)), indent=3).encode() for name in TYPES]
    read = read_bundle(bundle(*pieces))
    assert [obj.raw for obj in read if isinstance(obj, StixObject)] == pieces


@given(st.lists(st.sampled_from(TYPES), max_size=5), st.sampled_from([None, 0, 4]))
def test_slices_are_exact_in_lists_too(types: list[str], indent: int | None) -> None:
    pieces = [json.dumps(json.loads(raw(name)), indent=indent).encode() for name in types]
    read = read_bundle(b"\n[" + b"\t,".join(pieces) + b"] ")
    assert [obj.raw for obj in read if isinstance(obj, StixObject)] == pieces


def test_one_object_by_itself_is_read() -> None:
    octets_ = b" " + raw() + b"\n"
    (obj,) = read_bundle(octets_)
    assert isinstance(obj, StixObject)
    assert obj.raw == octets_


def test_a_wrong_object_is_an_error_in_its_place_and_the_others_come_in() -> None:
    first, second, third = read_bundle(bundle(raw(), raw("location", latitude="north"), raw("url")))
    assert isinstance(first, StixObject)
    assert isinstance(third, StixObject)
    assert isinstance(second, Malformed)
    assert (second.code, second.pointer) == (Flaw.SCHEMA, "/objects/1/latitude")


def test_a_wrong_object_of_a_list_has_its_index() -> None:
    (error,) = read_bundle(b"[5]")
    assert isinstance(error, Malformed)
    assert (error.code, error.pointer) == (Flaw.NOT_OBJECT, "/0")


def test_an_empty_bundle_and_one_without_objects_have_none() -> None:
    assert read_bundle(bundle()) == ()
    assert read_bundle(b'{"type":"bundle","id":"' + ref("bundle").encode() + b'"}') == ()


@pytest.mark.parametrize("attack", [b"5", b'"a"', b"null", b"true"])
def test_what_is_neither_bundle_nor_list_nor_object_is_refused(attack: bytes) -> None:
    assert refusal(attack).code is Flaw.NOT_OBJECT


@pytest.mark.parametrize("objects", [b"{}", b"5", b"null", b'"a"'])
def test_objects_that_are_no_list_are_refused(objects: bytes) -> None:
    error = refusal(bundle().replace(b"[  ]", objects))
    assert (error.code, error.pointer) == (Flaw.NOT_BUNDLE, "/objects")


def test_a_bundle_without_a_true_id_is_refused() -> None:
    assert refusal(b'{"type":"bundle","objects":[]}').code is Flaw.IDENTIFIER
    assert refusal(bundle().replace(b'"bundle--', b'"\\u202ebundle--')).code is Flaw.IDENTIFIER
    assert refusal(bundle().replace(b'"bundle--', b'"report--')).code is Flaw.TYPE


def test_a_stix_2_0_bundle_is_named_as_what_it_is() -> None:
    assert refusal(bundle(raw(), head=b'"spec_version":"2.0",')).code is Flaw.STIX20


def test_a_bundle_that_hides_objects_behind_a_repeated_member_is_refused() -> None:
    attack = bundle(raw())[:-1] + b',"objects":[]}'
    assert refusal(attack).code is Flaw.DUPLICATE


@pytest.mark.parametrize(
    ("attack", "code"),
    [
        (b"", Flaw.JSON),
        (b"[1,", Flaw.JSON),
        (b"\xef\xbb\xbf[]", Flaw.BOM),
        (b"[" * 100_000, Flaw.DEPTH),
        (b'{"\xff":1}', Flaw.ENCODING),
    ],
)
def test_bytes_that_are_no_json_are_refused(attack: bytes, code: Flaw) -> None:
    assert refusal(attack).code is code


def test_too_large_a_bundle_and_too_large_an_object_in_it_are_refused() -> None:
    assert refusal(b" " * (octets.MAX_BUNDLE + 1)).code is Flaw.TOO_LARGE
    _, error = read_bundle(bundle(raw(), raw(description="a" * octets.MAX_OBJECT)))
    assert isinstance(error, Malformed)
    assert error.code is Flaw.TOO_LARGE


@given(st.binary(max_size=100), st.integers(0, 400))
def test_planted_bytes_never_crash(planted: bytes, place: int) -> None:
    whole = bundle(raw(), raw("url"))
    with suppress(Malformed):
        read = read_bundle(whole[:place] + planted + whole[place:])
        assert all(isinstance(one, StixObject | Malformed) for one in read)


def test_more_objects_or_values_than_a_bundle_may_have_are_refused() -> None:
    assert refusal(b"[" + b"1," * 300_000 + b"1]").code is Flaw.TOO_LARGE
    assert refusal(b"[" + b"1," * 6_000_000 + b"1]").code is Flaw.TOO_LARGE
