"""One run of a source: fetch or bring what is new, and remember how it went."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from tansiq.exchange.taxii import Direction, Source
from tansiq.exchange.taxii.client import (
    Failure,
    ForeignBusy,
    Talk,
    agency_leaving,
    drawer_leaving,
    failed,
    progress_of,
    pull,
    push,
)
from tansiq.net import TaxiiTransport
from tansiq.store import Unavailable
from tansiq.wiring.node import Node
from tansiq.wiring.speech import Explained, explain, language
from tansiq.wiring.taxii.errors import SourceFault
from tansiq.wiring.taxii.keys import credentials
from tansiq.wiring.taxii.landing import Landing

LOG: Final = logging.getLogger("tansiq.taxii")


@dataclass(frozen=True, slots=True)
class Ran:
    """How a run ended: objects that are `new` at their end, `known` there, `refused` and why; any `error`.

    Not `done` when it was stopped before its end, or another process was faster.
    """

    source: Source
    new: int = 0
    known: int = 0
    refused: tuple[Failure, ...] = ()
    done: bool = False
    error: Explained | None = None


@dataclass(slots=True)
class Run:
    """One run of `source`.

    `stop` tells whether to end it between two pages, `pause` waits so many seconds.
    """

    node: Node
    source: Source
    pause: Callable[[float], None]
    stop: Callable[[], bool] = lambda: False
    _transport: TaxiiTransport | None = None

    def close(self) -> None:
        """Break off what is under way in another thread."""
        if self._transport is not None:
            self._transport.close()

    def steps(self) -> Iterator[Ran]:
        """Run; yields how far it got after every page or batch, and at last how it ended."""
        ran = Ran(self.source)
        try:
            for ran in self._steps():
                yield ran
                if self.stop():
                    return
        except Unavailable:
            raise
        except Exception as error:  # noqa: BLE001 - a run outlives every failure of the other side
            if not self.stop():
                yield self._failed(ran, error)

    def _steps(self) -> Iterator[Ran]:
        keys = credentials(self.node, self.source.id, self.source.username)
        self._transport = TaxiiTransport(self.source.url, keys)
        talk = Talk(self._transport, self.node.now)
        try:
            yield from self._pull(talk) if self.source.direction is Direction.PULL else self._push(talk)
        finally:
            self._transport.close()

    def _pull(self, talk: Talk) -> Iterator[Ran]:
        landing = Landing(self.node, self.source)
        for pulled in pull(self.node.store, talk, self.source, landing):
            yield Ran(self.source, pulled.added, pulled.known, pulled.refused, pulled.done)

    def _push(self, talk: Talk) -> Iterator[Ran]:
        source = self.source
        leaving = (
            drawer_leaving(str(source.drawer))
            if source.agency is None
            else agency_leaving(source.agency, self.node.now)
        )
        for pushed in push(self.node.store, talk, source, leaving, self.pause):
            new = max(pushed.sent - len(pushed.refused), 0)
            yield Ran(source, new, 0, pushed.refused, pushed.done)

    def _failed(self, ran: Ran, error: Exception) -> Ran:
        """Remember the failure, and when the source may be asked again; returns how the run ended."""
        explained = explain(error, language())
        if explained is None:
            LOG.error("source %s", self.source.id, exc_info=error)
            explained = explain(SourceFault(url=self.source.url), language())
        if explained is None:
            raise error
        until = error.until if isinstance(error, ForeignBusy) else None
        with self.node.store.transaction() as tx:
            progress = progress_of(tx, self.source.id)
            if progress is not None:
                tx.sources.advance(self.source.id, failed(progress, explained.code, self.node.now(), until))
        return replace(ran, error=explained, done=False)
