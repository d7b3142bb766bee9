"""What a drawer knows of an object beside its bytes: its rank among its versions, and short stand-ins."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from hashlib import blake2b

from tansiq.exchange.taxii import Arriving
from tansiq.store.errors import TooLong
from tansiq.store.facts import MAX_ID, MAX_VERSION


class Rank(IntEnum):
    """Where a version stands among those of its object in a drawer."""

    ONLY = 0
    NEWEST = 1
    OLDEST = 2
    BETWEEN = 3

    @classmethod
    def of(cls, *, newest: bool, oldest: bool) -> Rank:
        """Return the rank of a version that is the newest, the oldest, both or neither."""
        return cls(3 - 2 * newest - oldest)

    @property
    def is_newest(self) -> bool:
        """Whether no version is newer."""
        return self in {Rank.ONLY, Rank.NEWEST}

    @property
    def is_oldest(self) -> bool:
        """Whether no version is older."""
        return self in {Rank.ONLY, Rank.OLDEST}


def require_short(arriving: Sequence[Arriving]) -> None:
    """Accept objects whose names fit their columns. Raises `TooLong` for the first other one."""
    limits = ("id", MAX_ID), ("type", MAX_ID), ("version", MAX_VERSION), ("version", MAX_VERSION)
    for one in arriving:
        for text, (what, limit) in zip(one[:4], limits, strict=True):
            if len(text) > limit:
                raise TooLong(what, len(text), limit)


def mark(drawer: int, object_id: str) -> int:
    """Return a number of 64 bits for the object in the drawer numbered `drawer`; others may share it."""
    return int.from_bytes(
        blake2b(object_id.encode(), digest_size=8, key=drawer.to_bytes(8)).digest(), signed=True
    )


def digest(raw: bytes) -> bytes:
    """Return 16 bytes that stand for exactly these bytes."""
    return blake2b(raw, digest_size=16).digest()
