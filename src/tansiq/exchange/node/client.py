"""Pulls what a partner tells us.

Head, missing slices, root, admission, position and receipt, safe to repeat at any point.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tansiq.exchange.errors import Unreachable, WrongCertificate
from tansiq.exchange.keys import Keyring
from tansiq.exchange.node.fetched import Fetched
from tansiq.exchange.node.taking import Taker
from tansiq.exchange.node.transport import Transport
from tansiq.exchange.ports import Arrived, Store
from tansiq.ledger import MAX_AGE, Kind, LedgerError, SignedHead, TrustedFeed, countersign, open_checkpoint

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
    puller = _Puller(Taker(store, partner, keyring, clock, fetched), transport)
    try:
        return puller.run(wait)
    except LedgerError as error:
        fetched.forget()
        raise puller.taker.alarm_broken(error) from error
    except WrongCertificate as error:
        puller.taker.alarm("wrong-certificate", {"pin": error.about["pin"]})
        raise
    except Unreachable:
        puller.alarm_silence()
        raise
    finally:
        if transport.skew:
            puller.taker.alarm_clock(transport.skew)


@dataclass(frozen=True, slots=True)
class _Puller:
    taker: Taker
    transport: Transport

    def run(self, wait: float) -> Pulled:
        trusted, held = self.taker.trusted()
        patience = 0 if held.receipted < held.frontier.size else wait  # a lost receipt must not wait
        root = held.frontier.root() if held.frontier.size else None
        note = self.transport.checkpoint(held.frontier.size, self._seen(trusted), patience, root)
        arrived: list[Arrived] = []
        if note is None:
            self._hear_nothing(trusted)
        else:
            head = open_checkpoint(note, trusted.origin, trusted.keys)
            self._check_time(head)
            arrived = self.taker.receive(trusted, head, self.transport)
        return Pulled(
            entries=len(arrived),
            refused=sum(one.outcome == "refused" for one in arrived),
            receipted=self._give_receipt(),
            withdrawn=withdraws(arrived),
        )

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
        with self.taker.store.transaction() as tx:
            tx.feeds.contact(self.taker.partner, now=self.taker.now)
        if self._seen(trusted):
            self._check_time(open_checkpoint(trusted.evidence, trusted.origin, trusted.keys))

    def _check_time(self, head: SignedHead) -> None:
        """Raise an alarm when a clock is off; that does not stop the exchange."""
        self.taker.check_age(head)
        self.taker.check_ahead(head)

    def _give_receipt(self) -> int:
        """Countersign what is stored, if the partner does not have our receipt for it yet."""
        with self.taker.store.snapshot() as tx:
            held = tx.feeds.incoming(self.taker.partner)
        size = held.frontier.size
        if held.note is not None and held.receipted < size:
            self.transport.post_receipt(
                countersign(held.note, self.taker.keyring.receipt, self.taker.now).encode()
            )
            with self.taker.store.transaction() as tx:
                tx.feeds.receipted(self.taker.partner, size)
        return size

    def alarm_silence(self) -> None:
        """Raise an alarm when the partner has not answered for a day."""
        with self.taker.store.snapshot() as tx:
            contact = tx.feeds.incoming(self.taker.partner).contact
        if contact is not None and self.taker.now - contact > MAX_AGE:
            self.taker.alarm("silent-partner", {"since": contact.isoformat()})


def withdraws(arrived: Iterable[Arrived]) -> bool:
    """Return whether something was erased by what arrived: `Store.scrub` must follow."""
    return any(one.kind in _WITHDRAWALS for one in arrived)
