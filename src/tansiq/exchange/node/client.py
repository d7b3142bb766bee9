"""Pulls what a partner tells us.

Head, missing slices, root, admission, position and receipt, safe to repeat at any point.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from tansiq.exchange.alarms import raise_alarm
from tansiq.exchange.cards import public_keys
from tansiq.exchange.errors import BrokenFeed, NotServed, Unreachable, WrongCertificate
from tansiq.exchange.gate import Gate
from tansiq.exchange.keys import Keyring
from tansiq.exchange.node.fetched import Fetched
from tansiq.exchange.node.transport import Transport
from tansiq.exchange.ports import Arrived, Incoming, Store
from tansiq.ledger import (
    MAX_AGE,
    MAX_AHEAD,
    PACK_WIDTH,
    Erased,
    Fork,
    Kind,
    LedgerError,
    Malformed,
    PublicKey,
    Rollback,
    SignedHead,
    Slice,
    TrustedFeed,
    WrongRoot,
    WrongSignature,
    countersign,
    decode_pack,
    feed_origin,
    open_checkpoint,
    salts,
)
from tansiq.release import Standing

_CODES: Final[dict[type[LedgerError], str]] = {
    Rollback: "rollback",
    Fork: "fork",
    WrongRoot: "wrong-root",
    WrongSignature: "wrong-head-signature",
    Malformed: "malformed-feed",
}
_WITHDRAWALS: Final = frozenset({Kind.RECALL, Kind.ERASE})


@dataclass(frozen=True, slots=True)
class Pulled:
    """What a pull brought.

    How many `entries`, of these how many were `refused`, and up to which size it is `receipted`.

    `withdrawn` says that something was erased: `Store.scrub` must be called until it succeeds.
    """

    entries: int
    refused: int
    receipted: int
    withdrawn: bool


def pull(
    store: Store,
    transport: Transport,
    partner: str,
    keyring: Keyring,
    *,
    clock: Callable[[], datetime],
    fetched: Fetched,
    wait: float = 0,
) -> Pulled:
    """Fetch, verify and take in whatever `partner` has told us since the last time, and give the receipt.

    Entries are held back in `fetched` until the root over all of them is verified, and stored in one
    transaction with the position; after a broken link the next pull goes on with the same `fetched`.
    `clock` tells the present moment, which a long `wait` moves on.

    Raises `NotServed` when it is no active partner, `Unreachable`, `RefusedByPartner`, and `BrokenFeed` or
    `WrongCertificate` after raising an alarm.
    """
    puller = _Puller(store, transport, partner, keyring, clock, fetched)
    try:
        return puller.run(wait)
    except LedgerError as error:
        fetched.forget()
        raise puller.alarm_broken(error) from error
    except WrongCertificate as error:
        puller.alarm_impostor(error)
        raise
    except Unreachable:
        puller.alarm_silence()
        raise
    finally:
        puller.alarm_clock()


@dataclass(frozen=True, slots=True)
class _Puller:
    store: Store
    transport: Transport
    partner: str
    keyring: Keyring
    clock: Callable[[], datetime]
    fetched: Fetched

    @property
    def now(self) -> datetime:
        """The present moment."""
        return self.clock()

    def run(self, wait: float) -> Pulled:
        trusted, held = self._trusted()
        patience = 0 if held.receipted < held.frontier.size else wait  # a lost receipt must not wait
        root = held.frontier.root() if held.frontier.size else None
        note = self.transport.checkpoint(held.frontier.size, self._seen(trusted), patience, root)
        arrived: list[Arrived] = []
        if note is None:
            self._hear_nothing(trusted)
        else:
            arrived = self._receive(trusted, open_checkpoint(note, trusted.origin, trusted.keys))
        return Pulled(
            entries=len(arrived),
            refused=sum(one.outcome == "refused" for one in arrived),
            receipted=self._give_receipt(),
            withdrawn=any(one.kind in _WITHDRAWALS for one in arrived),
        )

    def _trusted(self) -> tuple[TrustedFeed, Incoming]:
        with self.store.snapshot() as tx:
            partner = tx.agencies.partner(self.partner)
            if partner is None or partner.standing is not Standing.ACTIVE:
                raise NotServed
            held = tx.feeds.incoming(self.partner)
        keys: tuple[PublicKey, ...] = public_keys(partner.agency)[:1]
        origin = feed_origin(self.partner, self.keyring.agency)
        return TrustedFeed(origin, keys, held.frontier, held.note or b""), held

    def _seen(self, trusted: TrustedFeed) -> int:
        """Return when the last head was signed.

        0 when the key has changed since, so that it is asked for again.
        """
        try:
            return int(open_checkpoint(trusted.evidence, trusted.origin, trusted.keys).at.timestamp())
        except LedgerError:
            return 0

    def _hear_nothing(self, trusted: TrustedFeed) -> None:
        """Note that the partner answered; who never shows a newer head may be keeping the rest from us."""
        with self.store.transaction() as tx:
            tx.feeds.contact(self.partner, now=self.now)
        if self._seen(trusted):
            self._check_time(open_checkpoint(trusted.evidence, trusted.origin, trusted.keys))

    def _receive(self, trusted: TrustedFeed, head: SignedHead) -> list[Arrived]:
        self._check_time(head)
        self.fetched.begin(trusted.frontier.size, head.checkpoint.size)
        self._fetch(head.checkpoint.size)
        # The time was checked above: a clock that is off raises an alarm and does not stop the exchange.
        advanced = trusted.advance(head.note, self.fetched.leaves, head.at, max_age=None)
        arrived = self._take_in(trusted, advanced)
        self.fetched.forget()
        return arrived

    def _fetch(self, target: int) -> None:
        """Fetch the entries up to size `target`, slice by slice."""
        while (size := self.fetched.end) < target:
            number, first = divmod(size, PACK_WIDTH)
            last = min(PACK_WIDTH, target - number * PACK_WIDTH)
            data = self.transport.slice(number, first, last)
            part = decode_pack(data)
            if (part.index, part.first, part.end) != (number, first, last):
                raise Malformed(
                    "pack", f"is {part.index}.{part.first}-{part.end}, asked for {number}.{first}-{last}"
                )
            self.fetched.add(data, part.leaves())

    def _take_in(self, trusted: TrustedFeed, advanced: TrustedFeed) -> list[Arrived]:
        with self.store.transaction() as tx:
            if tx.feeds.incoming(self.partner).frontier != trusted.frontier:
                return []  # another process was faster; the next pull goes on from there
            gate = Gate(tx, self.keyring, self.partner, self.now)
            entries = (entry for data in self.fetched for entry in _entries(decode_pack(data)))
            arrived = [
                Arrived(None, leaf, None, None, None, "erased")
                if salt is None or isinstance(body, Erased)
                else gate.take(index, body, leaf, salt)
                for index, (body, leaf, salt) in enumerate(entries, start=trusted.frontier.size)
            ]
            gate.close()
            tx.feeds.arrived(self.partner, arrived, advanced.frontier, advanced.evidence, now=self.now)
        return arrived

    def _give_receipt(self) -> int:
        """Countersign what is stored, if the partner does not have our receipt for it yet."""
        with self.store.snapshot() as tx:
            held = tx.feeds.incoming(self.partner)
        size = held.frontier.size
        if held.note is not None and held.receipted < size:
            self.transport.post_receipt(countersign(held.note, self.keyring.receipt, self.now).encode())
            with self.store.transaction() as tx:
                tx.feeds.receipted(self.partner, size)
        return size

    def _check_time(self, head: SignedHead) -> None:
        if self.now - head.at > MAX_AGE:
            self._alarm("stale-head", {"at": head.at.isoformat()}, head.note)
        elif head.at - self.now > MAX_AHEAD:
            self._alarm_clock(head.at - self.now, head.note)

    def alarm_broken(self, error: LedgerError) -> BrokenFeed:
        """Raise the alarm that `error` deserves, with the signed notes that prove it.

        Returns what to raise.
        """
        code = _CODES.get(type(error), "malformed-feed")
        about, evidence = {"why": str(error)[:300]}, b""
        if isinstance(error, Rollback | Fork | WrongRoot):
            evidence = error.trusted + b"\n" + error.offered
        self._alarm(code, about, evidence)
        return BrokenFeed(code, **about)

    def alarm_silence(self) -> None:
        """Raise an alarm when the partner has not answered for a day."""
        with self.store.snapshot() as tx:
            contact = tx.feeds.incoming(self.partner).contact
        if contact is not None and self.now - contact > MAX_AGE:
            self._alarm("silent-partner", {"since": contact.isoformat()})

    def alarm_impostor(self, error: WrongCertificate) -> None:
        """Raise an alarm when somebody else answers at the partner's address."""
        self._alarm("wrong-certificate", {"pin": error.about["pin"]})

    def alarm_clock(self) -> None:
        """Raise an alarm when the partner's clock is off."""
        if self.transport.skew:
            self._alarm_clock(self.transport.skew)

    def _alarm_clock(self, ahead: timedelta, evidence: bytes = b"") -> None:
        self._alarm("partner-clock", {"minutes": str(round(ahead.total_seconds() / 300) * 5)}, evidence)

    def _alarm(self, code: str, about: dict[str, str], evidence: bytes = b"") -> None:
        with self.store.transaction() as tx:
            raise_alarm(tx.alarms, code, self.partner, about, evidence=evidence, now=self.now)


def _entries(part: Slice) -> Iterator[tuple[bytes | Erased, bytes, bytes | None]]:
    """Yield each entry of a slice with its leaf hash and its salt, None where it was erased."""
    if part.seed is not None:
        yield from zip(part.bodies, part.leaves(), salts(part.seed, part.first, part.end), strict=True)
        return
    remaining = iter(part.remaining)
    for body, leaf in zip(part.bodies, part.leaves(), strict=True):
        yield body, leaf, None if isinstance(body, Erased) else next(remaining)
