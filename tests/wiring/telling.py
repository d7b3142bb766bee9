"""Two nodes that have told each other something, as they remember it; one process, no network."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from tansiq.exchange.node import FeedServer, Fetched, pull
from tansiq.ledger import countersign
from tansiq.wiring import Node
from tests.exchange.cast import chance
from tests.wiring.nodes import Homes, write


@dataclass(frozen=True)
class Wire:
    """What a node has to say to `reader` in one pull, taken down beforehand."""

    head: bytes
    pack: bytes
    skew: timedelta = timedelta(0)

    def checkpoint(self, size: int, seen: int, wait: float, root: bytes | None = None) -> bytes | None:
        del size, seen, wait, root
        return self.head

    def slice(self, number: int, first: int, last: int) -> bytes:
        del number, first, last
        return self.pack

    def tile(self, path: str) -> bytes:
        raise NotImplementedError(path)

    def post_receipt(self, note: bytes) -> None:
        """Take it and say nothing; `told` gives the receipt itself."""

    def hello(self, statement: bytes) -> None:
        raise NotImplementedError(statement)


def told(homes: Homes) -> tuple[Path, Path]:
    """Found two nodes, let the first tell the second three things and get a receipt; return the folders."""
    alpha, bravo = homes.found("Alpha"), homes.found("Bravo", "ML")
    homes.pair(alpha, bravo)
    with homes.opened(bravo) as node:
        reader, receipt_key, now = node.agency.id, node.keyring.receipt, node.now()
    with homes.opened(alpha) as node:
        for number in range(3):
            write(node, f"Convoy {number} was seen.", to=("Bravo",))
        server = FeedServer(node.store, node.keyring)
        head = server.checkpoint(reader, now=now)
        assert head is not None
        server.receipt(reader, countersign(head, receipt_key, now).encode(), now=now)
        wire = Wire(head, server.slice(reader, 0, 0, size(node, reader)))
        sender = node.agency.id
    with homes.opened(bravo) as node:
        pull(node.store, wire, sender, node.keyring, clock=lambda: now, fetched=Fetched(chance(1)))
    return alpha, bravo


def size(node: Node, reader: str) -> int:
    with node.snapshot() as tx:
        return tx.feeds.outgoing(reader).frontier.size
