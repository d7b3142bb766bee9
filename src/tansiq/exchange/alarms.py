"""Raising alarms: each once, as long as it stands open."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from tansiq.exchange.ports import Alarm, Alarms

MAX_EVIDENCE = 256 * 1024


def raise_alarm(
    alarms: Alarms, code: str, partner: str, about: Mapping[str, str], *, evidence: bytes = b"", now: datetime
) -> None:
    """Raise an alarm about `partner`, unless the same code stands open with the same `about` already."""
    standing = (dict(one.about) for one in alarms.open(partner) if one.code == code)
    if dict(about) not in standing:
        alarms.raise_(Alarm(code, partner, dict(about), evidence[:MAX_EVIDENCE], now))
