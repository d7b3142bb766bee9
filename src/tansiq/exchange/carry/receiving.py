"""Taking a parcel in: safe when it is old, late, early, doubled, cut off or somebody else's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import islice

from tansiq.exchange.carry.parcels import Parcel, Piece
from tansiq.exchange.errors import BadParcel
from tansiq.exchange.keys import Keyring
from tansiq.exchange.node.client import withdraws
from tansiq.exchange.node.fetched import Fetched
from tansiq.exchange.node.server import FeedServer
from tansiq.exchange.node.taking import Taker
from tansiq.exchange.ports import Arrived, Store
from tansiq.ledger import (
    Erased,
    Fork,
    LedgerError,
    SignedHead,
    Slice,
    TrustedFeed,
    decode_pack,
    encode_pack,
    open_checkpoint,
    root,
)

_QUICK = 1


class Taken(StrEnum):
    """What a parcel was to us."""

    NEW = "new"
    KNOWN = "known"
    """We had all of it."""
    OLD = "old"
    """We had it, and more."""
    RECEIPT_ONLY = "receipt-only"
    """The sender has told us nothing yet."""


@dataclass(frozen=True, slots=True)
class Received:
    """What came of a parcel from `sender`: `entries` taken in up to `size`, of which `refused` were refused.

    `receipt` is up to which size the sender has countersigned what we told it; None without a receipt.
    `withdrawn` says that something was erased: `Store.scrub` must be called until it succeeds.
    """

    sender: str
    taken: Taken
    size: int
    entries: int = 0
    refused: int = 0
    receipt: int | None = None
    withdrawn: bool = False


def receive(
    store: Store, keyring: Keyring, parcel: Parcel, *, clock: Callable[[], datetime], fetched: Fetched
) -> Received:
    """Take in what `parcel` brings: first the receipt, then the entries, as over the network.

    Raises `NotServed` when it comes from no active partner, `BadParcel` when it is for another agency
    (`parcel-for-another`), leaves out entries that we lack (`parcel-gap`) or is not what the sender signed
    (`parcel-forged`), `BadReceipt`, and `BrokenFeed` for a second history under the sender's own signature,
    after raising an alarm. Nothing of a refused parcel's entries is stored.
    """
    if parcel.receiver != keyring.agency:
        raise BadParcel("parcel-for-another", why=parcel.receiver)
    taker = Taker(store, parcel.sender, keyring, clock, fetched)
    trusted, _ = taker.trusted()
    receipt = _receipt(store, keyring, parcel, clock())
    try:
        return _take(taker, trusted, parcel, receipt)
    except Fork as error:
        raise taker.alarm_broken(error) from error
    except LedgerError as error:  # whoever knows our recipient can seal a parcel: no word against the sender
        raise BadParcel("parcel-forged", why=str(error)[:300]) from error
    finally:
        fetched.forget()


def _receipt(store: Store, keyring: Keyring, parcel: Parcel, now: datetime) -> int | None:
    if parcel.receipt is None:
        return None
    FeedServer(store, keyring).receipt(parcel.sender, parcel.receipt, now=now)
    with store.snapshot() as tx:
        newest = tx.feeds.outgoing(parcel.sender).receipt
    return None if newest is None else newest.size


def _take(taker: Taker, trusted: TrustedFeed, parcel: Parcel, receipt: int | None) -> Received:
    held = trusted.frontier.size
    if parcel.head is None:
        return Received(parcel.sender, Taken.RECEIPT_ONLY, held, receipt=receipt)
    head = open_checkpoint(parcel.head, trusted.origin, trusted.keys)
    taker.check_ahead(head)
    if head.checkpoint.size < held:
        _compare(taker, trusted, head)
        return Received(parcel.sender, Taken.OLD, held, receipt=receipt)
    arrived = taker.receive(trusted, head, Pieces(parcel.pieces, held))
    return _received(parcel, arrived, head.checkpoint.size, receipt)


def _received(parcel: Parcel, arrived: list[Arrived], size: int, receipt: int | None) -> Received:
    return Received(
        parcel.sender,
        Taken.NEW if arrived else Taken.KNOWN,
        size,
        entries=len(arrived),
        refused=sum(one.outcome == "refused" for one in arrived),
        receipt=receipt,
        withdrawn=withdraws(arrived),
    )


def _compare(taker: Taker, trusted: TrustedFeed, head: SignedHead) -> None:
    """Accept an older head if it lies on the history that we hold. Raises `Fork` otherwise."""
    size = head.checkpoint.size
    with taker.store.snapshot() as tx:
        leaves = [one.leaf for one in islice(tx.feeds.arrivals(taker.partner), size)]
    if root(leaves) != head.checkpoint.root:
        raise Fork(trusted.origin, trusted.evidence, head.note, size)


class Pieces:
    """The entries that `pieces` hold, cut as they are asked for by who holds `held` entries."""

    def __init__(self, pieces: tuple[Piece, ...], held: int) -> None:
        self._pieces = {piece.number: piece for piece in pieces}
        self._held = held

    def slice(self, number: int, first: int, last: int) -> bytes:
        """Return entries `first` to `last` (exclusive) of pack `number`, encoded.

        Raises `BadParcel` (`parcel-gap`) when they are not here, `LedgerError` when they cannot be read.
        """
        piece = self._pieces.get(number)
        if piece is None or piece.first > first or piece.last < last:
            raise BadParcel("parcel-gap", held=str(self._held))
        if (piece.first, piece.last) == (first, last):
            return piece.data
        return encode_pack(_cut(decode_pack(piece.data), first, last), level=_QUICK)


def _cut(whole: Slice, first: int, last: int) -> Slice:
    skipped, wanted = (
        whole.bodies[: first - whole.first],
        whole.bodies[first - whole.first : last - whole.first],
    )
    if whole.seed is not None:
        return Slice(whole.index, first, wanted, seed=whole.seed)
    before, within = _kept(skipped), _kept(wanted)
    return Slice(whole.index, first, wanted, remaining=whole.remaining[before : before + within])


def _kept(bodies: tuple[bytes | Erased, ...]) -> int:
    return sum(not isinstance(body, Erased) for body in bodies)
