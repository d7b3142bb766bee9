"""Moments as whole microseconds since 1970, and as TAXII writes them (TAXII 2.1, 2: six digits, `Z`)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


def micros(moment: datetime) -> int:
    """Return the aware `moment` as microseconds since 1970, cut."""
    return (moment - _EPOCH) // _MICROSECOND


def written(moment: int) -> str:
    """Return `moment` (microseconds since 1970) as text."""
    return (_EPOCH + timedelta(microseconds=moment)).isoformat(timespec="microseconds")[:-6] + "Z"
