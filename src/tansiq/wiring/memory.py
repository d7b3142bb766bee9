"""How a served node asks the operating system for memory: large pages come and go without leaving holes."""

from __future__ import annotations

import ctypes
from typing import Final

_OPTIONS: Final = {
    -8: 2,  # M_ARENA_MAX: as many heaps as cores that matter, not eight a core
    -3: 400_000,  # M_MMAP_THRESHOLD: pages of a listing are given back when they are let go
    -1: 1_000_000,  # M_TRIM_THRESHOLD
}
"""Options of glibc's mallopt(3); the thresholds, once set, no longer adapt themselves to what was freed."""


def keep_lean() -> bool:
    """Tell glibc's allocator to keep little; returns False where another C library is in use."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    return mallopt is not None and all(mallopt(option, value) for option, value in _OPTIONS.items())
