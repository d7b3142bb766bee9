"""Raising alarms: each once, as long as it stands open."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from tansiq.exchange.ports import Alarm, Alarms

MAX_EVIDENCE = 256 * 1024


def raise_alarm(
    alarms: Alarms, code: str, partner: str, about: Mapping[str, str], *, evidence: bytes = b"", now: datetime
) -> None:
    """Raise an alarm about `partner`, unless the same stands open already."""
    standing = [one for one in alarms.open(partner) if one.code == code]
    kept = evidence[:MAX_EVIDENCE]
    if not any((dict(one.about), one.evidence) == (dict(about), kept) for one in standing):
        alarms.raise_(Alarm(code, partner, dict(about), kept, now))
