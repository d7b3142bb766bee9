"""The 256 salts of a pack: derived from one seed, until an erasure makes the remaining ones stand alone."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import shake_256
from typing import Final

from tansiq.ledger.errors import Malformed

SALT_SIZE: Final = 16
SEED_SIZE: Final = 32
PACK_WIDTH: Final = 256
_TAG: Final = b"tansiq/salts/1\n"


def new_seed(random_bytes: Callable[[int], bytes]) -> bytes:
    """Return the seed of a new pack, drawn from `random_bytes`."""
    return random_bytes(SEED_SIZE)


def salts(seed: bytes, first: int = 0, last: int = PACK_WIDTH) -> tuple[bytes, ...]:
    """Return the salts numbered `first` to `last` (exclusive; 16 bytes each) of the pack with `seed`.

    They are cut from SHAKE-256 of the tag and the seed, no further than they are needed.
    Raises `Malformed` when the seed is not 32 bytes, or the pack has no such salts.
    """
    if len(seed) != SEED_SIZE:
        raise Malformed("salt seed", f"{len(seed)} bytes instead of {SEED_SIZE}")
    if not 0 <= first <= last <= PACK_WIDTH:
        raise Malformed("salt", f"no numbers {first} to {last} among {PACK_WIDTH}")
    stream = shake_256(_TAG + seed).digest(last * SALT_SIZE)
    return tuple([stream[at : at + SALT_SIZE] for at in range(first * SALT_SIZE, len(stream), SALT_SIZE)])


def without(seed: bytes, erased: int) -> tuple[bytes | None, ...]:
    """Return the salts of `seed` with number `erased` (0 to 255) gone; the caller destroys the seed with it.

    Raises `Malformed` when there is no such salt.
    """
    if not 0 <= erased < PACK_WIDTH:
        raise Malformed("salt", f"no number {erased} among {PACK_WIDTH}")
    return tuple(None if index == erased else salt for index, salt in enumerate(salts(seed)))
