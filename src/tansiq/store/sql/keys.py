"""The key of an entry: which feed it stands in, and where, in one whole number that sorts by both."""

from __future__ import annotations

from typing import Final

BITS: Final = 40
INDEX: Final = (1 << BITS) - 1


def key_of(feed: int, index: int) -> int:
    """Return the key of entry `index` (below 2^40) of the feed numbered `feed` (below 2^23)."""
    return feed << BITS | index
