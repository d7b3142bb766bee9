"""The salts of a pack: drawn as one seed, spread out one by one once an entry of the pack was erased."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Final

from tansiq.ledger import Kind, salts
from tansiq.store.errors import NotThere

CONTENT: Final = frozenset({Kind.OBJECT, Kind.VERSION})
"""The kinds of entries that carry an object, and are erased with it."""

WIDTH: Final = 256
SALT: Final = 16
SEED: Final = 32
_NO_SALT: Final = bytes(SALT)


@dataclass(frozen=True, slots=True)
class Pack:
    """Pack `number` of a feed: its 32-byte `seed`, or the `spread` of its 256 salts, zero where erased."""

    number: int
    seed: bytes | None
    spread: bytes | None = None

    def salts(self, first: int = 0, last: int = WIDTH) -> Sequence[bytes]:
        """Return the salts numbered `first` to `last` (exclusive), 16 bytes each."""
        if self.seed is not None:
            return salts(self.seed, first, last)
        spread = self.spread or b""
        return [spread[at : at + SALT] for at in range(first * SALT, min(last * SALT, len(spread)), SALT)]

    def without(self, erased: Collection[int]) -> Pack:
        """Return the pack without its seed and without the salts numbered `erased` (0 to 255)."""
        kept = [_NO_SALT if index in erased else salt for index, salt in enumerate(self.salts())]
        return Pack(self.number, None, b"".join(kept))

    def remaining(self, first: int, bodies: Sequence[bytes | None]) -> tuple[bytes | None, ...] | None:
        """Return the salts of `bodies` from `first` on, None where erased; None while the seed stands."""
        if self.seed is not None:
            return None
        spread = self.salts(first, first + len(bodies))
        return tuple(None if body is None else salt for body, salt in zip(bodies, spread, strict=True))


def draw(
    size: int, count: int, last: Pack | None, random_bytes: Callable[[int], bytes]
) -> tuple[list[bytes], list[Pack]]:
    """Return salts for `count` entries after the first `size` of a feed, and the packs that begin with them.

    `last` is the pack that holds entry `size - 1`; it is needed unless that pack is full.
    """
    drawn: list[bytes] = []
    begun: list[Pack] = []
    if size % WIDTH and last is not None:
        drawn += last.salts(size % WIDTH, min(size % WIDTH + count, WIDTH))
    while len(drawn) < count:
        pack = Pack((size + len(drawn)) // WIDTH, random_bytes(SEED))
        begun.append(pack)
        drawn += pack.salts(0, min(count - len(drawn), WIDTH))
    return drawn, begun


def require_within(receiver: str, number: int, first: int, last: int, size: int) -> None:
    """Check that pack `number` of a feed of `size` entries has entries `first` to `last` (exclusive).

    Raises `NotThere` when it has not.
    """
    if number < 0 or not 0 <= first < last <= WIDTH or number * WIDTH + last > size:
        raise NotThere("slice", f"{number}.{first}-{last} in the feed of {size} entries to {receiver}")
