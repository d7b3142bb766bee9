"""Chunks: the bytes of consecutive object versions in one piece, out of which pages are cut."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

MAX_SIZE: Final = 512
"""Object versions in a chunk at most."""
MAX_BYTES: Final = 1 << 20
"""About as many bytes are in a chunk at most; a larger object is alone in its own."""
MERGED: Final = 128
"""Up to so many object versions small neighbours become one chunk."""

Run = tuple[int, int]
"""Places from the first to the last, exclusive."""


def pack(code: str, numbers: Iterable[int]) -> bytes:
    """Return whole numbers as array `code` ("H" or "I"), little-endian."""
    return _ordered(array(code, numbers)).tobytes()


def unpack(code: str, data: bytes) -> array[int]:
    """Read what `pack` wrote."""
    return _ordered(array(code, data))


@dataclass(frozen=True, slots=True)
class Content:
    """Objects one after another, each followed by a comma.

    Object n lies from `offsets[n]` to the comma before `offsets[n + 1]`; one that is gone has no bytes.
    """

    offsets: array[int]
    body: bytes

    @classmethod
    def of(cls, objects: Sequence[bytes]) -> Content:
        """Return the content that holds `objects`."""
        ends = accumulate((len(raw) + 1 for raw in objects), initial=0)
        return cls(array("I", ends), b",".join((*objects, b"")))

    def parts(self, runs: Iterable[Run]) -> Iterator[memoryview]:
        """Yield the bytes of each run, commas between objects and none at its end."""
        body, offsets = memoryview(self.body), self.offsets
        for start, stop in runs:
            yield body[offsets[start] : offsets[stop] - 1]

    def without(self, places: Collection[int]) -> Content:
        """Return the content without the bytes of the objects at `places`."""
        kept = [
            b"" if place in places else self.body[start:stop]
            for place, (start, stop) in enumerate(zip(self.offsets, self.offsets[1:], strict=False))
        ]
        return Content(array("I", accumulate(map(len, kept), initial=0)), b"".join(kept))

    def then(self, other: Content) -> Content:
        """Return this content followed by `other`."""
        moved = array("I", [len(self.body) + offset for offset in other.offsets[1:]])
        return Content(self.offsets + moved, self.body + other.body)


def sizes(lengths: Sequence[int]) -> Iterator[int]:
    """Yield how many of the objects of these `lengths` each chunk takes, in order."""
    size = total = 0
    for length in lengths:
        if size and (size == MAX_SIZE or total + length > MAX_BYTES):
            yield size
            size = total = 0
        size, total = size + 1, total + length
    if size:
        yield size


def is_merged(before: int, size: int, length: int) -> bool:
    """Whether a chunk of `before` objects and the next of `size` become one of `length` bytes.

    As in counting with binary digits, each object is copied to a new chunk a few times only.
    """
    return before <= size and before + size <= MERGED and length <= MAX_BYTES


def runs(first: int, size: int, skipped: Sequence[int], limit: int) -> list[Run]:
    """Return the runs of at most `limit` places from `first` until `size` that are not `skipped` (sorted)."""
    found: list[Run] = []
    for place in (*skipped, size):
        stop = min(place, first + limit)
        if stop > first:
            found.append((first, stop))
            limit -= stop - first
        first = max(first, place + 1)
    return found


def _ordered(numbers: array[int]) -> array[int]:
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
