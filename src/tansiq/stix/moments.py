"""Timestamps of STIX 2.1 (section 2.16): RFC 3339 in UTC, written with `Z`."""

import re
from datetime import UTC, datetime
from functools import lru_cache

from tansiq.stix.errors import Flaw, Malformed

_FORM = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z", re.ASCII)

_USUAL = len("2026-03-01T08:00:00.123456789Z")


def timestamp(moment: datetime) -> str:
    """Write `moment` (aware) in UTC to the millisecond.

    Raises `ValueError` when `moment` has no time zone.
    """
    if moment.tzinfo is None:
        raise ValueError("a timestamp needs a time zone")
    utc = moment.astimezone(UTC).replace(tzinfo=None)
    return utc.isoformat(timespec="milliseconds") + "Z"


def moment(text: str, pointer: str = "") -> datetime:
    """Read the timestamp `text`, aware in UTC, cut to microseconds.

    Raises `Malformed` naming `pointer` when it is not in the calendar, as a leap second is not.
    """
    try:
        return _remembered(text) if len(text) <= _USUAL else _read(text)
    except ValueError as error:
        raise Malformed(Flaw.TIMESTAMP, pointer, f"{text[:40]!r}: {error}") from error


def _read(text: str) -> datetime:
    if not _FORM.fullmatch(text):
        raise ValueError("this is not a timestamp")
    return datetime.fromisoformat(text)


_remembered = lru_cache(maxsize=4096)(_read)
