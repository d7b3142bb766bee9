"""Raising alarms: each once, as long as it stands open, and no more than a person can look at."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from tansiq.exchange.ports import Alarm, Alarms

MAX_EVIDENCE = 256 * 1024
MAX_STANDING = 100


def raise_alarm(
    alarms: Alarms, code: str, partner: str, about: Mapping[str, str], *, evidence: bytes = b"", now: datetime
) -> None:
    """Raise an alarm about `partner`, unless the same code stands open with the same `about` already.

    A partner that goes on and on fills neither the disk nor the page: at most 100 of one code stand open.
    """
    standing = alarms.standing(code, partner)
    if dict(about) not in standing and len(standing) < MAX_STANDING:
        alarms.raise_(Alarm(code, partner, dict(about), evidence[:MAX_EVIDENCE], now))
