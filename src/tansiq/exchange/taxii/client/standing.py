"""How a source stands: whether it is due, and what follows from a failure."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final, Protocol, TypeVar

from tansiq.exchange.taxii.moments import micros
from tansiq.exchange.taxii.ports import Progress, Source, Transaction

TX_co = TypeVar("TX_co", bound=Transaction, covariant=True)
FIRST_PAUSE: Final = 60
LONGEST_PAUSE: Final = 3600
STOPPING: Final = frozenset(
    {
        "BAD_FOREIGN_URL",
        "FOREIGN_CHOICE",
        "FOREIGN_DENIED",
        "FOREIGN_ELSEWHERE",
        "FOREIGN_FORBIDDEN",
        "FOREIGN_MISSING",
        "FOREIGN_UNTRUSTED",
    }
)
"""Troubles that do not pass by themselves: the source waits for a person."""


class Store(Protocol[TX_co]):
    """Where sources and their progress are kept."""

    def transaction(self) -> AbstractContextManager[TX_co]:
        """Open a transaction: all that is done in it is kept, or nothing."""

    def snapshot(self) -> AbstractContextManager[TX_co]:
        """Open a consistent view to read in."""


def due(source: Source, progress: Progress, now: datetime) -> bool:
    """Return whether `source` is to be asked at `now` without anybody asking for it.

    A source that was never tried, or that a person wants tried again, is due at once.
    """
    at = micros(now)
    if source.paused or (progress.not_before is not None and at < progress.not_before):
        return False
    if progress.tried is None:
        return True
    if source.every is None or progress.trouble in STOPPING:
        return False
    return progress.trouble is not None or at >= progress.tried + source.every * 1_000_000


def failed(progress: Progress, code: str, now: datetime, until: datetime | None = None) -> Progress:
    """Return `progress` after a try that failed with `code`: the pause doubles, up to an hour.

    `until` is how long the server asks to wait, which may be longer.
    """
    pause = min(FIRST_PAUSE << min(progress.failures, 10), LONGEST_PAUSE)
    again = max(now + timedelta(seconds=pause), until or now)
    return replace(
        progress,
        tried=micros(now),
        failures=progress.failures + 1,
        not_before=micros(again),
        trouble=code,
    )


def succeeded(progress: Progress, now: datetime) -> Progress:
    """Return `progress` after a try that went well."""
    at = micros(now)
    return replace(progress, tried=at, succeeded=at, failures=0, not_before=None, trouble=None)


def progress_of(tx: Transaction, source_id: str) -> Progress | None:
    """Return how far the source got, None when it was removed."""
    return next((progress for source, progress in tx.sources.sources() if source.id == source_id), None)
