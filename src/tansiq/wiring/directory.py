"""The desk's directory over a transaction: who is who, and how it stands with each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from tansiq.exchange import Transaction
from tansiq.release import Roster, Standing


class Directory:
    """Finds agencies and circles in the running transaction."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def home(self) -> str:
        """Return the id of the agency whose node this is."""
        return self._tx.agencies.home().id

    def names(self) -> Mapping[str, Mapping[str, str]]:
        """Return the names of home, of every partner and of every fellow member of a circle, by id."""
        home = self._tx.agencies.home()
        named = {home.id: home.names}
        named |= {partner.agency.id: partner.agency.names for partner in self._tx.agencies.partners()}
        members = {m.agency for roster in self.rosters().values() for m in roster.members}
        for agency_id in members - named.keys():
            known = self._tx.agencies.known(agency_id)
            if known is not None:
                named[agency_id] = known.names
        return named

    def standing(self, agency: str) -> Standing | None:
        """Return how `agency` stands with this node, None when it is no partner."""
        partner = self._tx.agencies.partner(agency)
        return None if partner is None else partner.standing

    def rosters(self) -> Mapping[str, Roster]:
        """Return the roster in force of every known circle."""
        return self._tx.circles.rosters()

    def set_standing(self, agency: str, standing: Standing, *, now: datetime) -> None:
        """Change how `agency` stands with this node."""
        self._tx.agencies.set_standing(agency, standing, now=now)
