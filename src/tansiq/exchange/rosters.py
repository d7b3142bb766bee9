"""A circle's roster as its convener signs it, with the keys by which the members know each other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from tansiq import ledger
from tansiq.exchange.agencies import Agency
from tansiq.exchange.cards import check_keys, check_names, names_of, plain
from tansiq.exchange.errors import BadCard
from tansiq.release import Membership, Roster


def encode_roster(roster: Roster, known: Callable[[str], Agency | None]) -> bytes:
    """Return `roster` as it is signed and told.

    Raises `BadCard` when a member or a name is not known here.
    """
    members = tuple(_member(membership, known) for membership in roster.members)
    statement = ledger.Roster(roster.circle, roster.version, roster.convener, names_of(roster.names), members)
    return ledger.encode_statement(statement)


def _member(stay: Membership, known: Callable[[str], Agency | None]) -> ledger.Member:
    agency = known(stay.agency)
    if agency is None:
        raise BadCard(agency=stay.agency, why="its keys are not known here")
    keys = ledger.MemberKeys(agency.key, agency.receipt_key)
    names = names_of(agency.names)
    return ledger.Member(agency.id, names, agency.country, keys, _utc(stay.since), _utc(stay.until))


def _utc(moment: datetime | None) -> datetime | None:
    return moment.astimezone(UTC) if moment else None


def read_roster(statement: ledger.Roster) -> tuple[Roster, tuple[Agency, ...]]:
    """Return the roster that `statement` carries, and its members.

    Raises `BadCard` when a name or a key is malformed.
    """
    check_names(statement.names)
    agencies = {member.agency: _agency(member) for member in statement.members}
    stays = tuple(Membership(one.agency, one.since, one.until) for one in statement.members)
    roster = Roster(statement.circle, statement.version, statement.convener, plain(statement.names), stays)
    return roster, tuple(agencies.values())


def _agency(member: ledger.Member) -> Agency:
    check_names(member.names)
    check_keys(member.agency, (member.keys.node,), member.keys.receipt)
    return Agency(
        id=member.agency,
        names=plain(member.names),
        country=member.country,
        keys=(member.keys.node,),
        receipt_key=member.keys.receipt,
        seal="",
    )
