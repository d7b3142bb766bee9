"""Packing and unpacking: nothing swells beyond its bound, and nothing that broke off is taken for whole."""

from __future__ import annotations

import gzip
from contextlib import suppress

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from tansiq.web.taxii.compress import PARTS, pack, unpack
from tansiq.web.taxii.errors import BadRequest, Refused, TooLarge, UnknownCoding

LIMIT = 100_000
TEXT = b"A convoy was seen. " * 1000


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
def test_what_was_packed_is_unpacked(coding: str) -> None:
    packed = pack(TEXT, coding)
    assert len(packed) < len(TEXT) // 10
    assert unpack(packed, coding, LIMIT) == TEXT


@pytest.mark.parametrize("codings", ["", "identity", " GZIP ", "x-gzip", "gzip, identity", "zstd, gzip"])
def test_codings_come_off_in_the_order_in_which_they_were_put_on(codings: str) -> None:
    body = TEXT
    for coding in codings.lower().replace("x-", "").replace(" ", "").split(","):
        body = pack(body, coding) if coding in {"gzip", "zstd"} else body
    assert unpack(body, codings, LIMIT) == TEXT


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
def test_several_members_are_one_body(coding: str) -> None:
    assert unpack(pack(b"one", coding) + pack(b"two", coding), coding, LIMIT) == b"onetwo"


@pytest.mark.parametrize("codings", ["br", "deflate", "compress", "gzip, gzip, gzip"])
def test_other_codings_are_refused(codings: str) -> None:
    with pytest.raises(UnknownCoding):
        unpack(b"x", codings, LIMIT)


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
@pytest.mark.parametrize("spoil", [lambda b: b[:-3], lambda b: b + b"junk", lambda _: b"", lambda _: b"junk"])
def test_what_is_not_whole_is_refused(coding: str, spoil: object) -> None:
    assert callable(spoil)
    with pytest.raises(BadRequest):
        unpack(spoil(pack(TEXT, coding)), coding, LIMIT)


@pytest.mark.parametrize("bomb", [gzip.compress(bytes(10**8)), zstandard.compress(bytes(10**9), 19)])
def test_a_bomb_does_not_go_off(bomb: bytes) -> None:
    coding = "gzip" if bomb.startswith(b"\x1f\x8b") else "zstd"
    with pytest.raises(TooLarge):
        unpack(bomb, coding, LIMIT)


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
def test_a_body_of_endless_small_parts_is_refused(coding: str) -> None:
    with pytest.raises(BadRequest):
        unpack(pack(b"", coding) * (PARTS + 1), coding, LIMIT)


def test_a_window_that_no_decoder_must_have_is_refused() -> None:
    wide = zstandard.ZstdCompressor(
        compression_params=zstandard.ZstdCompressionParameters(window_log=27)
    ).compressobj()
    with pytest.raises(BadRequest):
        unpack(wide.compress(TEXT) + wide.flush(), "zstd", LIMIT)


@given(st.binary(max_size=300), st.sampled_from(["gzip", "zstd", "zstd, gzip", "identity", "gzip,,"]))
def test_no_body_is_a_crash(body: bytes, codings: str) -> None:
    with suppress(Refused):
        assert len(unpack(body, codings, LIMIT)) <= LIMIT
