"""Moments as whole microseconds since 1970, and as TAXII writes them (TAXII 2.1, 2: six digits, `Z`)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


def micros(moment: datetime) -> int:
    """Return the aware `moment` as microseconds since 1970, cut."""
    return (moment - _EPOCH) // _MICROSECOND


def written(moment: int) -> str:
    """Return `moment` (microseconds since 1970) as text."""
    second, fraction = divmod(moment, 1_000_000)
    return f"{_second(second)}.{fraction:06}Z"


@lru_cache(maxsize=4096)
def _second(second: int) -> str:
    return (_EPOCH + timedelta(seconds=second)).isoformat()[:-6]
