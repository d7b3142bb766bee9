"""The way out: signs what is ours, and tells every partner exactly what may be released to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cached_property

from tansiq import ledger
from tansiq.exchange.dressing import dress, marking_for
from tansiq.exchange.errors import NoEnd, NotHeld, NotOriginator
from tansiq.exchange.keys import Keyring
from tansiq.exchange.letters import Letters, kind_of, require_nameable, sign, write
from tansiq.exchange.ports import Signature, Tombstone, Transaction
from tansiq.exchange.readers import Readers
from tansiq.exchange.rosters import encode_roster
from tansiq.exchange.world import LiveWorld
from tansiq.ledger import Kind, NodeKey, encode_statement, rotate
from tansiq.release import Alike, Decision, Grant, Record, Roster, decide
from tansiq.stix import StixObject, Terms


class Outbox:
    """Writes to the feeds in the running transaction `tx`, signing with `keyring`."""

    def __init__(self, tx: Transaction, keyring: Keyring) -> None:
        self._tx = tx
        self._keyring = keyring
        self._home = keyring.agency
        self._world = LiveWorld(tx)
        self._letters = Letters(tx, keyring)

    @cached_property
    def _partners(self) -> Sequence[str]:
        return self._world.active_partners()

    @cached_property
    def _readers(self) -> Readers:
        return Readers(self._partners, self._world)

    def dress(self, objects: Sequence[StixObject], terms: Terms, *, now: datetime) -> tuple[StixObject, ...]:
        """Return `objects` with `terms` written into them: markings, creator and grading.

        The release marking that they need is kept here if it is new. Raises `Malformed` when one cannot bear
        them.
        """
        self._world.read_ahead(objects)
        marking = marking_for(terms.marking, self._home)
        if self._world.record(marking.id) is None:
            self._keep([Record(marking, self._home, now)])
        return dress(objects, terms, marking, self._home)

    def author(self, records: Sequence[Record], *, now: datetime) -> None:
        """Sign and keep `records` of our own, then publish them.

        Raises `NotOriginator` when one is another agency's, `NotNameable` when none could recall it.
        """
        for record in records:
            if record.originator != self._home:
                raise NotOriginator(object=record.object.id, originator=record.originator)
            require_nameable(record.object.id)
        self._keep(records)
        self.publish([record.object.id for record in records], now=now)

    def why(self, object_id: str, reader: str, *, now: datetime) -> Decision:
        """Return what `reader` may have of an object, and why.

        Raises `NotHeld` when this node does not hold it.
        """
        return decide(self._held(object_id), reader, now, world=self._world)

    def publish(self, object_ids: Sequence[str], *, now: datetime) -> Mapping[str, tuple[str, ...]]:
        """Tell each partner the current versions that may be released to it.

        Returns the readers told, by object id.

        No version is told twice to one reader; definitions and identities that an object needs are told
        before it. Raises `NotHeld` when this node does not hold one.
        """
        alike = Alike(now, self._world)
        self._readers.forget_objects()
        told = {object_id: self._publish(self._held(object_id), alike, now) for object_id in object_ids}
        self._letters.post(now)
        return told

    def recall(self, object_id: str, reason: str, *, now: datetime) -> tuple[str, ...]:
        """Recall our own object from everybody who was told it; returns whom.

        Raises `NotHeld` or `NotOriginator`.
        """
        record = self._held(object_id)
        if record.originator != self._home:
            raise NotOriginator(object=object_id, originator=record.originator)
        statement = ledger.Recall(object=object_id, reason=reason, at=now.astimezone(UTC))
        self._tx.objects.recall(Tombstone(object_id, self._home, reason, now, erased=None))
        return self.pass_on_recall(object_id, self._stated(Kind.RECALL, encode_statement(statement)), now=now)

    def pass_on_recall(
        self, object_id: str, body: bytes, *, now: datetime, kind: Kind = Kind.RECALL
    ) -> tuple[str, ...]:
        """Destroy what our feeds hold of the object and tell the recall `body` to whoever was told it.

        Returns whom.
        """
        readers = tuple(self._tx.feeds.untell(object_id))
        self._world.forget()
        self._letters.forget(object_id)
        self._letters.say(kind, body, readers, about=object_id)
        self._letters.post(now)
        return readers

    def acknowledge(self, reader: str, ack: ledger.Ack, *, now: datetime) -> None:
        """Tell `reader` what we did with an object, or with an entry of its feed to us."""
        self.pass_on(reader, Kind.ACK, self._stated(Kind.ACK, encode_statement(ack)), now=now)

    def pass_on(self, reader: str, kind: Kind, body: bytes, *, now: datetime) -> None:
        """Tell `reader` the encoded `body` of `kind` as it is."""
        self._letters.say(kind, body, [reader])
        self._letters.post(now)

    def tell_roster(self, roster: Roster, *, now: datetime) -> None:
        """Sign `roster` and tell it to its members; who has just left it learns that, and nothing later.

        Raises `BadCard` when a member is not known here.
        """
        payload = encode_roster(roster, self._tx.agencies.known)
        signature = sign(Kind.ROSTER, payload, self._keyring)
        concerned = _members(roster, now) | self._members_before(roster, now)
        self._tx.circles.keep(roster, payload, signature)
        body = write(Kind.ROSTER, payload, signature)
        self._letters.say(Kind.ROSTER, body, [one for one in self._partners if one in concerned])
        self._letters.post(now)
        self._world.forget()
        self._readers.forget()

    def repeat_roster(self, circle: str, reader: str, *, now: datetime) -> None:
        """Tell `reader` alone, as it stands, the roster of our `circle`: the others learn nothing of it."""
        payload = self._tx.circles.statement(circle)
        if payload is not None:
            self.pass_on(reader, Kind.ROSTER, self._stated(Kind.ROSTER, payload), now=now)

    def tell_grant(self, grant: Grant, *, now: datetime) -> None:
        """Sign the `grant` for an object of our own; tell whoever has the object, and the agency it is for.

        Raises `NotHeld`, `NotOriginator` or `NoEnd`.
        """
        if self._held(grant.object).originator != self._home or grant.by != self._home:
            raise NotOriginator(object=grant.object)
        payload = encode_statement(grant_statement(grant, now))
        signature = sign(Kind.GRANT, payload, self._keyring)
        self._tx.objects.grant(grant, payload, signature)
        told = {reader for reader, _ in self._tx.feeds.informed(grant.object)}
        body = write(Kind.GRANT, payload, signature)
        readers = [one for one in self._partners if one in told or one == grant.to]
        self._letters.say(Kind.GRANT, body, readers, about=grant.object)
        self._letters.post(now)

    def tell_key(self, new: NodeKey, *, now: datetime) -> None:
        """Announce `new` as our node key, under the old key and the new one, to every partner."""
        body = rotate(self._home, self._keyring.node, new, now)
        for partner in self._tx.agencies.partners():
            self._letters.say(Kind.KEY, body.encode(), [partner.agency.id])
        self._letters.post(now)

    def _keep(self, records: Sequence[Record]) -> None:
        rows: list[tuple[Record, Signature]] = []
        for record in records:
            obj = record.object
            signature = sign(kind_of(obj), obj.raw, self._keyring)
            self._letters.learn(obj, signature, new=self._world.record(obj.id) is None)
            rows.append((record, signature))
        self._tx.objects.add_many(rows, sender=None)
        for record in records:
            self._world.learn(record)

    def _held(self, object_id: str) -> Record:
        record = self._world.record(object_id)
        if record is None:
            raise NotHeld(object=object_id)
        return record

    def _publish(self, record: Record, alike: Alike, now: datetime) -> tuple[str, ...]:
        classes = self._readers.classes(record)
        told = tuple(reader for readers in classes for reader in self._tell(record, readers, alike))
        if told and record.originator != self._home:
            self._own_up(record, told, now)
        return told

    def _tell(self, record: Record, readers: tuple[str, ...], alike: Alike) -> tuple[str, ...]:
        """Tell one class of readers what may be released to it; returns who had not been told."""
        decision = alike.decide(record, readers[0])
        if decision.released is None:
            return ()
        precedence = record.precedence
        self._letters.accompany(alike.needed_with(record, decision), readers, precedence=precedence)
        return self._letters.tell(
            decision.released, readers, via=decision.via, precedence=precedence, expires=record.expires
        )

    def _own_up(self, record: Record, readers: tuple[str, ...], now: datetime) -> None:
        """Let the agency that told us a foreign object know to whom we passed it on."""
        obj, sender = record.object, self._tx.objects.sender(record.object.id)
        for reader in readers if sender else ():
            ack = ledger.Ack(obj.id, "onward", self._home, now.astimezone(UTC), code=reader)
            self.acknowledge(str(sender), ack, now=now)

    def _members_before(self, roster: Roster, now: datetime) -> frozenset[str]:
        """Return who was in the circle by the roster that `roster` replaces."""
        before = self._tx.circles.rosters().get(roster.circle)
        return frozenset() if before is None else _members(before, now)

    def _stated(self, kind: Kind, payload: bytes) -> bytes:
        return write(kind, payload, sign(kind, payload, self._keyring))


def _members(roster: Roster, now: datetime) -> frozenset[str]:
    """Return who is in the circle, or will be."""
    return frozenset(one.agency for one in roster.members if one.until is None or now < one.until)


def grant_statement(grant: Grant, now: datetime) -> ledger.Grant:
    """Return the statement by which `grant` travels. Raises `NoEnd` when it names no purpose or no end."""
    if not grant.purposes or grant.expires is None:
        raise NoEnd(object=grant.object, to=grant.to)
    purposes, expires = tuple(sorted(grant.purposes)), grant.expires.astimezone(UTC)
    return ledger.Grant(grant.object, grant.to, grant.by, purposes, expires, at=now.astimezone(UTC))
