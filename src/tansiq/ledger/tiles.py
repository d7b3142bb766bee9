"""Static tiles of C2SP tlog-tiles: their paths, which of them a tree has, and the bytes in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from tansiq.ledger.errors import Malformed
from tansiq.ledger.merkle import HASH_SIZE, MAX_SIZE, leaf_hash, root

TILE_WIDTH: Final = 256
MAX_LEVEL: Final = 63
Level = int | Literal["entries"]

_PATH: Final = re.compile(r"tile/(entries|[0-9]{1,2})/((?:x[0-9]{3}/){0,6}[0-9]{3})(?:\.p/([0-9]{1,3}))?")


@dataclass(frozen=True, slots=True)
class Tile:
    """The tile number `index` of a `level` (0 to 63, or `entries`), `width` hashes or entries wide.

    Raises `Malformed` when a part is out of range.
    """

    level: Level
    index: int
    width: int = TILE_WIDTH

    def __post_init__(self) -> None:
        level_fits = self.level == "entries" or 0 <= self.level <= MAX_LEVEL
        if not level_fits or not 0 <= self.index <= MAX_SIZE or not 1 <= self.width <= TILE_WIDTH:
            raise Malformed("tile", f"level {self.level}, index {self.index}, width {self.width}")

    @property
    def path(self) -> str:
        """The path below the feed (C2SP tlog-tiles, section "Merkle Tree")."""
        return f"tile/{self.level}/{indexed_path(self.index, self.width)}"


def indexed_path(index: int, width: int) -> str:
    """Return `index` in groups of three digits, with `.p/width` unless it is 256 wide; packs use it too."""
    digits = f"{index:d}"
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    path = "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])
    return path if width == TILE_WIDTH else f"{path}.p/{width}"


def parse_tile_path(path: str) -> Tile:
    """Read a tile path. Raises `Malformed` unless it is exactly what `Tile.path` writes."""
    match = _PATH.fullmatch(path)
    if not match:
        raise Malformed("tile path", repr(path[:80]))
    level, index, width = match.groups()
    number = int(index.replace("x", "").replace("/", ""))
    tile = Tile("entries" if level == "entries" else int(level), number, int(width or TILE_WIDTH))
    if tile.path != path:
        raise Malformed("tile path", f"{path!r} would be written {tile.path!r}")
    return tile


def tiles_of(size: int, since: int = 0) -> Iterator[Tile]:
    """Yield, level by level, the hash tiles of a tree of `size` leaves that one of `since` leaves lacks."""
    for level in range(MAX_LEVEL + 1):
        if not size:
            return
        for index in range(since // TILE_WIDTH, size // TILE_WIDTH):
            yield Tile(level, index)
        if size % TILE_WIDTH and size != since:
            yield Tile(level, size // TILE_WIDTH, size % TILE_WIDTH)
        size, since = size // TILE_WIDTH, since // TILE_WIDTH


def render_tile(hashes: Sequence[bytes]) -> bytes:
    """Return the bytes of a hash tile. Raises `Malformed` unless there are 1 to 256 hashes of 32 bytes."""
    if not 1 <= len(hashes) <= TILE_WIDTH or any(len(item) != HASH_SIZE for item in hashes):
        raise Malformed("tile", "not 1 to 256 hashes of 32 bytes")
    return b"".join(hashes)


def parse_tile(data: bytes, width: int) -> list[bytes]:
    """Return the hashes of a tile `width` wide. Raises `Malformed` for any other length."""
    if len(data) != width * HASH_SIZE:
        raise Malformed("tile", f"{len(data)} bytes instead of {width} hashes")
    return [data[at : at + HASH_SIZE] for at in range(0, len(data), HASH_SIZE)]


def upper_hash(tile: bytes) -> bytes:
    """Return the one hash that stands for a full `tile` on the level above.

    Raises `Malformed` for a partial one.
    """
    return root(parse_tile(tile, TILE_WIDTH))


def render_bundle(entries: Sequence[bytes]) -> bytes:
    """Return a bundle: each entry after its length in 2 bytes (C2SP tlog-tiles, section "Log entries").

    Raises `Malformed` unless there are 1 to 256 entries, each under 64 kB.
    """
    if not 1 <= len(entries) <= TILE_WIDTH or any(len(entry) > 0xFFFF for entry in entries):
        raise Malformed("entry bundle", "not 1 to 256 entries under 64 kB")
    return b"".join(len(entry).to_bytes(2) + entry for entry in entries)


def parse_bundle(data: bytes, width: int) -> list[bytes]:
    """Return the `width` entries of a bundle. Raises `Malformed` for more, fewer or cut ones."""
    entries, at = list[bytes](), 0
    while at < len(data) and len(entries) < width:
        end = at + 2 + int.from_bytes(data[at : at + 2])
        entries.append(data[at + 2 : end])
        at = end
    if at != len(data) or len(entries) != width:
        raise Malformed("entry bundle", f"does not hold exactly {width} entries")
    return entries


def bundle_tile(bundle: bytes, width: int) -> bytes:
    """Return the level 0 tile that belongs to an entry bundle. Raises `Malformed` when the bundle is."""
    return render_tile([leaf_hash(entry) for entry in parse_bundle(bundle, width)])
