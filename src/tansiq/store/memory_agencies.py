"""Agencies, partners, invitations and circles in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from tansiq.exchange import Address, Agency, Invitation, Partner, Signature
from tansiq.release import Basis, Roster, Standing
from tansiq.store.errors import AlreadyFounded, InvitationUsed, NotThere, VersionTaken
from tansiq.store.memory_state import State


class MemoryAgencies:
    """The agencies that this node knows, and how it stands with each."""

    def __init__(self, state: State) -> None:
        self._state = state

    def found(self, agency: Agency) -> None:
        """Make this the node of `agency`. Raises `AlreadyFounded` when it is another's."""
        held = self._state.home.setdefault("id", agency.id)
        if held != agency.id:
            raise AlreadyFounded(held)
        self.learn(agency)

    def home(self) -> Agency:
        """Return the agency whose node this is. Raises `NotThere` before `found`."""
        if "id" not in self._state.home:
            raise NotThere("agency", "of this node")
        return self._state.agencies[self._state.home["id"]]

    def known(self, agency_id: str) -> Agency | None:
        """Return the agency if this node knows it."""
        return self._state.agencies.get(agency_id)

    def learn(self, agency: Agency) -> None:
        """Keep `agency` as it is now, in the place of what was known of it."""
        self._state.agencies[agency.id] = agency
        if agency.id in self._state.partners:
            self._state.partners[agency.id] = replace(self._state.partners[agency.id], agency=agency)

    def partner(self, agency_id: str) -> Partner | None:
        """Return the agency as a partner if this node has paired with it."""
        return self._state.partners.get(agency_id)

    def partners(self) -> Sequence[Partner]:
        """Return every partner, whatever its standing, in the order of pairing."""
        return list(self._state.partners.values())

    def pair(self, partner: Partner, basis: Basis, *, now: datetime) -> None:
        """Keep `partner` and the legal `basis` of the pairing."""
        self.learn(partner.agency)
        known = self._state.partners.get(partner.agency.id)
        since = now if known is None else known.paired
        self._state.partners[partner.agency.id] = replace(partner, paired=since)
        self.add_basis(basis)

    def set_standing(self, agency_id: str, standing: Standing, *, now: datetime) -> None:  # noqa: ARG002 - memory keeps no dates
        """Change how the partner stands. Raises `NotThere` when it is none."""
        self._change(agency_id, standing=standing)

    def set_address(self, agency_id: str, address: Address) -> None:
        """Change where the partner answers. Raises `NotThere` when it is none."""
        self._change(agency_id, address=address)

    def confirm(self, agency_id: str) -> None:
        """Note that two people compared the fingerprints. Raises `NotThere` when it is no partner."""
        self._change(agency_id, confirmed=True)

    def bases(self, agency_id: str) -> Sequence[Basis]:
        """Return every legal basis agreed with the agency, oldest first."""
        return self._state.bases.get(agency_id, ())

    def all_bases(self) -> Mapping[str, Sequence[Basis]]:
        """Return every legal basis by the agency with which it was agreed, oldest first."""
        return dict(self._state.bases)

    def add_basis(self, basis: Basis) -> None:
        """Keep `basis`, once."""
        held = self._state.bases.get(basis.partner, ())
        if basis not in held:
            self._state.bases[basis.partner] = (*held, basis)

    def invite(self, invitation: Invitation) -> None:
        """Keep an invitation that was given out."""
        self._state.invitations[invitation.nonce] = invitation

    def invitation(self, nonce: str) -> Invitation | None:
        """Return the invitation if this node gave it out."""
        return self._state.invitations.get(nonce)

    def use_invitation(self, nonce: str, agency_id: str) -> None:
        """Note that the agency accepted the invitation; again by the same agency changes nothing.

        Raises `NotThere` when it was never given out, `InvitationUsed` when another agency accepted it.
        """
        invitation = self._state.invitations.get(nonce)
        if invitation is None:
            raise NotThere("invitation", nonce)
        if invitation.used_by not in {None, agency_id}:
            raise InvitationUsed(nonce, str(invitation.used_by))
        self._state.invitations[nonce] = replace(invitation, used_by=agency_id)

    def _change(
        self,
        agency_id: str,
        *,
        standing: Standing | None = None,
        address: Address | None = None,
        confirmed: bool | None = None,
    ) -> None:
        partner = self._state.partners.get(agency_id)
        if partner is None:
            raise NotThere("partner", agency_id)
        self._state.partners[agency_id] = replace(
            partner,
            standing=standing or partner.standing,
            address=address or partner.address,
            confirmed=partner.confirmed if confirmed is None else confirmed,
        )


class MemoryCircles:
    """Every version of every roster that this node may see."""

    def __init__(self, state: State) -> None:
        self._state = state

    def rosters(self) -> Mapping[str, Roster]:
        """Return the newest roster of every circle, by circle id."""
        return {circle: kept[max(kept)][0] for circle, kept in self._state.rosters.items()}

    def statement(self, circle: str) -> bytes | None:
        """Return the signed bytes of the newest roster of `circle`."""
        kept = self._state.rosters.get(circle)
        return kept[max(kept)][1] if kept else None

    def keep(self, roster: Roster, statement: bytes, signature: Signature) -> None:
        """Keep one version of a roster; the same again changes nothing.

        Raises `VersionTaken` when the version is kept with another statement.
        """
        kept = self._state.rosters.get(roster.circle, {})
        if kept.get(roster.version, (roster, statement, signature))[1] != statement:
            raise VersionTaken(roster.circle, str(roster.version))
        self._state.rosters[roster.circle] = {roster.version: (roster, statement, signature), **kept}

    def history(self, circle: str) -> Sequence[Roster]:
        """Return every version of the roster, oldest first."""
        kept = self._state.rosters.get(circle, {})
        return [kept[version][0] for version in sorted(kept)]
