"""Who an agency is: its names and its public keys, as partners exchange them when they pair."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from tansiq.release import Standing


@dataclass(frozen=True, slots=True)
class Agency:
    """One agency as this node knows it: `names` in ar, fr and en; keys as C2SP vkey texts.

    `seal` an age recipient.

    `keys` holds every node key that the agency ever had, newest last, so that old signatures still verify.
    """

    id: str
    names: Mapping[str, str]
    country: str
    keys: tuple[str, ...]
    receipt_key: str
    seal: str

    @property
    def key(self) -> str:
        """Return the node key in force, a vkey text."""
        return self.keys[-1]


@dataclass(frozen=True, slots=True)
class Address:
    """Where a node answers.

    Its `url` and the SHA-256 `pin` of its certificate, 64 hex digits (None on loopback HTTP).

    `at` is when the agency said so; an older word never replaces a newer one.
    """

    url: str | None = None
    pin: str | None = None
    at: datetime | None = None

    def leads_where(self, other: Address) -> bool:
        """Return whether `other` leads to the same place, whenever it was said."""
        return (self.url, self.pin) == (other.url, other.pin)


@dataclass(frozen=True, slots=True)
class Partner:
    """An agency with which this node has paired, and what stands between the two."""

    agency: Agency
    standing: Standing
    address: Address = field(default_factory=Address)
    confirmed: bool = False
    """Whether two people have read the fingerprint to each other."""
    paired: datetime | None = None
    """Since when; None before the store has kept it."""
