"""Measures a backlog between two real nodes: its bytes, its admission, the check of it, a bad link."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from time import perf_counter, sleep
from typing import Final

from zstandard import ZstdCompressor

from bench import corpus, pairs
from bench.wire import Wire
from tansiq.wiring import Node, Synced, fsck_node, open_node, sync_node
from tests.e2e.nodes import NodeProcess

BACKLOG: Final = 10_000
CUT_BACKLOG: Final = 1_000
RATE: Final = 32 * 1024
UP: Final = 10.0
DOWN: Final = 2.0
"""The bad link carries 32 kB a second for ten seconds, then nothing for two."""


@dataclass
class Clock:
    """Counts the seconds between each start and stop."""

    counted: float = 0.0
    since: float | None = field(default_factory=perf_counter)

    def stop(self) -> None:
        """Stand still; again changes nothing."""
        self.counted, self.since = self.read(), None

    def start(self) -> None:
        """Go on."""
        self.since = perf_counter()

    def read(self) -> float:
        """Return what was counted so far."""
        return self.counted + (0 if self.since is None else perf_counter() - self.since)


def backlog(size: float = 1) -> dict[str, float]:
    """Return the bytes of a sync against one zstd-19, and the speed of taking it in and of checking it."""
    count = int(BACKLOG * size)
    with pairs.nodes() as pair:
        pair.tell(corpus.bundle(count))
        node = open_node(pair.bravo.home)
        pair.wire.carried = 0
        begun = perf_counter()
        entries = _sync(node).entries
        taken, carried = perf_counter() - begun, pair.wire.carried
        _sync(node)
        return {
            "sync of a backlog: bytes ÷ one zstd-19": carried / _compressed(pair.alpha),
            "idle sync, bytes": pair.wire.carried - carried,
            "serve, verify and admit a backlog, objects/s": entries / taken,
            "fsck of a whole node, entries/s": _checked(node, entries),
        }


def cut_link(size: float = 1) -> dict[str, float]:
    """Return what share of its up-time a slow link that is cut again and again carries something useful."""
    with pairs.nodes() as pair:
        pair.tell(corpus.noise(int(CUT_BACKLOG * size)))
        pair.wire.carried = 0
        _sync(open_node(pair.bravo.home))
        useful = pair.wire.carried
    with pairs.nodes() as pair:
        pair.tell(corpus.noise(int(CUT_BACKLOG * size)))
        total = pairs.number(pair.alpha, "SELECT COUNT(*) FROM store_outentry")
        pair.wire.rate, pair.wire.begun = RATE, None
        pair.start()
        with _cut_again_and_again(pair.wire) as clock:
            pairs.until(lambda: pairs.number(pair.alpha, "SELECT 1 FROM store_receipt WHERE size = ?", total))
        return {"goodput of a cut link, share of its up-time": useful / RATE / clock.counted}


def _sync(node: Node) -> Synced:
    (synced,) = sync_node(node)
    if synced.error is not None or synced.refused:
        raise RuntimeError(f"the sync to measure went wrong: {synced}")
    return synced


def _checked(node: Node, entries: int) -> float:
    begun = perf_counter()
    report = fsck_node(node)
    if report.findings or report.entries < entries:
        raise RuntimeError(f"the node to measure is not sound: {report.findings[:3]}")
    return report.entries / (perf_counter() - begun)


def _compressed(alpha: NodeProcess) -> int:
    """Return the size of all that was told, the signed objects one after the other, as one zstd-19 frame."""
    path = f"file:{alpha.home / 'tansiq.sqlite'}?mode=ro"
    query = "SELECT b.bytes FROM store_outentry e JOIN store_body b ON b.id = e.body ORDER BY e.key"
    with closing(sqlite3.connect(path, uri=True)) as database:
        return len(ZstdCompressor(19).compress(b"".join(body for (body,) in database.execute(query))))


@contextmanager
def _cut_again_and_again(wire: Wire) -> Iterator[Clock]:
    """Cut the wire and mend it until the end of the block; hands out how long it was up."""
    pairs.until(lambda: wire.begun)
    clock, ended = Clock(since=wire.begun), threading.Event()

    def swing() -> None:
        while not ended.wait(UP):
            clock.stop()
            wire.cut()
            sleep(DOWN)
            wire.mend()
            clock.start()

    swinging = threading.Thread(target=swing)
    swinging.start()
    try:
        yield clock
    finally:
        clock.stop()
        ended.set()
        swinging.join()
