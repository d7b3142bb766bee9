"""The only way in: what a foreign entry may do to this node, in the steps of spec/node.md, section 3."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final, TypeVar

from tansiq import ledger
from tansiq.exchange.admit_objects import admit_object
from tansiq.exchange.agencies import Agency
from tansiq.exchange.arrival import Arrival
from tansiq.exchange.cards import public_keys
from tansiq.exchange.effects import Effect, KeepAck, KeepGrant, KeepRoster, Known, Rotate, Withdraw
from tansiq.exchange.errors import BadCard, Inadmissible
from tansiq.exchange.letters import CONTENT
from tansiq.exchange.ports import Ack, Transaction
from tansiq.exchange.refusals import Refusal
from tansiq.exchange.rosters import read_roster
from tansiq.exchange.world import LiveWorld
from tansiq.ledger import Body, Kind, LedgerError, PublicKey, decode_statement
from tansiq.release import Grant, Roster

S = TypeVar("S", bound=ledger.Statement)
MAX_ACKS: Final = 1000
"""How often one object may be answered for, whoever answers."""


def admit(
    encoded: bytes, sender: str, *, tx: Transaction, world: LiveWorld, now: datetime
) -> tuple[Body, Effect]:
    """Return the body that `sender` told us and what it may do here; changes nothing.

    Raises `Inadmissible` with the `Refusal` of the first step that fails.
    """
    try:
        body = Body.decode(encoded)
    except LedgerError as error:
        raise Inadmissible(Refusal.MALFORMED, why=str(error)) from error
    originator = world.known(body.head.by)
    if originator is None or originator.id == world.home:  # (1)
        raise Inadmissible(Refusal.UNKNOWN_ORIGINATOR, by=body.head.by)
    _verify(body, originator)  # (2)
    return body, _STEPS[body.kind](Arrival(body, sender, originator, tx, world, now))  # (3) and on


def _verify(body: Body, originator: Agency) -> PublicKey:
    for key in public_keys(originator):
        if key.key_hash.hex() == body.head.key:
            try:
                body.verify(key)
            except LedgerError as error:
                raise Inadmissible(Refusal.WRONG_SIGNATURE, by=originator.id, key=body.head.key) from error
            return key
    raise Inadmissible(Refusal.WRONG_SIGNATURE, by=originator.id, key=body.head.key)


def _statement(arrival: Arrival, wanted: type[S]) -> S:
    try:
        statement = decode_statement(arrival.body.kind, arrival.body.payload)
    except LedgerError as error:
        raise Inadmissible(Refusal.MALFORMED, why=str(error)[:200]) from error
    if not isinstance(statement, wanted):
        raise Inadmissible(Refusal.WRONG_KIND, kind=arrival.body.kind.name)
    return statement


def _admit_recall(arrival: Arrival) -> Effect:
    return _withdraw(_statement(arrival, ledger.Recall), arrival)


def _admit_erase(arrival: Arrival) -> Effect:
    return _withdraw(_statement(arrival, ledger.Erase), arrival)


def _withdraw(statement: ledger.Recall | ledger.Erase, arrival: Arrival) -> Effect:
    """Only the originator of what is held takes it back; a relay may bring its word."""
    held = arrival.world.record(statement.object)
    own = held is None or held.originator == arrival.originator.id
    arrival.require(own, Refusal.NOT_ORIGINATOR, object=statement.object)
    return Withdraw(statement, arrival.originator.id)


def _admit_ack(arrival: Arrival) -> Effect:
    """An agency answers for itself alone, and only about what was told from here."""
    statement = _statement(arrival, ledger.Ack)
    about = {"object": statement.object, "by": statement.by}
    arrival.require(statement.by == arrival.originator.id, Refusal.NOT_ITS_AUTHOR, **about)
    told = any(one.kind in CONTENT for one in arrival.tx.feeds.told(statement.object))
    arrival.require(told or statement.what == "refused", Refusal.NOT_TOLD, **about)
    known = arrival.tx.feeds.acks(statement.object)
    arrival.require(len(known) < MAX_ACKS, Refusal.NOT_TOLD, **about)
    return KeepAck(statement, _upstream(statement, known, arrival))


def _upstream(statement: ledger.Ack, known: Sequence[Ack], arrival: Arrival) -> str | None:
    """Return who had told us the object, if it waits for this answer and has not had it."""
    if statement.what == "refused" or statement.by == arrival.world.home:
        return None
    if any((one.by, one.what, one.code) == (statement.by, statement.what, statement.code) for one in known):
        return None
    tombstone = arrival.tx.objects.tombstone(statement.object)
    sender = tombstone.sender if tombstone else arrival.tx.objects.sender(statement.object)
    return sender if sender != arrival.sender else None


def _admit_key(arrival: Arrival) -> Effect:
    """An agency changes its own key, under the old and the new one, in its own feed."""
    arrival.require(arrival.direct, Refusal.NOT_ITS_AUTHOR, by=arrival.originator.id)
    current = public_keys(arrival.originator)[0]
    try:
        new = ledger.verify_rotation(arrival.body, current)
    except ledger.WrongSignature as error:
        raise Inadmissible(Refusal.WRONG_SIGNATURE, by=arrival.originator.id, why=str(error)) from error
    except LedgerError as error:
        raise Inadmissible(Refusal.MALFORMED, why=str(error)[:200]) from error
    return Rotate(replace(arrival.originator, keys=(*arrival.originator.keys, new.vkey())))


def _admit_roster(arrival: Arrival) -> Effect:
    """A convener tells its own circle, to its members, version by version."""
    statement = _statement(arrival, ledger.Roster)
    about = {"circle": statement.circle, "convener": statement.convener}
    own = arrival.direct and statement.convener == arrival.sender
    own = own and ledger.is_convened_by(statement.circle, statement.convener)
    arrival.require(own, Refusal.NOT_CONVENER, **about)
    try:
        roster, members = read_roster(statement)
    except BadCard as error:
        raise Inadmissible(Refusal.MALFORMED, **error.about) from error
    home = arrival.world.home
    arrival.require(any(one.agency == home for one in roster.members), Refusal.NOT_A_MEMBER, **about)
    if _is_held(roster, arrival):
        return Known()
    known = {member.id: arrival.world.known(member.id) for member in members}
    strangers = tuple(member for member in members if known[member.id] is None)
    doubtful = tuple(one.id for one in members if (held_as := known[one.id]) and one.key not in held_as.keys)
    return KeepRoster(roster, arrival.body.payload, arrival.signature, strangers, doubtful)


def _is_held(roster: Roster, arrival: Arrival) -> bool:
    """Return whether this very version is held.

    Refuse another convener's, an older one and another of the same number.
    """
    held, about = arrival.world.rosters().get(roster.circle), {"circle": roster.circle}
    if held is None or (held.convener == roster.convener and held.version < roster.version):
        return False
    arrival.require(held.convener == roster.convener, Refusal.NOT_CONVENER, **about)
    arrival.require(held.version == roster.version, Refusal.ROSTER_OLDER, **about)
    same = arrival.tx.circles.statement(roster.circle) == arrival.body.payload
    arrival.require(same, Refusal.ROSTER_DIFFERS, **about)
    return True


def _admit_grant(arrival: Arrival) -> Effect:
    """Only the originator of an object lets it go on."""
    statement = _statement(arrival, ledger.Grant)
    held = arrival.world.record(statement.object)
    by_originator = statement.by == arrival.originator.id and (
        held is None or held.originator == statement.by
    )
    arrival.require(by_originator, Refusal.NOT_ORIGINATOR, object=statement.object, by=statement.by)
    arrival.require(
        held is not None or statement.to == arrival.world.home, Refusal.NOT_TOLD, object=statement.object
    )
    purposes = frozenset(statement.purposes)
    grant = Grant(statement.object, statement.to, statement.by, purposes, statement.expires)
    return KeepGrant(grant, arrival.body.payload, arrival.signature)


_STEPS: Final[Mapping[Kind, Callable[[Arrival], Effect]]] = {
    Kind.OBJECT: admit_object,
    Kind.VERSION: admit_object,
    Kind.RECALL: _admit_recall,
    Kind.ERASE: _admit_erase,
    Kind.ACK: _admit_ack,
    Kind.KEY: _admit_key,
    Kind.ROSTER: _admit_roster,
    Kind.GRANT: _admit_grant,
}
