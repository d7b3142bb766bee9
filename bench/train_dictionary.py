"""Trains version 1 of the pack dictionary on skeletons of STIX objects.

`python -m bench.train_dictionary` prints what it gains; `--write` stores it. A version once released is never
trained again: raise `NEWEST` and add another file, because packs name the version that they need.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from zstandard import ZstdCompressionDict, ZstdCompressor, train_dictionary

from bench.ledger_corpus import bodies, skeletons
from tansiq import ledger

SIZE: Final = 64_000
VERSION: Final = 1
TARGET: Final = Path(ledger.__path__[0]) / "dictionaries" / f"v{VERSION}.zdict"


def train() -> ZstdCompressionDict:
    """Return a dictionary of forms only: the skeletons share no id and no phrase with each other."""
    return train_dictionary(SIZE, [*skeletons(1500)], dict_id=VERSION)


def gains(dictionary: ZstdCompressionDict) -> dict[str, float]:
    """Return bytes per body without and with `dictionary`, alone at level 3 and 256 together at level 19."""
    content = bodies(2560)
    return {
        f"{name}, {width} together": _mean(content, width, level, used)
        for width, level in ((1, 3), (256, 19))
        for name, used in (("without", None), ("with", dictionary))
    }


def _mean(content: list[bytes], width: int, level: int, used: ZstdCompressionDict | None) -> float:
    compressor = ZstdCompressor(level, used, write_checksum=False, write_dict_id=False)
    parts = (b"".join(content[at : at + width]) for at in range(0, len(content), width))
    return round(sum(len(compressor.compress(part)) for part in parts) / len(content), 1)


if __name__ == "__main__":
    trained = train()
    for case, size in gains(trained).items():
        print(f"{case:24} {size:7} bytes a body")
    if "--write" in sys.argv:
        TARGET.write_bytes(trained.as_bytes())
