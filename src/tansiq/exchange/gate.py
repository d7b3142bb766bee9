"""The gate through which a partner's entries come in: each admitted or refused, and what it asks for done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Literal

from tansiq import ledger
from tansiq.exchange.admit import admit
from tansiq.exchange.alarms import raise_alarm
from tansiq.exchange.effects import Effect, Keep, KeepAck, KeepGrant, KeepRoster, Known, Rotate, Withdraw
from tansiq.exchange.errors import Inadmissible
from tansiq.exchange.keys import Keyring
from tansiq.exchange.outbox import Outbox
from tansiq.exchange.ports import Ack, Arrived, Signature, Tombstone, Transaction
from tansiq.exchange.refusals import ANSWERED, Refusal
from tansiq.exchange.world import LiveWorld
from tansiq.ledger import Body, Kind, LedgerError
from tansiq.release import Record

BATCH = 1000
WITHDRAWALS = frozenset({Kind.RECALL, Kind.ERASE})
What = Literal["erased", "refused", "onward"]


class Gate:
    """Takes in what `sender` told us, in order, within transaction `tx`; call `close` at the end.

    Objects are written in batches; whatever may look at them is preceded by a write.
    """

    def __init__(self, tx: Transaction, keyring: Keyring, sender: str, now: datetime) -> None:
        self._tx = tx
        self._home = keyring.agency
        self._sender = sender
        self._now = now
        self._world = LiveWorld(tx)
        self._outbox = Outbox(tx, keyring)
        self._waiting: list[Keep] = []

    def take(self, index: int, body: bytes, leaf: bytes, salt: bytes) -> Arrived:
        """Admit the encoded `body` of entry `index` and do what it asks for, or refuse it.

        Returns what to remember.
        """
        if body[0] != Kind.OBJECT or len(self._waiting) >= BATCH:
            self.close()
        try:
            read, effect = admit(body, self._sender, tx=self._tx, world=self._world, now=self._now)
        except Inadmissible as refusal:
            return self._refuse(index, body, leaf, refusal)
        outcome = self._apply(effect, body)
        object_id, version = _subject(effect)
        return Arrived(read.kind, leaf, salt, object_id, version, outcome)

    def close(self) -> None:
        """Write the objects that wait."""
        rows: dict[tuple[str, ...], list[tuple[Record, Signature]]] = {}
        for kept in self._waiting:
            rows.setdefault(kept.via, []).append((kept.record, kept.signature))
        self._waiting = []
        for via, together in rows.items():
            self._tx.objects.add_many(together, sender=self._sender, via=via)

    def _apply(self, effect: Effect, body: bytes) -> str:
        match effect:
            case Keep():
                self._waiting.append(effect)
                self._world.learn(effect.record)
                return "stored"
            case Known():
                return "known"
            case Withdraw():
                self._withdraw(effect, body)
            case KeepAck():
                self._keep_ack(effect, body)
            case Rotate(agency):
                self._tx.agencies.learn(agency)
                self._world.forget()
                self._alarm("key-changed", {"agency": agency.id}, body)
            case KeepRoster():
                self._keep_roster(effect, body)
            case KeepGrant(grant, statement, signature):
                self._tx.objects.grant(grant, statement, signature)
        return "applied"

    def _withdraw(self, effect: Withdraw, body: bytes) -> None:
        """Erase the object, carry the recall on to whoever got it from us, and say so.

        What is not here must not come later by a slower way; that keeps out nobody else's.
        """
        said, whole = effect.statement, effect.statement.version is None
        held = self._world.record(said.object) is not None
        if held or whole:
            sender = self._tx.objects.sender(said.object)
            end = Tombstone(said.object, effect.originator, said.reason, said.at, self._now, sender, held)
            self._tx.objects.recall(end)
        if held:
            self._tx.objects.erase(said.object, at=self._now)
            self._tx.feeds.forget_salts(said.object)
            self._outbox.pass_on_recall(said.object, body, now=self._now, kind=Kind(body[0]))
            self._world.forget()
        self._outbox.acknowledge(self._sender, self._ack(said.object, "erased"), now=self._now)

    def _keep_ack(self, effect: KeepAck, body: bytes) -> None:
        said = effect.statement
        self._tx.feeds.ack(Ack(said.object, said.version, said.by, said.what, said.code, said.at))
        if effect.pass_on_to is not None:
            self._outbox.pass_on(effect.pass_on_to, Kind.ACK, body, now=self._now)
        if said.what == "refused":
            about = {"object": said.object, "code": said.code or "", "index": str(said.index)}
            self._alarm("entry-refused", about, body)

    def _keep_roster(self, effect: KeepRoster, body: bytes) -> None:
        for stranger in effect.strangers:
            self._tx.agencies.learn(stranger)
        for agency in effect.doubtful:
            self._alarm("roster-keys", {"agency": agency, "circle": effect.roster.circle}, body)
        self._tx.circles.keep(effect.roster, effect.statement, effect.signature)
        self._world.forget()

    def _refuse(self, index: int, body: bytes, leaf: bytes, refusal: Inadmissible) -> Arrived:
        """Keep the leaf alone, also as evidence, since content that is refused is not ours to keep.

        Raise the alarm, and answer.
        """
        self._alarm(refusal.code, {**refusal.about, "index": str(index)}, leaf)
        kind = Kind(body[0]) if body[0] in set(Kind) else None
        if kind in WITHDRAWALS and refusal.code == Refusal.NOT_ORIGINATOR:
            self._outbox.acknowledge(
                self._sender, self._ack(refusal.about["object"], "erased"), now=self._now
            )
        elif kind is not Kind.ACK and refusal.code in ANSWERED and _author(body) in {None, self._sender}:
            answer = self._ack(refusal.about.get("object", self._sender), "refused", refusal.code, index)
            self._outbox.acknowledge(self._sender, answer, now=self._now)
        return Arrived(kind, leaf, None, None, None, "refused", refusal.code)

    def _ack(
        self, object_id: str, what: What, code: str | None = None, index: int | None = None
    ) -> ledger.Ack:
        return ledger.Ack(object_id, what, self._home, self._now.astimezone(UTC), code=code, index=index)

    def _alarm(self, code: str, about: Mapping[str, str], evidence: bytes) -> None:
        raise_alarm(self._tx.alarms, code, self._sender, about, evidence=evidence, now=self._now)


def _author(body: bytes) -> str | None:
    """Return the agency that is said to have signed `body`, None when that cannot be read."""
    try:
        return Body.decode(body).head.by
    except LedgerError:
        return None


def _subject(effect: Effect) -> tuple[str | None, str | None]:
    """Return which version of which object an effect is about, so that its salt can be forgotten with it."""
    match effect:
        case Keep(record):
            return record.object.id, record.object.version
        case Known(object_id, version):
            return object_id, version
        case _:
            return None, None
