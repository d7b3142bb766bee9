"""The signed statement that carries a circle's roster to its members, with the keys by which they know each other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated

import msgspec

from tansiq.exchange.agencies import Agency
from tansiq.exchange.cards import Card, Names, card_of, check_names, read_card
from tansiq.exchange.errors import BadCard
from tansiq.ledger import AgencyId, Id
from tansiq.release import Membership, Roster

MAX_MEMBERS = 500
Moment = Annotated[datetime, msgspec.Meta(tz=True)]


class Member(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One stay of an agency in the circle."""

    agency: Card
    since: Moment | None
    until: Moment | None


class RosterStatement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One version of a circle's roster as it travels."""

    circle: Id
    version: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]
    convener: AgencyId
    names: Names
    members: Annotated[tuple[Member, ...], msgspec.Meta(max_length=MAX_MEMBERS)]


_STATEMENTS = msgspec.json.Decoder(RosterStatement)


def encode_roster(roster: Roster, known: Callable[[str], Agency | None]) -> bytes:
    """Return `roster` as it is signed and told. Raises `BadCard` when a member or a name is not known here."""
    try:
        names = msgspec.convert(dict(roster.names), Names)
    except msgspec.ValidationError as error:
        raise BadCard(circle=roster.circle, why=str(error)) from error
    members = tuple(_member(membership, known) for membership in roster.members)
    return msgspec.json.encode(RosterStatement(roster.circle, roster.version, roster.convener, names, members))


def _member(membership: Membership, known: Callable[[str], Agency | None]) -> Member:
    agency = known(membership.agency)
    if agency is None:
        raise BadCard(agency=membership.agency, why="its keys are not known here")
    return Member(card_of(agency), _utc(membership.since), _utc(membership.until))


def _utc(moment: datetime | None) -> datetime | None:
    return moment.astimezone(UTC) if moment else None


def decode_roster(statement: bytes) -> tuple[Roster, tuple[Agency, ...]]:
    """Return the roster that `statement` carries and its members. Raises `BadCard` when it is malformed."""
    try:
        read = _STATEMENTS.decode(statement)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise BadCard(why=str(error)[:200]) from error
    check_names(read.names)
    agencies = {member.agency.id: read_card(member.agency) for member in read.members}
    members = tuple(Membership(member.agency.id, member.since, member.until) for member in read.members)
    return Roster(read.circle, read.version, read.convener, read.names.plain(), members), tuple(agencies.values())
