"""What a receiver believes of a feed, and the one way forward: `advance`, or a refusal with the evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from tansiq.ledger.checkpoint import Checkpoint, SignedHead, open_checkpoint
from tansiq.ledger.errors import Fork, Malformed, Rollback, Stale, WrongRoot
from tansiq.ledger.keys import PublicKey
from tansiq.ledger.merkle import Frontier, root

MAX_AGE: Final = timedelta(days=1)
MAX_AHEAD: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class TrustedFeed:
    """The feed `origin` as verified so far: its sender's `keys`, `frontier` and last note (`evidence`).

    Start with `begin`; `advance` and `with_keys` follow in any order. Each returns the next state, to be
    stored in one transaction with the entries.
    """

    origin: str
    keys: tuple[PublicKey, ...]
    frontier: Frontier
    evidence: bytes = b""

    @classmethod
    def begin(cls, origin: str, keys: Iterable[PublicKey]) -> TrustedFeed:
        """Return the state before the first head, trusting `keys`, as exchanged in person."""
        return cls(origin, tuple(keys), Frontier.empty())

    def with_keys(self, *keys: PublicKey) -> TrustedFeed:
        """Return the state that trusts `keys` instead, after a verified rotation."""
        return replace(self, keys=keys)

    def advance(
        self, note: bytes, leaves: Iterable[bytes], now: datetime, *, max_age: timedelta | None = MAX_AGE
    ) -> TrustedFeed:
        """Return the state after the head in `note`, to which the missing `leaves` must lead exactly.

        `max_age` is how old the sender's heartbeat may be; None is for heads carried by hand.
        Raises `Malformed`, `WrongSignature`, `Stale`, `Rollback`, `Fork`, and `WrongRoot` for unfit leaves.
        """
        head = open_checkpoint(note, self.origin, self.keys)  # (1) signed by the sender, for this feed
        _refuse_stale(head, now, max_age)  # (2) neither frozen nor from the future
        self._refuse_rollback(head)  # (3) not smaller than what was signed before
        suffix = list(leaves)
        self._refuse_gap(head.checkpoint, len(suffix))  # (4) exactly the missing entries
        frontier = self.frontier.extend(suffix)
        self._refuse_other_root(head, frontier)  # (5) one history
        return replace(self, frontier=frontier, evidence=note)

    def _refuse_rollback(self, head: SignedHead) -> None:
        if head.checkpoint.size < self.frontier.size:
            sizes = (self.frontier.size, head.checkpoint.size)
            raise Rollback(self.origin, self.evidence, head.note, sizes)

    def _refuse_gap(self, checkpoint: Checkpoint, given: int) -> None:
        missing = checkpoint.size - self.frontier.size
        if given != missing:
            raise Malformed("suffix", f"{given} entries where {missing} are missing")

    def _refuse_other_root(self, head: SignedHead, frontier: Frontier) -> None:
        if frontier.root() == head.checkpoint.root:
            return
        refusal = Fork if frontier.size == self.frontier.size else WrongRoot
        raise refusal(self.origin, self.evidence, head.note, frontier.size)


def _refuse_stale(head: SignedHead, now: datetime, max_age: timedelta | None) -> None:
    too_old = max_age is not None and now - head.at > max_age
    if too_old or head.at - now > MAX_AHEAD:
        raise Stale(head.checkpoint.origin, head.at, now)


def prove_fork(
    origin: str, keys: Sequence[PublicKey], *, earlier: bytes, later: bytes, leaves: Sequence[bytes]
) -> None:
    """Decide a `WrongRoot`: `leaves` are all leaf hashes up to the `later` head, asked of the sender.

    Returns when they extend the `earlier` head too: the entries were damaged, fetch them again.
    Raises `Fork` when they lead to the later root alone, `WrongRoot` when not even there.
    """
    before = open_checkpoint(earlier, origin, keys).checkpoint
    after = open_checkpoint(later, origin, keys).checkpoint
    if len(leaves) != after.size or before.size > after.size or root(leaves) != after.root:
        raise WrongRoot(origin, earlier, later, after.size)
    if root(leaves[: before.size]) != before.root:
        raise Fork(origin, earlier, later, before.size)
