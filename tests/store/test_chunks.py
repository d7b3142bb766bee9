"""Chunks are cut where they should be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.store.chunks import (
    MANY,
    MAX_BYTES,
    MAX_SIZE,
    Content,
    between,
    by_type,
    common,
    count,
    cut,
    is_merged,
    laid,
    pack,
    sizes,
    unpack,
)

PLACES = st.sets(st.integers(0, 30))


@given(st.lists(st.binary(min_size=1, max_size=5), min_size=1, max_size=31), PLACES, PLACES)
def test_what_is_cut_out_is_what_was_put_in(objects: list[bytes], gone: set[int], stale: set[int]) -> None:
    gone, stale = ({place for place in places if place < len(objects)} for places in (gone, stale))
    content = Content.of(objects).without(gone)
    kept = [place for place in range(len(objects)) if place not in gone | stale]
    runs = between(0, len(objects), sorted(gone | stale))
    assert b",".join(content.parts(runs)) == b",".join(objects[place] for place in kept)


def test_what_goes_leaves_no_byte() -> None:
    content = Content.of([b"one", b"canary", b"two"]).without({1})
    assert content.body == b"one,two,"
    assert list(content.offsets) == [0, 4, 4, 8]


def test_contents_follow_each_other() -> None:
    joined = Content.of([b"a"]).then(Content.of([b"bb", b"c"]))
    assert (joined.body, list(joined.offsets)) == (b"a,bb,c,", [0, 2, 5, 7])


@given(PLACES, st.integers(0, 31), PLACES)
def test_places_in_common_are_runs(places: set[int], first: int, skipped: set[int]) -> None:
    runs = common(sorted(places), first, sorted(skipped))
    wanted = sorted(place for place in places - skipped if place >= first)
    assert [place for start, stop in runs for place in range(start, stop)] == wanted
    assert common(range(31), first, sorted(skipped)) == between(first, 31, sorted(skipped))


@given(PLACES, st.integers(0, 40))
def test_the_first_places_of_runs_are_kept(skipped: set[int], limit: int) -> None:
    runs = between(0, 31, sorted(skipped))
    every = [place for start, stop in runs for place in range(start, stop)]
    kept = cut(runs, limit)
    assert [place for start, stop in kept for place in range(start, stop)] == every[:limit]
    assert count(kept) == min(limit, len(every))


def test_chunks_are_bounded_by_number_and_bytes() -> None:
    assert list(sizes([], [])) == []
    assert list(sizes([10] * (MAX_SIZE + 1), ["tool"] * (MAX_SIZE + 1))) == [MAX_SIZE, 1]
    assert list(sizes([MAX_BYTES * 3, 1, MAX_BYTES, 1], ["tool"] * 4)) == [1, 1, 1, 1]


def test_a_type_of_which_there_is_much_has_chunks_of_its_own() -> None:
    types = ["a"] * MANY + ["b"] * MANY + ["c"] * 3 + ["d"] * (MANY - 1) + ["e"] * MANY
    assert list(sizes([1] * len(types), types)) == [MANY, 2 * MANY + 2, MANY]


def test_few_lie_as_they_come_and_many_by_type() -> None:
    assert laid(["b", "a", "b"]) == [0, 1, 2]
    types = ["b", "a"] * 100
    assert [types[place] for place in laid(types)] == ["b"] * 100 + ["a"] * 100
    assert laid(types)[:3] == [0, 2, 4]
    assert by_type(["b", "a", "b"]) == {"b": [0, 2], "a": [1]}


@pytest.mark.parametrize(
    ("before", "size", "merged"),
    [(1, 1, True), (2, 1, False), (64, 64, True), (64, 65, False), (1, 500, False)],
)
def test_small_neighbours_merge_as_digits_carry(before: int, size: int, *, merged: bool) -> None:
    assert is_merged(before, size, 10) is merged
    assert not is_merged(before, size, MAX_BYTES + 1)


@pytest.mark.parametrize(("code", "width"), [("H", 2), ("I", 4)])
def test_numbers_are_packed_little_endian(code: str, width: int) -> None:
    assert pack(code, [1, 258])[: width + 2] == b"\x01" + bytes(width - 1) + b"\x02\x01"
    assert list(unpack(code, pack(code, [1, 258]))) == [1, 258]
