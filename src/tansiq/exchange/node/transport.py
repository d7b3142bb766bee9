"""How a node reaches another one: what a pull needs, over whatever carries it."""

from __future__ import annotations

from datetime import timedelta
from typing import Protocol


class Transport(Protocol):
    """The way to one partner's node. Every call raises `Unreachable` or `RefusedByPartner` when it fails."""

    @property
    def skew(self) -> timedelta:
        """By how much the partner's clock is ahead of ours, as far as its answers showed.

        Zero within the tolerance.
        """

    def checkpoint(self, size: int, seen: int, wait: float, root: bytes | None = None) -> bytes | None:
        """Return the signed head of the feed to us, once it is larger than `size` or newer than `seen`.

        `seen` is in POSIX seconds. With `root`, the root of what we hold, a restored node notices itself.

        None when after `wait` seconds there is still nothing newer.
        """

    def slice(self, number: int, first: int, last: int) -> bytes:
        """Return entries `first` to `last` (exclusive) of pack `number`, encoded."""

    def tile(self, path: str) -> bytes:
        """Return the hash tile at `path` (C2SP tlog-tiles)."""

    def post_receipt(self, note: bytes) -> None:
        """Hand over our receipt."""

    def hello(self, statement: bytes) -> None:
        """Hand over our address statement."""
