"""How many STIX patterns are checked a second: common ones, ones that need the grammar, and spoiled ones."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import Final

from bench.speed import per_second
from tansiq.stix import Malformed
from tansiq.stix.patterns import require_pattern

SECONDS: Final = 0.5
_SHA256: Final = "0f" * 32
_TWO: Final = "[url:value = 'https://a.example/x' OR domain-name:value = 'a.example']"
PATTERNS: Final = {
    "pattern of one comparison, 1/s": "[ipv4-addr:value = '198.51.100.7']",
    "pattern of a hash, 1/s": f"[file:hashes.'SHA-256' = '{_SHA256}']",
    "pattern of two comparisons, 1/s": _TWO,
    "pattern with qualifiers, 1/s": f"({_TWO} FOLLOWEDBY [process:pid > 4]) WITHIN 300 SECONDS",
    "pattern that is wrong at its end, 1/s": _TWO[:-1] + " AND]",
}


def run(size: float = 1) -> dict[str, float]:
    """Return checks a second, by kind of pattern; `size` (from 0 to 1) shortens the run."""
    return {name: per_second(partial(_check, text), SECONDS * size) for name, text in PATTERNS.items()}


def _check(text: str) -> None:
    with suppress(Malformed):
        require_pattern(text, "/pattern")
