"""How often a second something can be done."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter


def per_second(work: Callable[[], object], seconds: float, together: int = 100) -> float:
    """Return how often `work` was done a second in `seconds`, the clock being read every `together` times."""
    done, begun = 0, perf_counter()
    while (spent := perf_counter() - begun) < seconds:
        for _ in range(together):
            work()
        done += together
    return done / spent
