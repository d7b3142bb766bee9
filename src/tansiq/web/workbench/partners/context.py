"""What the pages of partners and circles show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from tansiq.web.workbench.parts import AgencyName, Alarm, CircleName, Coded


@dataclass(frozen=True, slots=True)
class Way:
    """One feed's way.

    `size` entries so far, of which `receipted` are covered by a verified receipt of `at`.
    """

    size: int
    receipted: int
    at: datetime | None = None

    @property
    def outstanding(self) -> int:
        """Return how many entries no receipt covers yet."""
        return self.size - self.receipted


@dataclass(frozen=True, slots=True)
class PartnerLine:
    """One partner and how the two feeds stand: what it was `told`, what we `heard` from it.

    `confirmed` says whether the fingerprint was read aloud, `contact` when its node last answered, `lag` how
    many seconds the oldest entry waits for its receipt (None: nothing waits).
    """

    agency: AgencyName
    standing: Coded
    confirmed: bool
    told: Way
    heard: Way
    contact: datetime | None = None
    lag: float | None = None
    alarms: int = 0


@dataclass(frozen=True, slots=True)
class Member:
    """An agency in a circle, since when (None: from the start), whether it is us."""

    agency: AgencyName
    since: datetime | None = None
    ours: bool = False


@dataclass(frozen=True, slots=True)
class CircleLine:
    """One circle: its convener, the version of its roster, its members."""

    circle: CircleName
    convener: AgencyName
    version: int
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class PartnersPage:
    """All partners and the circles that this agency is in.

    `fingerprint` is our own, in groups to read aloud.
    """

    partners: tuple[PartnerLine, ...]
    circles: tuple[CircleLine, ...]
    fingerprint: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Basis:
    """A legal basis: the `instrument`'s name, its purposes (none: all) and when it runs."""

    instrument: str
    purposes: tuple[Coded, ...]
    starts: date
    ends: date | None = None
    current: bool = True


@dataclass(frozen=True, slots=True)
class PartnerPage:
    """One partner in full.

    `names` by language, `fingerprint` in groups, `url` of its node, what the reader may do.
    """

    line: PartnerLine
    names: tuple[tuple[str, str], ...]
    fingerprint: tuple[str, ...]
    url: str = ""
    alarms: tuple[Alarm, ...] = ()
    circles: tuple[CircleName, ...] = ()
    bases: tuple[Basis, ...] = ()
    may_confirm: bool = False
    may_suspend: bool = False
