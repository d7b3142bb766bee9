"""Chunks: the bytes of consecutive object versions in one piece, out of which pages are cut."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby
from typing import Final

MAX_SIZE: Final = 256
"""Object versions in a chunk at most."""
MAX_BYTES: Final = 1 << 20
"""About as many bytes are in a chunk at most; a larger object is alone in its own."""
MERGED: Final = 128
"""Up to so many object versions small neighbours become one chunk."""
MANY: Final = 64
"""From so many objects of a type on they are worth a chunk of their own."""

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


def laid(types: Sequence[str]) -> list[int]:
    """Return the order in which objects of these `types` that come together are laid.

    Many of them by type, in the order in which the types first appear; few as they come.
    """
    if len(types) <= MERGED:
        return list(range(len(types)))
    ranks = {kind: rank for rank, kind in enumerate(dict.fromkeys(types))}
    return sorted(range(len(types)), key=lambda place: ranks[types[place]])


def sizes(lengths: Sequence[int], types: Sequence[str]) -> Iterator[int]:
    """Yield how many of the objects of these `lengths` and `types` each chunk takes, in order."""
    size = total = 0
    alone = _alone(types)
    for place, length in enumerate(lengths):
        if size and (size == MAX_SIZE or total + length > MAX_BYTES or (size >= MANY and place in alone)):
            yield size
            size = total = 0
        size, total = size + 1, total + length
    if size:
        yield size


def by_type(types: Iterable[str]) -> dict[str, list[int]]:
    """Return the places of each type."""
    places: dict[str, list[int]] = {}
    for place, kind in enumerate(types):
        places.setdefault(kind, []).append(place)
    return places


def is_merged(before: int, size: int, length: int) -> bool:
    """Whether a chunk of `before` objects and the next of `size` become one of `length` bytes.

    As in counting with binary digits, each object is copied to a new chunk a few times only.
    """
    return before <= size and before + size <= MERGED and length <= MAX_BYTES


def common(places: Sequence[int], first: int, skipped: Sequence[int]) -> list[Run]:
    """Return the runs of `places` (sorted) from `first` on that are not `skipped` (sorted)."""
    if places and places[-1] + 1 - places[0] == len(places):
        return between(max(first, places[0]), places[-1] + 1, skipped)
    without = set(skipped)
    found: list[Run] = []
    for place in places:
        if place >= first and place not in without:
            if found and found[-1][1] == place:
                found[-1] = (found[-1][0], place + 1)
            else:
                found.append((place, place + 1))
    return found


def between(first: int, end: int, skipped: Iterable[int]) -> list[Run]:
    """Return the runs of places from `first` until `end` that are not `skipped` (sorted)."""
    found: list[Run] = []
    for place in (*skipped, end):
        stop = min(place, end)
        if stop > first:
            found.append((first, stop))
        first = max(first, place + 1)
    return found


def cut(runs: Sequence[Run], limit: int) -> list[Run]:
    """Return the runs that hold the first `limit` places of `runs`."""
    kept: list[Run] = []
    for start, stop in runs:
        if limit > 0:
            kept.append((start, min(stop, start + limit)))
        limit -= stop - start
    return kept


def count(runs: Iterable[Run]) -> int:
    """Return how many places the runs hold."""
    return sum(stop - start for start, stop in runs)


def _alone(types: Sequence[str]) -> set[int]:
    """Return where a type begins of which `MANY` objects follow each other."""
    groups = [(kind, len(list(same))) for kind, same in groupby(types)]
    starts = accumulate((size for _, size in groups), initial=0)
    return {start for start, (_, size) in zip(starts, groups, strict=False) if size >= MANY}


def _ordered(numbers: array[int]) -> array[int]:
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
