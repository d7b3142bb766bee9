from hashlib import sha256

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.ledger import (
    MAX_HEAD,
    MAX_PAYLOAD,
    Body,
    Head,
    Kind,
    LedgerError,
    Malformed,
    WrongSignature,
    commit,
    leaf,
    leaf_hash,
    leaves,
    salts,
    seal_body,
    sign_body,
    verify_body,
)
from tests.ledger.cast import HOME, HOME_KEY, OUTSIDER, OUTSIDER_KEY, SEED, bodies, body, flips

HEAD_JSON = msgspec.json.encode(body(1).head)


def raw(head: bytes, kind: int = 1, payload: bytes = b"{}") -> bytes:
    length = len(head)
    size = bytes([length]) if length < 128 else bytes([length & 127 | 128, length >> 7])
    return bytes([kind]) + size + head + payload


@given(
    st.sampled_from(Kind),
    st.binary(max_size=200),
    st.lists(st.from_regex(r"\Ac[a-z0-9-]{1,20}\Z"), max_size=4),
)
def test_a_body_survives_its_bytes(kind: Kind, payload: bytes, via: list[str]) -> None:
    sealed = seal_body(kind, payload, HOME_KEY, by=HOME, via=tuple(via))
    assert Body.decode(sealed.encode()) == sealed
    sealed.verify(HOME_KEY.public)


def test_the_bytes_of_a_body_are_kind_length_head_payload() -> None:
    assert body(1).encode() == raw(HEAD_JSON, 1, body(1).payload)
    assert Body.decode(raw(HEAD_JSON)).payload == b"{}"


def test_the_signature_covers_version_kind_and_payload() -> None:
    HOME_KEY.public.verify(b"tansiq/1 recall\n{}", sign_body(Kind.RECALL, b"{}", HOME_KEY))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x01",
        raw(HEAD_JSON, 0),
        raw(HEAD_JSON, 9),
        raw(HEAD_JSON)[:60],
        raw(b""),
        raw(b"{}"),
        raw(b"[" * 100),
        raw(HEAD_JSON.replace(b",", b", ")),
        raw(HEAD_JSON[:-1] + b',"more":1}'),
        raw(HEAD_JSON[:-1] + b',"by":"' + HOME.encode() + b'"}'),
        raw(HEAD_JSON.replace(HOME.encode(), b"identity--1")),
        raw(HEAD_JSON.replace(HOME.encode(), HOME.encode() + b"\\n")),
        raw(HEAD_JSON.replace(b'"sig":"', b'"sig":"AAAA')),
        raw(HEAD_JSON.replace(b"circle--sahel", b"Circle")),
        raw(HEAD_JSON.replace(b"circle--sahel", b"\xff")),
        b"\x01\xff\xff\x7f" + HEAD_JSON,
        b"\x01\x80\x00{}",
    ],
)
def test_a_malformed_body_is_refused(data: bytes) -> None:
    with pytest.raises(Malformed):
        Body.decode(data)


def test_a_head_or_payload_over_its_limit_is_refused() -> None:
    wide = Head(by=HOME, key="00000000", sig=bytes(64), via=("c" * 128,) * 200)
    assert len(msgspec.json.encode(wide)) > MAX_HEAD
    for too_large in (Body(Kind.OBJECT, wide, b""), Body(Kind.OBJECT, body(1).head, bytes(MAX_PAYLOAD + 1))):
        with pytest.raises(Malformed):
            too_large.encode()
    with pytest.raises(Malformed):
        Body.decode(raw(HEAD_JSON) + bytes(MAX_PAYLOAD))


def test_a_head_for_no_agency_is_not_sealed() -> None:
    with pytest.raises(Malformed):
        seal_body(Kind.OBJECT, b"{}", HOME_KEY, by="HOME")


def test_another_originators_key_is_refused() -> None:
    with pytest.raises(WrongSignature, match="body is signed by key"):
        body(1).verify(OUTSIDER_KEY.public)


def test_an_object_replayed_as_another_kind_is_refused() -> None:
    one = body(1)
    with pytest.raises(WrongSignature):
        Body(Kind.VERSION, one.head, one.payload).verify(HOME_KEY.public)


def test_a_claimed_originator_without_its_key_is_refused() -> None:
    claimed = seal_body(Kind.OBJECT, b"{}", OUTSIDER_KEY, by=HOME)
    with pytest.raises(WrongSignature):
        claimed.verify(HOME_KEY.public)
    assert claimed.head.by != OUTSIDER


def test_a_signature_by_another_key_is_refused() -> None:
    with pytest.raises(WrongSignature):
        verify_body(Kind.OBJECT, b"{}", sign_body(Kind.OBJECT, b"{}", OUTSIDER_KEY), HOME_KEY.public)


def test_an_entry_is_a_version_and_a_salted_hash() -> None:
    salt = salts(SEED)[0]
    entry = commit(salt, b"body")
    assert entry == b"\x01" + sha256(b"tansiq/entry/1\n" + salt + b"body").digest()
    assert len(entry) == 33
    assert leaf(salt, b"body") == leaf_hash(entry)


def test_many_leaves_are_each_a_leaf() -> None:
    some = salts(SEED)[:4]
    assert leaves(some, bodies(4)) == [leaf(*pair) for pair in zip(some, bodies(4), strict=True)]


def test_salts_and_bodies_must_be_equally_many() -> None:
    with pytest.raises(ValueError, match="argument 2 is shorter"):
        leaves(salts(SEED)[:4], bodies(3))


def test_any_flipped_bit_of_a_body_changes_its_leaf_and_never_crashes() -> None:
    data = body(1).encode()
    for attack in flips(data):
        assert leaf(bytes(16), attack) != leaf(bytes(16), data)
        try:
            Body.decode(attack).verify(HOME_KEY.public)
        except LedgerError:
            continue
        assert Body.decode(attack).payload == body(1).payload
