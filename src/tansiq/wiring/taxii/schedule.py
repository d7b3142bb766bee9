"""The clerk of a running node, who asks the foreign servers that are due."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from threading import Event, Thread
from typing import Final

from tansiq.exchange.taxii import Progress, Source
from tansiq.exchange.taxii.client import due
from tansiq.store import Unavailable
from tansiq.wiring.node import Node
from tansiq.wiring.taxii.running import Run

LOG: Final = logging.getLogger("tansiq.taxii")
MOST_AT_ONCE: Final = 4
REST: Final = timedelta(seconds=10)
"""How long a source is left alone after a run, even if it is due: another process may be at it."""


class Clerk:
    """Asks every source that is due, a few at a time; call `round` about once a second."""

    def __init__(self, node: Node) -> None:
        self._node = node
        self._errands: dict[str, Errand] = {}
        self._rested: dict[str, datetime] = {}

    def round(self) -> None:
        """Begin what is due, break off what was paused or removed. Raises a kind of `Unavailable`."""
        with self._node.snapshot() as tx:
            found = {source.id: (source, progress) for source, progress in tx.sources.sources()}
        now = self._node.now()
        self._let_go(found, now)
        for source, progress in found.values():
            if len(self._errands) < MOST_AT_ONCE and self._is_due(source, progress, now):
                self._errands[source.id] = errand = Errand(self._node, source)
                errand.start()

    def close(self) -> None:
        """Break off everything and wait for its end."""
        for errand in self._errands.values():
            errand.stop()
        for errand in self._errands.values():
            errand.join(timeout=5)
        self._errands.clear()

    def _is_due(self, source: Source, progress: Progress, now: datetime) -> bool:
        rested = self._rested.get(source.id, now)
        return source.id not in self._errands and rested <= now and due(source, progress, now)

    def _let_go(self, found: Mapping[str, tuple[Source, Progress]], now: datetime) -> None:
        for source_id, errand in list(self._errands.items()):
            if not errand.is_alive():
                del self._errands[source_id]
                self._rested[source_id] = now + REST
            elif source_id not in found or found[source_id][0].paused:
                errand.stop()
        self._rested = {key: until for key, until in self._rested.items() if key in found and until > now}


class Errand(Thread):
    """One run of `source` in a thread of its own."""

    def __init__(self, node: Node, source: Source) -> None:
        super().__init__(name=f"source {source.id}", daemon=True)
        self._node = node
        self._stopping = Event()
        self._run = Run(node, source, pause=self._wait, stop=self._stopping.is_set)

    def run(self) -> None:
        """Run once; failures are remembered with the source, and said in the log."""
        try:
            for ran in self._run.steps():
                if ran.error is not None:
                    LOG.warning("%s: %s", ran.source.url, ran.error.sentence)
        except Unavailable as error:
            LOG.warning("%s", error)
        finally:
            self._node.store.close()

    def stop(self) -> None:
        """Break the run off."""
        self._stopping.set()
        self._run.close()

    def _wait(self, seconds: float) -> None:
        self._stopping.wait(seconds)
