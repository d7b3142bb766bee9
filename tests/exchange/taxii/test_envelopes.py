"""Envelopes taken apart: every object with its exact bytes, and nothing lost in silence."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.exchange.taxii import BadEnvelope
from tansiq.exchange.taxii.envelopes import split_envelope


def split(body: bytes) -> list[bytes]:
    return [bytes(piece) for piece in split_envelope(body)]


def test_each_object_keeps_its_exact_bytes() -> None:
    assert split(b' { "more" : false, "objects" : [ {"a" : 1.0e0 } , null,"x" ] } ') == [
        b'{"a" : 1.0e0 }',
        b"null",
        b'"x"',
    ]


@pytest.mark.parametrize("body", [b"{}", b'{"objects":[]}', b'{"more":false,"next":"1"}'])
def test_an_envelope_may_be_empty(body: bytes) -> None:
    assert split(body) == []


def test_a_wrong_character_spoils_its_object_alone() -> None:
    assert split(b'{"objects":["\xff",{}]}') == [b'"\xff"', b"{}"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"[{}]",
        b'"x"',
        b"\xef\xbb\xbf{}",
        b"\xff",
        b'{"objects":null}',
        b'{"objects":{}}',
        b'{"objects":[1,]}',
        b'{"objects":[]}x',
        b'{"objects":[{]}',
        b'{"type":"indicator"}',
        b'{"objects":[],"more":\xff}',
        b'{"objects":' + b"[" * 100_000,
        b'{"objects":[],"x":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"objects":[' + b"," * 5_000_001 + b"]}",
        b'{"objects":[' + b"1," * 250_000 + b"1]}",
    ],
    ids=lambda body: repr(body[:30]),
)
def test_what_is_no_envelope_is_refused(body: bytes) -> None:
    with pytest.raises(BadEnvelope) as refused:
        split_envelope(body)
    assert refused.value.about["why"]


@pytest.mark.parametrize(
    "body",
    [
        b'{"objects":[{}],"objects":[1]}',
        b'{"objects":[],"objects":[]}',
        b'{"objects":[{}],"more":true,"\\u006fbjects":[1]}',
        b'{"more":true,"more":false,"objects":[]}',
    ],
)
def test_attack_two_lists_of_which_one_would_be_dropped(body: bytes) -> None:
    with pytest.raises(BadEnvelope, match="twice"):
        split_envelope(body)


def test_a_number_beyond_reason_in_another_member_is_let_be() -> None:
    assert split(b'{"x":' + b"9" * 6_000 + b',"objects":[{}]}') == [b"{}"]


@settings(deadline=None)
@given(
    st.binary() | st.text().map(str.encode) | st.from_regex(rb'\{"objects":\[[^x]{0,20}\]\}', fullmatch=True)
)
def test_no_body_does_more_than_be_refused(body: bytes) -> None:
    try:
        pieces = split(body)
    except BadEnvelope:
        return
    assert all(piece in body for piece in pieces)


def test_attack_a_second_list_whose_name_is_written_with_an_escape() -> None:
    with pytest.raises(BadEnvelope, match="twice"):
        split_envelope(b'{"objects":[],"obj\\u0065cts":[{}]}')
