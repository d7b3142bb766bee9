"""Agencies, partners, legal bases and invitations in the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from tansiq.exchange import Address, Agency, Invitation, Partner
from tansiq.release import Basis, Standing
from tansiq.store.codec import from_json, micros, micros_or_none, moment, moment_or_none, to_json
from tansiq.store.errors import AlreadyFounded, InvitationUsed, NotThere
from tansiq.store.sql.database import Database, Row, Value

_PARTNERS: Final = (
    "SELECT a.doc, p.standing, p.url, p.pin, p.told, p.confirmed, p.paired FROM store_partner p"
    " JOIN store_agency a ON a.id = p.agency"
)


class SqlAgencies:
    """The agencies that this node knows, and how it stands with each."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._partners: Sequence[Partner] | None = None

    def found(self, agency: Agency) -> None:
        """Make this the node of `agency`. Raises `AlreadyFounded` when it is another's."""
        query = "INSERT INTO store_founding (id, agency) VALUES (1, %s) ON CONFLICT (id) DO NOTHING"
        self._database.run(query, agency.id)
        held = self._home()
        if held != agency.id:
            raise AlreadyFounded(held)
        self.learn(agency)

    def home(self) -> Agency:
        """Return the agency whose node this is. Raises `NotThere` before `found`."""
        agency = self.known(self._home())
        if agency is None:
            raise NotThere("agency", "of this node")
        return agency

    def known(self, agency_id: str) -> Agency | None:
        """Return the agency if this node knows it."""
        row = self._database.row("SELECT doc FROM store_agency WHERE id = %s", agency_id)
        return None if row is None else from_json(row[0], Agency)

    def learn(self, agency: Agency) -> None:
        """Keep `agency` as it is now, in the place of what was known of it."""
        self._database.run(
            "INSERT INTO store_agency (id, doc) VALUES (%s, %s)"
            " ON CONFLICT (id) DO UPDATE SET doc = excluded.doc",
            *(agency.id, to_json(agency)),
        )
        self._partners = None

    def partner(self, agency_id: str) -> Partner | None:
        """Return the agency as a partner if this node has paired with it."""
        row = self._database.row(f"{_PARTNERS} WHERE p.agency = %s", agency_id)
        return None if row is None else _partner(row)

    def partners(self) -> Sequence[Partner]:
        """Return every partner, whatever its standing, in the order of pairing."""
        if self._partners is None:
            self._partners = [_partner(row) for row in self._database.rows(f"{_PARTNERS} ORDER BY p.id")]
        return self._partners

    def pair(self, partner: Partner, basis: Basis, *, now: datetime) -> None:
        """Keep `partner` and the legal `basis` of the pairing."""
        self.learn(partner.agency)
        self._database.run(
            "INSERT INTO store_partner (agency, standing, url, pin, told, confirmed, paired, changed)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (agency) DO UPDATE"
            " SET standing = excluded.standing, url = excluded.url, pin = excluded.pin, told = excluded.told,"
            " confirmed = excluded.confirmed, changed = excluded.changed",
            *(partner.agency.id, partner.standing.value, partner.address.url, partner.address.pin),
            *(micros_or_none(partner.address.at), partner.confirmed, micros(now), micros(now)),
        )
        self._partners = None
        self.add_basis(basis)

    def set_standing(self, agency_id: str, standing: Standing, *, now: datetime) -> None:
        """Change how the partner stands. Raises `NotThere` when it is none."""
        self._change(agency_id, "standing = %s, changed = %s", standing.value, micros(now))

    def set_address(self, agency_id: str, address: Address) -> None:
        """Change where the partner answers. Raises `NotThere` when it is none."""
        at = micros_or_none(address.at)
        self._change(agency_id, "url = %s, pin = %s, told = %s", address.url, address.pin, at)

    def confirm(self, agency_id: str) -> None:
        """Note that two people compared the fingerprints. Raises `NotThere` when it is no partner."""
        self._change(agency_id, "confirmed = %s", True)  # noqa: FBT003 - the value of a column

    def bases(self, agency_id: str) -> Sequence[Basis]:
        """Return every legal basis agreed with the agency, oldest first."""
        rows = self._database.rows("SELECT doc FROM store_basis WHERE partner = %s ORDER BY id", agency_id)
        return [from_json(doc, Basis) for (doc,) in rows]

    def all_bases(self) -> Mapping[str, Sequence[Basis]]:
        """Return every legal basis by the agency with which it was agreed, oldest first."""
        found: dict[str, list[Basis]] = {}
        for partner, doc in self._database.rows("SELECT partner, doc FROM store_basis ORDER BY id"):
            found.setdefault(partner, []).append(from_json(doc, Basis))
        return found

    def add_basis(self, basis: Basis) -> None:
        """Keep `basis`, once."""
        if basis not in self.bases(basis.partner):
            query = "INSERT INTO store_basis (partner, doc) VALUES (%s, %s)"
            self._database.run(query, basis.partner, to_json(basis))

    def invite(self, invitation: Invitation) -> None:
        """Keep an invitation that was given out."""
        self._database.run(
            "INSERT INTO store_invitation (nonce, expires, used_by) VALUES (%s, %s, %s)"
            " ON CONFLICT (nonce) DO UPDATE SET expires = excluded.expires, used_by = excluded.used_by",
            *(invitation.nonce, micros(invitation.expires), invitation.used_by),
        )

    def invitation(self, nonce: str) -> Invitation | None:
        """Return the invitation if this node gave it out."""
        row = self._database.row("SELECT expires, used_by FROM store_invitation WHERE nonce = %s", nonce)
        return None if row is None else Invitation(nonce, moment(row[0]), row[1])

    def use_invitation(self, nonce: str, agency_id: str) -> None:
        """Note that the agency accepted the invitation; again by the same agency changes nothing.

        Raises `NotThere` when it was never given out, `InvitationUsed` when another agency accepted it.
        """
        invitation = self.invitation(nonce)
        if invitation is None:
            raise NotThere("invitation", nonce)
        if invitation.used_by not in {None, agency_id}:
            raise InvitationUsed(nonce, str(invitation.used_by))
        self._database.run("UPDATE store_invitation SET used_by = %s WHERE nonce = %s", agency_id, nonce)

    def _home(self) -> str:
        row = self._database.row("SELECT agency FROM store_founding WHERE id = 1")
        if row is None:
            raise NotThere("agency", "of this node")
        return str(row[0])

    def _change(self, agency_id: str, what: str, *values: Value) -> None:
        self._partners = None
        if not self._database.run(f"UPDATE store_partner SET {what} WHERE agency = %s", *values, agency_id):
            raise NotThere("partner", agency_id)


def _partner(row: Row) -> Partner:
    doc, standing, url, pin, told, confirmed, paired = row
    address = Address(url, pin, moment_or_none(told))
    return Partner(from_json(doc, Agency), Standing(standing), address, bool(confirmed), moment(paired))
