"""Turns what the rooms below know into columns and back: moments, and frozen dataclasses as JSON."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final, TypeVar

import msgspec

T = TypeVar("T")

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_WRITER: Final = msgspec.json.Encoder(order="deterministic")
_MICROSECOND: Final = timedelta(microseconds=1)


@lru_cache(maxsize=1024)
def micros(moment: datetime) -> int:
    """Return the aware `moment` as whole microseconds since 1970."""
    return (moment - EPOCH) // _MICROSECOND


def micros_or_none(moment: datetime | None) -> int | None:
    """Return `micros` of the moment if there is one."""
    return None if moment is None else micros(moment)


def moment(value: int) -> datetime:
    """Return the aware moment in UTC that lies `value` microseconds after 1970."""
    return EPOCH + timedelta(microseconds=value)


def moment_or_none(value: int | None) -> datetime | None:
    """Return `moment` of the value if there is one."""
    return None if value is None else moment(value)


def to_json(value: object) -> str:
    """Return a dataclass, mapping or sequence of the rooms below as compact JSON, sets in order."""
    return _WRITER.encode(value).decode()


def from_json(text: str, kind: type[T]) -> T:
    """Read what `to_json` wrote as `kind`. Raises `msgspec.ValidationError` when it does not fit."""
    return msgspec.json.decode(text, type=kind)


def blob(value: bytes | memoryview) -> bytes:
    """Return a binary column as bytes, whichever driver read it."""
    return bytes(value)
