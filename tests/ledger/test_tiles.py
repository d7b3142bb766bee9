import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.ledger import (
    Malformed,
    Tile,
    bundle_tile,
    commit,
    leaf_hash,
    parse_bundle,
    parse_tile,
    parse_tile_path,
    render_bundle,
    render_tile,
    root,
    tiles_of,
    upper_hash,
)
from tansiq.ledger.tiles import Level
from tests.ledger.cast import digests

ENTRIES = [commit(bytes(16), bytes([number])) for number in range(3)]


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 0), "tile/0/000"),
        (Tile(0, 1234067), "tile/0/x001/x234/067"),
        (Tile(1, 1000, 17), "tile/1/x001/000.p/17"),
        (Tile(63, 999, 255), "tile/63/999.p/255"),
        (Tile("entries", 5, 1), "tile/entries/005.p/1"),
        (Tile(0, 2**63 - 1), "tile/0/x009/x223/x372/x036/x854/x775/807"),
    ],
)
def test_paths_are_those_of_c2sp(tile: Tile, path: str) -> None:
    assert tile.path == path
    assert parse_tile_path(path) == tile


@given(st.integers(0, 63) | st.just("entries"), st.integers(0, 2**63 - 1), st.integers(1, 256))
def test_every_tile_is_found_again_by_its_path(level: Level, index: int, width: int) -> None:
    tile = Tile(level, index, width)
    assert parse_tile_path(tile.path) == tile


@pytest.mark.parametrize(
    "path",
    [
        "",
        "tile/0",
        "tile/0/",
        "tile/0/0",
        "tile/0/0000",
        "tile/00/000",
        "tile/64/000",
        "tile/-1/000",
        "tile/data/000",
        "tile/0/x000/001",
        "tile/0/001/002",
        "tile/0/x001",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/000.p/",
        "tile/0/000.p",
        "tile/0/000/",
        "tile/0/000\n",
        "/tile/0/000",
        "tile/0/../000",
        "tile/0/٠٠٠",
        "tile/0/x999/x999/x999/x999/x999/x999/999",
        "tile/0/" + "x001/" * 1000 + "000",
    ],
)
def test_a_malformed_path_is_refused(path: str) -> None:
    with pytest.raises(Malformed):
        parse_tile_path(path)


def test_the_tiles_of_the_published_example() -> None:
    tiles = list(tiles_of(70_000))
    assert sum(tile.level == 0 and tile.width == 256 for tile in tiles) == 273
    partial = [tile for tile in tiles if tile.width < 256]
    assert partial == [Tile(0, 273, 112), Tile(1, 1, 17), Tile(2, 0, 1)]
    assert [tile for tile in tiles if tile.level == 1] == [Tile(1, 0), Tile(1, 1, 17)]


def test_a_tree_of_256_has_a_full_tile_and_one_above() -> None:
    assert list(tiles_of(256)) == [Tile(0, 0), Tile(1, 0, 1)]


@given(st.integers(0, 70_000), st.integers(0, 70_000))
def test_a_growing_tree_brings_only_new_tiles(one: int, other: int) -> None:
    since, size = sorted((one, other))
    known = set(tiles_of(since))
    assert list(tiles_of(size, since)) == [tile for tile in tiles_of(size) if tile not in known]


def test_no_new_leaves_bring_no_new_tiles() -> None:
    assert list(tiles_of(70_000, 70_000)) == list(tiles_of(0)) == []


def test_a_tile_holds_its_hashes_and_stands_for_them_above() -> None:
    data = render_tile(digests(256))
    assert parse_tile(data, 256) == digests(256)
    assert upper_hash(data) == root(digests(256))


def test_a_partial_tile_stands_for_nothing_above() -> None:
    with pytest.raises(Malformed):
        upper_hash(render_tile(digests(255)))


@pytest.mark.parametrize("hashes", [[], digests(257), [b"short"]])
def test_a_tile_that_is_none_is_not_rendered(hashes: list[bytes]) -> None:
    with pytest.raises(Malformed):
        render_tile(hashes)


def test_a_tile_of_another_width_is_refused() -> None:
    with pytest.raises(Malformed):
        parse_tile(render_tile(digests(3)), 4)


def test_a_bundle_holds_its_entries_and_leads_to_its_tile() -> None:
    data = render_bundle(ENTRIES)
    assert data[:2] == b"\x00\x21"
    assert parse_bundle(data, 3) == ENTRIES
    assert bundle_tile(data, 3) == b"".join(leaf_hash(entry) for entry in ENTRIES)


@given(st.lists(st.binary(max_size=40), min_size=1, max_size=9))
def test_any_bundle_survives(entries: list[bytes]) -> None:
    assert parse_bundle(render_bundle(entries), len(entries)) == entries


@pytest.mark.parametrize(
    "data",
    [b"", b"\x00", render_bundle(ENTRIES)[:-1], render_bundle(ENTRIES) + b"\x00", render_bundle(ENTRIES[:2])],
)
def test_a_cut_or_padded_bundle_is_refused(data: bytes) -> None:
    with pytest.raises(Malformed):
        parse_bundle(data, 3)


@pytest.mark.parametrize("entries", [[], [b""] * 257, [bytes(65536)]])
def test_a_bundle_that_is_none_is_not_rendered(entries: list[bytes]) -> None:
    with pytest.raises(Malformed):
        render_bundle(entries)


@pytest.mark.parametrize("parts", [(-1, 0, 1), (64, 0, 1), (0, -1, 1), (0, 2**63, 1), (0, 0, 0), (0, 0, 257)])
def test_a_tile_out_of_range_is_not_made(parts: tuple[int, int, int]) -> None:
    with pytest.raises(Malformed):
        Tile(*parts)
