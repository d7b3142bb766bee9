"""Takes in what a partner's signed head promises, slice by slice, whichever way the slices come."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol

from tansiq.exchange.alarms import raise_alarm
from tansiq.exchange.cards import public_keys
from tansiq.exchange.errors import BrokenFeed, NotServed
from tansiq.exchange.gate import Gate
from tansiq.exchange.keys import Keyring
from tansiq.exchange.node.fetched import Fetched
from tansiq.exchange.ports import Arrived, Incoming, Store
from tansiq.ledger import (
    MAX_AGE,
    MAX_AHEAD,
    PACK_WIDTH,
    Erased,
    Fork,
    LedgerError,
    Malformed,
    PublicKey,
    Rollback,
    SignedHead,
    Slice,
    TrustedFeed,
    WrongRoot,
    WrongSignature,
    decode_pack,
    feed_origin,
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


class Slices(Protocol):
    """Where the entries of a feed come from."""

    def slice(self, number: int, first: int, last: int) -> bytes:
        """Return entries `first` to `last` (exclusive) of pack `number`, encoded."""


@dataclass(frozen=True, slots=True)
class Taker:
    """Takes in the feed of `partner` into `store`; `fetched` holds what is not verified yet."""

    store: Store
    partner: str
    keyring: Keyring
    clock: Callable[[], datetime]
    fetched: Fetched

    @property
    def now(self) -> datetime:
        """The present moment."""
        return self.clock()

    def trusted(self) -> tuple[TrustedFeed, Incoming]:
        """Return what is believed of the feed. Raises `NotServed` when the sender is no active partner."""
        with self.store.snapshot() as tx:
            partner = tx.agencies.partner(self.partner)
            if partner is None or partner.standing is not Standing.ACTIVE:
                raise NotServed
            held = tx.feeds.incoming(self.partner)
        keys: tuple[PublicKey, ...] = public_keys(partner.agency)[:1]
        origin = feed_origin(self.partner, self.keyring.agency)
        return TrustedFeed(origin, keys, held.frontier, held.note or b""), held

    def receive(self, trusted: TrustedFeed, head: SignedHead, source: Slices) -> list[Arrived]:
        """Verify and store, in one transaction, what leads from `trusted` to `head`.

        Raises `LedgerError` when the entries from `source` do not, and what `source` raises.
        """
        self.fetched.begin(trusted.frontier.size, head.checkpoint.size)
        self._fetch(head.checkpoint.size, source)
        # The time was checked above: a clock that is off raises an alarm and does not stop the exchange.
        advanced = trusted.advance(head.note, self.fetched.leaves, head.at, max_age=None)
        arrived = self._take_in(trusted, advanced)
        self.fetched.forget()
        return arrived

    def _fetch(self, target: int, source: Slices) -> None:
        """Fetch the entries up to size `target`, slice by slice."""
        while (size := self.fetched.end) < target:
            number, first = divmod(size, PACK_WIDTH)
            last = min(PACK_WIDTH, target - number * PACK_WIDTH)
            data = source.slice(number, first, last)
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

    def check_age(self, head: SignedHead) -> None:
        """Raise an alarm when `head` is older than a partner that is awake would show."""
        if self.now - head.at > MAX_AGE:
            self.alarm("stale-head", {"at": head.at.isoformat()}, head.note)

    def check_ahead(self, head: SignedHead) -> None:
        """Raise an alarm when `head` was signed in our future."""
        if head.at - self.now > MAX_AHEAD:
            self.alarm_clock(head.at - self.now, head.note)

    def alarm_broken(self, error: LedgerError) -> BrokenFeed:
        """Raise the alarm that `error` deserves, with the signed notes that prove it.

        Returns what to raise.
        """
        code = _CODES.get(type(error), "malformed-feed")
        about, evidence = {"why": str(error)[:300]}, b""
        if isinstance(error, Rollback | Fork | WrongRoot):
            evidence = error.trusted + b"\n" + error.offered
        self.alarm(code, about, evidence)
        return BrokenFeed(code, **about)

    def alarm_clock(self, ahead: timedelta, evidence: bytes = b"") -> None:
        """Raise an alarm when the partner's clock is off."""
        self.alarm("partner-clock", {"minutes": str(round(ahead.total_seconds() / 300) * 5)}, evidence)

    def alarm(self, code: str, about: dict[str, str], evidence: bytes = b"") -> None:
        """Raise the alarm `code` about the partner."""
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
