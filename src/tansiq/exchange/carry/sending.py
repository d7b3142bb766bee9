"""Making a parcel: the entries that a partner lacks, and our receipt for what it told us."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from tansiq.exchange.agencies import Partner
from tansiq.exchange.carry.parcels import Parcel, Piece
from tansiq.exchange.errors import NotServed
from tansiq.exchange.keys import Keyring
from tansiq.exchange.node.server import FeedServer
from tansiq.exchange.ports import Store
from tansiq.ledger import PACK_WIDTH, claimed, countersign
from tansiq.release import Standing


def make_parcel(
    store: Store, keyring: Keyring, receiver: str, *, now: datetime, start: int | None = None
) -> Parcel:
    """Return the parcel for partner `receiver` with our feed from entry `start` on.

    By default it starts where the newest receipt of the receiver ends. It always holds the signed head,
    and our receipt for all that we have stored of the receiver's feed.
    Raises `NotServed` when it is no active partner, `FeedBehind` for a restored node.
    """
    with store.snapshot() as tx:
        _require_active(tx.agencies.partner(receiver))
        outgoing, incoming = tx.feeds.outgoing(receiver), tx.feeds.incoming(receiver)
    server = FeedServer(store, keyring)
    head = server.checkpoint(receiver, now=now)
    begin = (0 if outgoing.receipt is None else outgoing.receipt.size) if start is None else start
    end = 0 if head is None else claimed(head).size
    receipt = None if incoming.note is None else countersign(incoming.note, keyring.receipt, now).encode()
    pieces = tuple(Piece(*where, server.slice(receiver, *where)) for where in _slices(min(begin, end), end))
    return Parcel(keyring.agency, receiver, now, head, receipt, pieces)


def _slices(begin: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Yield number, first and last entry of the slices that lead from size `begin` to `end`."""
    while begin < end:
        number, first = divmod(begin, PACK_WIDTH)
        last = min(PACK_WIDTH, end - number * PACK_WIDTH)
        yield number, first, last
        begin = number * PACK_WIDTH + last


def _require_active(partner: Partner | None) -> None:
    if partner is None or partner.standing is not Standing.ACTIVE:
        raise NotServed
