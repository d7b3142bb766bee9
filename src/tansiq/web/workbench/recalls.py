"""How far the recalls of this agency have come."""

from __future__ import annotations

from collections.abc import Iterator

from tansiq.exchange import Tombstone
from tansiq.ledger import Kind
from tansiq.store import Transaction


def outstanding(tx: Transaction) -> Iterator[tuple[Tombstone, frozenset[str]]]:
    """Yield each recall of ours that some agencies have not answered, with those agencies."""
    home = tx.agencies.home().id
    for tombstone in tx.objects.tombstones():
        if tombstone.originator == home and (silent := _silent(tx, tombstone.object_id)):
            yield tombstone, silent


def _silent(tx: Transaction, object_id: str) -> frozenset[str]:
    asked = {told.reader for told in tx.feeds.told(object_id) if told.kind is Kind.RECALL}
    return frozenset(asked - {ack.by for ack in tx.feeds.acks(object_id) if ack.what == "erased"})
