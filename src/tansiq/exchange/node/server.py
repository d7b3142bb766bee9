"""Serves each partner the feed that is for it, and nothing to anybody else."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from tansiq import ledger
from tansiq.exchange.agencies import Address, Partner
from tansiq.exchange.alarms import raise_alarm
from tansiq.exchange.errors import BadReceipt, FeedBehind, NotServed
from tansiq.exchange.keys import Keyring
from tansiq.exchange.node.pairing import accept_hello
from tansiq.exchange.ports import Outgoing, Signed, Slice, Store, Transaction
from tansiq.ledger import (
    FULL_LEVEL,
    PACK_WIDTH,
    QUICK_LEVEL,
    TILE_WIDTH,
    Checkpoint,
    Erased,
    Fork,
    LedgerError,
    encode_pack,
    feed_origin,
    parse_tile_path,
    parse_vkey,
    render_tile,
    root,
    sign_checkpoint,
    verify_receipt,
)
from tansiq.release import Standing

HEARTBEAT: Final = timedelta(hours=1)
BACKLOG: Final = 64


class FeedServer:
    """Answers the readers of this node's feeds from what is committed in `store`, signing with `keyring`.

    Whoever is not an active partner gets `NotServed`, whether or not there is a feed for it.
    """

    def __init__(self, store: Store, keyring: Keyring) -> None:
        self._store = store
        self._keyring = keyring

    def checkpoint(
        self, reader: str, *, size: int = 0, root: bytes | None = None, seen: int = 0, now: datetime
    ) -> bytes | None:
        """Return the signed head for `reader`; None when it is no larger than `size`, no newer than `seen`.

        `seen` is in POSIX seconds; a head is signed anew after an hour. Raises `NotServed`, and `FeedBehind`
        when what the reader holds, of `size` with `root`, is no head that this node remembers to have signed:
        then it was restored from a backup, and signs nothing until a person has cleared the alarm.
        """
        with self._store.snapshot() as tx:
            _active(tx, reader)
            feed = tx.feeds.outgoing(reader)
            behind = _frozen(tx, reader) or not _remembers(tx, reader, size, root)
        if behind:
            self._alarm_behind(reader, size, now)
        signed = feed.signed if _fresh(feed, now) else self._sign(reader, now)
        if signed is None or (signed.size <= size and int(signed.at.timestamp()) <= seen):
            return None
        return signed.text

    def slice(self, reader: str, number: int, first: int, last: int) -> bytes:
        """Return entries `first` to `last` (exclusive) of pack `number`, encoded.

        Raises `NotServed` beyond the feed.
        """
        with self._store.snapshot() as tx:
            _active(tx, reader)
            size = tx.feeds.outgoing(reader).frontier.size
            within = 0 <= first < last <= PACK_WIDTH and number >= 0 and number * PACK_WIDTH + last <= size
            if not within:
                raise NotServed
            part = tx.feeds.slice(reader, number, first, last)
        return encode_pack(_wire(part), level=FULL_LEVEL if last - first >= BACKLOG else QUICK_LEVEL)

    def tile(self, reader: str, path: str) -> bytes:
        """Return the hash tile at `path` (C2SP tlog-tiles).

        Raises `NotServed` for any that this feed does not have.
        """
        try:
            tile = parse_tile_path(path)
        except LedgerError as error:
            raise NotServed from error
        with self._store.snapshot() as tx:
            _active(tx, reader)
            size = tx.feeds.outgoing(reader).frontier.size
            if not isinstance(tile.level, int) or tile.level > 7:
                raise NotServed
            span = TILE_WIDTH**tile.level
            first, last = tile.index * TILE_WIDTH * span, (tile.index * TILE_WIDTH + tile.width) * span
            if last > size:
                raise NotServed
            leaves = tx.feeds.leaves(reader, first, last)
        return render_tile(
            [root(leaves[at : at + span]) if span > 1 else leaves[at] for at in range(0, len(leaves), span)]
        )

    def receipt(self, reader: str, note: bytes, *, now: datetime) -> None:
        """Keep the receipt in `note` if `reader` gave it for a head that we signed; again changes nothing.

        Raises `NotServed` or `BadReceipt`; a receipt for another history raises an alarm too, and one for
        more than this node holds `FeedBehind`: it was restored, and signs nothing until a person has looked.
        """
        try:
            self._keep_receipt(reader, note)
        except FeedBehind as behind:
            self._alarm_behind(reader, int(behind.about["size"]), now)
        except Fork as fork:
            with self._store.transaction() as tx:
                evidence = fork.trusted + b"\n" + fork.offered
                raise_alarm(
                    tx.alarms, "receipt-fork", reader, {"size": str(fork.size)}, evidence=evidence, now=now
                )
            raise BadReceipt(why=str(fork)) from fork
        except LedgerError as error:
            raise BadReceipt(why=str(error)) from error

    def hello(self, reader: str, document: bytes, *, home: Address) -> None:
        """Take over the address that `reader` states.

        Raises `NotServed`, `PairingRefused` or `BadAddress`.
        """
        with self._store.transaction() as tx:
            _active(tx, reader)
            accept_hello(document, reader, tx.agencies, home)

    def _keep_receipt(self, reader: str, note: bytes) -> None:
        claimed = ledger.claimed(note)
        with self._store.transaction() as tx:
            partner = _active(tx, reader)
            head, key = tx.feeds.head(reader, claimed.size), parse_vkey(partner.agency.receipt_key)
            origin = feed_origin(self._keyring.agency, reader)
            if claimed.size > tx.feeds.outgoing(reader).frontier.size:
                verify_receipt(note, key, Checkpoint(origin, claimed.size, claimed.root))
                raise FeedBehind(size=str(claimed.size))
            if head is None:
                raise BadReceipt(why="for a head that was never signed", size=str(claimed.size))
            receipt = verify_receipt(note, key, Checkpoint(origin, head.size, head.root))
            tx.feeds.receipt(reader, Signed(receipt.size, receipt.root, note, receipt.at))

    def _sign(self, reader: str, now: datetime) -> Signed | None:
        """Sign the committed head, unless another process just did."""
        with self._store.transaction() as tx:
            feed = tx.feeds.outgoing(reader)
            if _fresh(feed, now):
                return feed.signed
            head = Checkpoint(
                feed_origin(self._keyring.agency, reader), feed.frontier.size, feed.frontier.root()
            )
            text = sign_checkpoint(head, self._keyring.node, now, *self._keyring.retired)
            signed = Signed(head.size, head.root, text, now)
            tx.feeds.sign(reader, signed)
            return signed

    def _alarm_behind(self, reader: str, size: int, now: datetime) -> None:
        with self._store.transaction() as tx:
            if not _frozen(tx, reader):
                raise_alarm(tx.alarms, FeedBehind.code, reader, {"size": str(size)}, now=now)
        raise FeedBehind(size=str(size))


def _active(tx: Transaction, reader: str) -> Partner:
    partner = tx.agencies.partner(reader)
    if partner is None or partner.standing is not Standing.ACTIVE:
        raise NotServed
    return partner


def _frozen(tx: Transaction, reader: str) -> bool:
    return any(alarm.code == FeedBehind.code for alarm in tx.alarms.open(reader))


def _remembers(tx: Transaction, reader: str, size: int, root: bytes | None) -> bool:
    """Return whether we signed the head that `reader` holds; nobody holds one of nothing."""
    head = tx.feeds.head(reader, size)
    return size == 0 or (head is not None and root in {None, head.root})


def _fresh(feed: Outgoing, now: datetime) -> bool:
    signed = feed.signed
    return signed is not None and signed.size == feed.frontier.size and abs(now - signed.at) < HEARTBEAT


def _wire(part: Slice) -> ledger.Slice:
    """Return a stored slice as it travels."""
    bodies = tuple(
        Erased(leaf) if body is None else body for body, leaf in zip(part.bodies, part.leaves, strict=True)
    )
    if part.seed is not None and None not in part.bodies:
        return ledger.Slice(part.number, part.first, bodies, seed=part.seed)
    remaining = tuple(salt for salt in part.salts or () if salt is not None)
    return ledger.Slice(part.number, part.first, bodies, remaining=remaining)
