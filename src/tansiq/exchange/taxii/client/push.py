"""Bringing objects to a foreign server: the cursor is a position, and every status is read to its end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final, Generic

import msgspec

from tansiq.exchange.taxii.client.errors import ForeignMissing, ForeignPending, ForeignTooLarge
from tansiq.exchange.taxii.client.leaving import Batch, Leaving
from tansiq.exchange.taxii.client.resources import Failure
from tansiq.exchange.taxii.client.standing import Store, progress_of, succeeded
from tansiq.exchange.taxii.client.talk import Talk
from tansiq.exchange.taxii.ports import TX, Progress, Source
from tansiq.release import Released
from tansiq.stix import parse

LIMIT: Final = 500
"""Objects that are sent at once."""
MOST_ASKED: Final = 30
"""How often is asked what became of a POST before the next run goes on asking."""
FIRST_PAUSE: Final = 1.0
LONGEST_PAUSE: Final = 30.0
"""Seconds between two of these questions."""
MOST_FORGOTTEN: Final = 3
"""How often a server may know nothing of a POST that it took."""


@dataclass(frozen=True, slots=True)
class Pushed:
    """How far a run got: objects `sent`, those that the server `refused` and why, whether all is `done`."""

    sent: int = 0
    refused: tuple[Failure, ...] = ()
    done: bool = False

    def plus(self, step: Pushed) -> Pushed:
        """Return this after one `step` more."""
        return Pushed(self.sent + step.sent, (*self.refused, *step.refused)[:1_000], step.done)


class Place(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where a push stands: what lies up to position `at` is there.

    The POST `posted` (the id of its status) holds `number` objects up to `end`; its outcome is not known yet.
    """

    at: int = 0
    posted: str | None = None
    end: int = 0
    number: int = 0


def read_place(progress: Progress) -> Place:
    """Return where the push stands that `progress` remembers."""
    return Place() if progress.cursor is None else msgspec.json.decode(progress.cursor, type=Place)


def push(
    store: Store[TX],
    talk: Talk,
    source: Source,
    leaving: Leaving[TX],
    pause: Callable[[float], None],
) -> Iterator[Pushed]:
    """Bring what is new since the last time to the collection of `source`; yields after every step.

    `pause` waits so many seconds between two questions for a status. A batch that was cut off is sent again:
    the same version twice is one to the server (TAXII 2.1, 5.5). Ends early when another process got further
    with the same source, or somebody removed it.
    Raises a `Foreign` when the server fails, `ForeignPending` when a status does not come to its end.
    """
    yield from _Push(store, talk, source, leaving, pause).run()


@dataclass(slots=True)
class _Push(Generic[TX]):
    store: Store[TX]
    talk: Talk
    source: Source
    leaving: Leaving[TX]
    pause: Callable[[float], None]
    _limit: int = LIMIT
    _room: int = 0
    _forgotten: int = 0

    def run(self) -> Iterator[Pushed]:
        self._room = self.talk.root(self.source.url).max_content_length
        pushed = Pushed()
        while not pushed.done:
            step = self._step()
            if step is None:
                return
            pushed = pushed.plus(step)
            yield pushed

    def _step(self) -> Pushed | None:
        with self.store.snapshot() as tx:
            progress = progress_of(tx, self.source.id)
            if progress is None:
                return None
            place = read_place(progress)
            released = self.leaving(tx, place.at, self._limit) if place.posted is None else None
        return self._ask(place, place.posted or "") if released is None else self._send(place, released)

    def _send(self, place: Place, released: Released[Batch]) -> Pushed | None:
        batch = released.value
        if not batch.number:
            return self._keep(place, Place(batch.end), Pushed(done=not batch.more))
        body = b'{"objects":[' + batch.body + b"]}"
        if len(body) > self._room:
            return self._smaller(place, batch)
        try:
            status = self.talk.post(self.source.url, body)
        except ForeignTooLarge:
            return self._smaller(place, batch)
        if status.status == "complete":
            step = Pushed(batch.number, status.failures, done=not batch.more)
            return self._keep(place, Place(batch.end), step)
        return self._keep(place, Place(place.at, status.id, batch.end, batch.number), Pushed())

    def _smaller(self, place: Place, batch: Batch) -> Pushed | None:
        """Send fewer at once from now on; a single object that is too large for the server is left out."""
        if batch.number > 1:
            self._limit = batch.number // 2
            return Pushed()
        left_out = Failure(parse(batch.body).id, message="too large for the server")
        return self._keep(place, Place(batch.end), Pushed(1, (left_out,), done=not batch.more))

    def _ask(self, place: Place, status_id: str) -> Pushed | None:
        """Ask what became of a POST until it is known; one that the server has forgotten is sent again."""
        wait = FIRST_PAUSE
        for _ in range(MOST_ASKED):
            try:
                status = self.talk.status(self.source.url, status_id)
            except ForeignMissing:
                return self._again(place)
            if status.status == "complete":
                return self._keep(place, Place(place.end), Pushed(place.number, status.failures))
            self.pause(wait)
            wait = min(2 * wait, LONGEST_PAUSE)
        raise ForeignPending(self.source.url)

    def _again(self, place: Place) -> Pushed | None:
        self._forgotten += 1
        if self._forgotten > MOST_FORGOTTEN:
            raise ForeignPending(self.source.url)
        return self._keep(place, Place(place.at), Pushed())

    def _keep(self, held: Place, place: Place, step: Pushed) -> Pushed | None:
        """Remember `place` and return `step`; None when the place that is kept is no longer `held`."""
        with self.store.transaction() as tx:
            progress = progress_of(tx, self.source.id)
            if progress is None or read_place(progress) != held:
                return None
            objects = progress.objects + step.sent - len(step.refused)
            kept = replace(progress, cursor=msgspec.json.encode(place).decode(), objects=max(objects, 0))
            tx.sources.advance(self.source.id, succeeded(kept, self.talk.clock()) if step.done else kept)
        return step
