"""One line of the audit trail, as it is read back, and by what lines about one subject are found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Final

ERA: Final = 16
"""Lines whose numbers agree but for so many bits are of one era."""


@dataclass(frozen=True, slots=True)
class Noted:
    """Who (`actor`) did what (`verb`) to `subject`, when, with which safe `detail`; `position` to page on."""

    position: int
    actor: str
    verb: str
    subject: str
    at: datetime
    detail: Mapping[str, str]


def mark(subject: str) -> int:
    """Return a number of 64 bits for the subject; others may share it."""
    return int.from_bytes(blake2b(subject.encode(), digest_size=8).digest(), signed=True)
