from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from zstandard import ZstdCompressor

from tansiq.ledger import Erased, Malformed, Slice, decode_pack, encode_pack, pack_path, root, salts
from tansiq.ledger.dictionary import NEWEST, dictionary
from tansiq.ledger.encoding import uvarint
from tansiq.ledger.packs import MAX_PACK
from tests.ledger.cast import SEED, bodies, feed_leaves, flips

BODIES = tuple(bodies(6))
PACK = Slice(0, 0, BODIES, SEED)
GONE = Erased(feed_leaves(6)[2])
AFTER_ERASURE = Slice(0, 0, (*BODIES[:2], GONE, *BODIES[3:]), None, salts(SEED)[:2] + salts(SEED)[3:6])


def frame(content: bytes) -> bytes:
    return b"\x01\x00" + ZstdCompressor(write_content_size=True).compress(content)


def content(first: int = 0, end: int = 1, mode: bytes = b"\x00" + SEED, rest: bytes = b"\x01b") -> bytes:
    return uvarint(0) + uvarint(first) + uvarint(end) + mode + rest


@pytest.mark.parametrize("pack", [PACK, AFTER_ERASURE, Slice(3, 250, BODIES, SEED), Slice(3, 9, (GONE,))])
@pytest.mark.parametrize("version", range(NEWEST + 1))
@pytest.mark.parametrize("level", [3, 19])
def test_a_pack_survives_its_bytes(pack: Slice, version: int, level: int) -> None:
    assert decode_pack(encode_pack(pack, level=level, version=version)) == pack


@given(
    st.integers(0, 2**40),
    st.integers(0, 250),
    st.lists(st.binary(min_size=1, max_size=300), min_size=1, max_size=6),
)
def test_any_slice_survives(index: int, first: int, contents: list[bytes]) -> None:
    pack = Slice(index, first, tuple(contents), SEED)
    assert decode_pack(encode_pack(pack, level=1)) == pack


def test_the_receiver_computes_the_senders_leaves() -> None:
    assert PACK.leaves() == feed_leaves(6)


def test_after_an_erasure_the_leaves_stay_and_the_content_is_gone() -> None:
    assert AFTER_ERASURE.leaves() == feed_leaves(6)
    data = encode_pack(AFTER_ERASURE, version=0)
    assert SEED not in decode_content(data)
    assert salts(SEED)[2] not in decode_content(data)
    assert BODIES[2] not in decode_content(data)


def decode_content(data: bytes) -> bytes:
    pack = decode_pack(data)
    kept = [body for body in pack.bodies if isinstance(body, bytes)]
    return b"".join([*kept, *pack.remaining, pack.seed or b""])


def test_a_slice_from_the_middle_uses_the_salts_of_its_place() -> None:
    assert Slice(0, 4, BODIES[4:], SEED).leaves() == feed_leaves(6)[4:]


def test_no_hash_is_shipped_that_the_receiver_can_compute() -> None:
    shipped = decode_content(encode_pack(PACK))
    assert not any(leaf in shipped for leaf in feed_leaves(6))


def test_the_dictionary_pays_for_a_single_body() -> None:
    one = Slice(0, 0, BODIES[:1], SEED)
    assert len(encode_pack(one)) < 0.75 * len(encode_pack(one, version=0))


def test_shipped_dictionaries_never_change() -> None:
    data = dictionary(1)
    assert data is not None
    assert (
        sha256(data.as_bytes()).hexdigest()
        == "928acf2b0374b9c20fb017413cef1202e3c5b48e33a6583cde142ec7705405a3"
    )


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x01",
        b"\x01\x00",
        b"\x02" + encode_pack(PACK)[1:],
        b"\x01\x07" + encode_pack(PACK)[2:],
        encode_pack(PACK)[:-1],
        encode_pack(PACK) + b"\x00",
        encode_pack(PACK) + encode_pack(PACK)[2:],
        encode_pack(PACK) + b"\x50\x2a\x4d\x18\x00\x00\x00\x00",
        b"\x01\x00\x50\x2a\x4d\x18\x00\x00\x00\x00",
        frame(b""),
        frame(content(0, 0, rest=b"")),
        frame(content(1, 0)),
        frame(content(255, 257, rest=b"\x01b\x01b")),
        frame(content(mode=b"\x02" + SEED)),
        frame(content(mode=b"\x00" + SEED[:9], rest=b"")),
        frame(content(rest=b"\x00" + bytes(32))),
        frame(content(rest=b"\x02b")),
        frame(content(rest=b"\x01bx")),
        frame(content(rest=b"\x81\x00b")),
        frame(content(mode=b"\x01", rest=b"\x01short")),
        frame(content(mode=b"\x01", rest=b"\x00" + bytes(31))),
        frame(content(rest=b"\xff\xff\xff\x7f")),
    ],
)
def test_a_malformed_pack_is_refused(data: bytes) -> None:
    with pytest.raises(Malformed):
        decode_pack(data)


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = frame(bytes(MAX_PACK + 1))
    assert len(bomb) < 10_000
    with pytest.raises(Malformed, match="more than"):
        decode_pack(bomb)


def test_a_frame_that_hides_its_size_is_refused() -> None:
    hidden = ZstdCompressor(write_content_size=False).compress(content())
    with pytest.raises(Malformed, match="does not say its size"):
        decode_pack(b"\x01\x00" + hidden)


def test_a_reader_may_set_a_lower_limit() -> None:
    with pytest.raises(Malformed):
        decode_pack(encode_pack(PACK), limit=100)


def test_a_pack_over_the_limit_is_not_made() -> None:
    too_large = Slice(0, 0, (bytes(15_000_000),) * 5, SEED)
    with pytest.raises(Malformed):
        encode_pack(too_large)


@pytest.mark.parametrize(
    "parts",
    [
        (-1, 0, BODIES, SEED),
        (0, -1, BODIES, SEED),
        (0, 251, BODIES, SEED),
        (0, 0, (), SEED),
        (0, 0, (b"",), SEED),
        (0, 0, BODIES, SEED[:31]),
        (0, 0, BODIES, SEED, salts(SEED)[:6]),
        (0, 0, (GONE,), SEED),
        (0, 0, BODIES),
        (0, 0, (BODIES[0],), None, (b"short",)),
        (0, 0, (Erased(b"short"),)),
    ],
)
def test_a_slice_that_does_not_fit_together_is_not_made(parts: tuple[object, ...]) -> None:
    with pytest.raises(Malformed):
        Slice(*parts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "pack", [Slice(0, 0, BODIES[:2], SEED), Slice(0, 0, (BODIES[0], GONE), None, salts(SEED)[:1])]
)
def test_any_flipped_bit_is_refused_or_changes_place_or_root(pack: Slice) -> None:
    for attack in flips(encode_pack(pack)):
        try:
            changed = decode_pack(attack)
        except Malformed:
            continue
        unmoved = (changed.index, changed.first) == (pack.index, pack.first)
        assert changed == pack or not unmoved or root(changed.leaves()) != root(pack.leaves())


@given(st.binary(max_size=200))
def test_no_bytes_crash_the_reader(data: bytes) -> None:
    for attack in (
        data,
        b"\x01\x00" + data,
        b"\x01\x01\x28\xb5\x2f\xfd" + data,
        frame(data),
        frame(content(rest=data)),
    ):
        try:
            decode_pack(attack)
        except Malformed:
            continue


def test_packs_are_found_by_number_and_width() -> None:
    assert [pack_path(0), pack_path(1234067), pack_path(5, 7)] == [
        "pack/000",
        "pack/x001/x234/067",
        "pack/005.p/7",
    ]
