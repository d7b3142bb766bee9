"""The versioned zstd dictionaries of packs; a version once shipped never changes."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import Final

from zstandard import ZstdCompressionDict

from tansiq.ledger.errors import Malformed

NEWEST: Final = 1


@lru_cache
def prepared_dictionary(version: int, level: int) -> ZstdCompressionDict | None:
    """Return the dictionary `version` made ready to compress at `level`; that takes longer than a small pack.

    Raises `Malformed` as `dictionary` does.
    """
    known = dictionary(version)
    if known is None:
        return None
    prepared = ZstdCompressionDict(known.as_bytes())
    prepared.precompute_compress(level=level)
    return prepared


@lru_cache
def dictionary(version: int) -> ZstdCompressionDict | None:
    """Return the dictionary `version`; `None` for 0, which stands for no dictionary.

    Raises `Malformed` for a version that this release does not carry.
    """
    if version == 0:
        return None
    if not 1 <= version <= NEWEST:
        raise Malformed("pack", f"dictionary {version} is unknown; the newest here is {NEWEST}")
    return ZstdCompressionDict((files(__package__) / "dictionaries" / f"v{version}.zdict").read_bytes())
