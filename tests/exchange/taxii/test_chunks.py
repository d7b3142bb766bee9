"""A request read a chunk at a time: what is right, what is wrong and why, what came twice."""

from __future__ import annotations

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.exchange.taxii.chunks import CONFLICT, TWICE, Chunk, read_chunk
from tests.exchange.taxii.cast import address, id_of, stamp, stix

RECEIVED = "2026-03-01T12:00:00.000000Z"


def read(*pieces: bytes, first: int = 0) -> Chunk:
    return read_chunk(pieces, first, RECEIVED)


def test_objects_arrive_with_their_exact_bytes_and_order() -> None:
    raw, bare = stix(minute=3), address()
    one, two = read(raw, bare).arriving()
    assert (one.object_id, one.type, one.version, one.raw) == (id_of(raw), "indicator", stamp(3), raw)
    assert one.order == "2026-02-01T08:03:00.000000"
    assert (two.version, two.order) == ("", "")


def test_all_that_is_right_became_stored() -> None:
    raw, bare = stix(), address()
    outcomes = read(raw, bare).outcomes()
    assert outcomes == [(id_of(raw), stamp(), None), (id_of(bare), RECEIVED, None)]


def test_one_wrong_object_does_not_spoil_the_others() -> None:
    good, bad = stix(), orjson.dumps(orjson.loads(stix()) | {"pattern": 7})
    chunk = read(bad, good)
    assert [one.raw for one in chunk.arriving()] == [good]
    assert [one.message is None for one in chunk.outcomes()] == [False, True]
    assert chunk.outcomes()[0].object_id == id_of(bad)


def test_a_failure_says_where_and_what_to_do() -> None:
    bad = orjson.dumps(orjson.loads(stix()) | {"valid_from": "noon"})
    message = read(bad).outcomes()[0].message
    assert message is not None
    assert "/valid_from" in message
    assert "mend" in message


def test_stix_2_0_is_told_from_other_faults() -> None:
    old = {name: value for name, value in orjson.loads(stix()).items() if name != "spec_version"}
    message = read(orjson.dumps(old)).outcomes()[0].message
    assert message is not None
    assert "upgrade the object to STIX 2.1" in message


@pytest.mark.parametrize("piece", [b"null", b"7", b'"x"', b"[]", b"{}", b'{"id":7}', b'{"id":""}', b'"\xff"'])
def test_what_has_no_id_fails_by_its_place(piece: bytes) -> None:
    assert read(piece, first=17).outcomes()[0][:2] == ("/objects/17", RECEIVED)


def test_attack_an_id_of_a_million_characters() -> None:
    piece = orjson.dumps({"id": "x" * 1_000_000, "modified": "y" * 1_000_000})
    assert all(len(text or "") <= 1_000 for text in read(piece).outcomes()[0])


def test_the_same_object_twice_is_one_object_and_two_successes() -> None:
    raw = stix()
    chunk = read(raw, stix(), raw, raw)
    assert len(chunk.arriving()) == 2
    assert [one.message for one in chunk.outcomes()] == [None] * 4


def test_two_contents_of_one_version_are_one_success_and_one_failure() -> None:
    raw = stix()
    other = orjson.dumps(orjson.loads(raw) | {"modified": "2026-02-01T08:00:00.000000Z"})
    assert [one.message for one in read(raw, other).outcomes()] == [None, TWICE]


def test_conflicts_and_refusals_reach_every_copy() -> None:
    one, two = stix(), stix()
    chunk = read(one, one, two, two)
    chunk.refuse({0: "no"})
    chunk.conflicts = [2]
    assert [became.message for became in chunk.outcomes()] == ["no", "no", CONFLICT, CONFLICT]
    assert [arriving.raw for arriving in chunk.arriving()] == [two]


@settings(deadline=None)
@given(st.lists(st.binary() | st.sampled_from([b"null", b"{}", stix(), address()])))
def test_every_piece_has_one_outcome_in_its_place(pieces: list[bytes]) -> None:
    outcomes = read(*pieces, first=5).outcomes()
    assert len(outcomes) == len(pieces)
    for place, (piece, outcome) in enumerate(zip(pieces, outcomes, strict=True), 5):
        assert (outcome.message is None) == (len(piece) > 20 and piece[-1:] == b"}" and b'"id"' in piece)
        assert outcome.message is None or outcome.object_id == f"/objects/{place}"
