"""Partners, feeds and circles as they are shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.utils.translation import pgettext

from tansiq.release import Roster, Standing
from tansiq.store import Transaction
from tansiq.web.workbench.partners.context import Basis, CircleLine, Member, PartnerLine, Way
from tansiq.web.workbench.parts import Coded
from tansiq.web.workbench.reading import Names, coded
from tansiq.web.workbench.speech import label
from tansiq.wiring import PartnerState, instrument


def partner_line(state: PartnerState, names: Names, now: datetime) -> PartnerLine:
    """Return how it stands with one partner."""
    agency = state.partner.agency.id
    waits = state.waiting_since
    return PartnerLine(
        agency=names.agency(agency),
        standing=standing(state.partner.standing),
        confirmed=state.partner.confirmed,
        told=Way(state.told, state.received, state.receipt_at),
        heard=Way(state.heard, state.receipted),
        contact=state.contact,
        lag=None if waits is None else (now - waits).total_seconds(),
        alarms=len(state.alarms),
    )


def standing(value: Standing) -> Coded:
    """Return how a partner stands, in words."""
    words = {
        Standing.INVITED: pgettext("partner", "invited"),
        Standing.ACTIVE: pgettext("partner", "active"),
        Standing.SUSPENDED: pgettext("partner", "suspended"),
        Standing.LEFT: pgettext("partner", "left"),
    }
    return Coded(value.value, words[value])


def circle_lines(names: Names, now: datetime) -> Iterator[CircleLine]:
    """Yield every circle, in the order of the names."""
    home = names.tx.agencies.home().id
    for circle in names.circles(names.rosters):
        roster = names.rosters[circle.id]
        yield CircleLine(
            circle=circle,
            convener=names.agency(roster.convener),
            version=roster.version,
            members=tuple(_members(roster, names, home, now)),
        )


def bases(agency: str, tx: Transaction, names: Names, now: datetime) -> Iterator[Basis]:
    """Yield every legal basis with a partner."""
    for basis in tx.agencies.bases(agency):
        purposes = sorted(basis.purposes or ())
        yield Basis(
            instrument=instrument(basis.instrument, names.lang, lambda date: label(date, names)),
            purposes=tuple(coded("purposes", purpose, names.lang) for purpose in purposes),
            starts=basis.starts,
            ends=basis.ends,
            current=basis.starts <= now and (basis.ends is None or now < basis.ends),
        )


def own_names(by_language: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return an agency's names with their languages, in the platform's order."""
    return tuple((lang, by_language[lang]) for lang in ("ar", "fr", "en") if lang in by_language)


def _members(roster: Roster, names: Names, home: str, now: datetime) -> Iterator[Member]:
    for one in roster.members:
        if one.holds(now):
            yield Member(names.agency(one.agency), one.since, ours=one.agency == home)
