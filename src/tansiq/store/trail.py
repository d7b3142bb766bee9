"""One line of the audit trail, as it is read back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Noted:
    """Who (`actor`) did what (`verb`) to `subject`, when, with which safe `detail`; `position` to page on."""

    position: int
    actor: str
    verb: str
    subject: str
    at: datetime
    detail: Mapping[str, str]
