"""Moments that the ports do not tell: since when something waits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from tansiq.store.models import OutEntry, OutFeed, Partner

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_FEED: Final = 40
"""Bits of an entry's key below the number of its feed (`store.models.OutEntry`)."""


def told_at(receiver: str, index: int) -> datetime | None:
    """Return when entry `index` of the feed to `receiver` was appended, None beyond the feed."""
    feeds = OutFeed.objects.filter(receiver=receiver).values_list("id", flat=True)
    keys = [(feed << _FEED) + index for feed in feeds]
    return _moment(OutEntry.objects.filter(key__in=keys).values_list("at", flat=True).first())


def paired_at(agency: str) -> datetime | None:
    """Return when this node paired with `agency`."""
    return _moment(Partner.objects.filter(agency=agency).values_list("paired", flat=True).first())


def _moment(micros: int | None) -> datetime | None:
    return None if micros is None else EPOCH + timedelta(microseconds=micros)
