"""What was fetched of a feed and is not verified yet: kept while the link is down, so that it comes once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from tansiq.exchange.node.spool import Spool


class Fetched:
    """The slices that lead from where a feed is stored towards its head, with their leaf hashes.

    One feed has one; it outlives the pulls that a broken link cuts short.
    """

    def __init__(self, random_bytes: Callable[[int], bytes]) -> None:
        self._random_bytes = random_bytes
        self._start = 0
        self.forget()

    @property
    def end(self) -> int:
        """Return up to which size of the feed the slices lead."""
        return self._start + len(self._leaves)

    @property
    def leaves(self) -> Sequence[bytes]:
        """Return the leaf hashes of all entries in the slices."""
        return self._leaves

    def begin(self, start: int, target: int) -> None:
        """Lead from size `start` to `target`: forget whatever does not."""
        if self._start != start or self.end > target:
            self.forget()
            self._start = start

    def add(self, data: bytes, leaves: Iterable[bytes]) -> None:
        """Keep the next encoded slice, which holds `leaves`."""
        self._spool.add(data)
        self._leaves.extend(leaves)

    def __iter__(self) -> Iterator[bytes]:
        """Yield the encoded slices in order."""
        return iter(self._spool)

    def forget(self) -> None:
        """Let go of everything."""
        self._leaves: list[bytes] = []
        self._spool = Spool(self._random_bytes)
