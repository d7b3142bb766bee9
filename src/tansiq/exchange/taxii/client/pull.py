"""Fetching a foreign collection into a drawer: each page is stored in one transaction with the cursor."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, timedelta
from hashlib import sha256
from typing import Final, Generic, NamedTuple, Protocol

import msgspec

from tansiq.exchange.taxii.client.errors import (
    ForeignCircling,
    ForeignFailed,
    ForeignMissing,
    ForeignOvertaken,
)
from tansiq.exchange.taxii.client.resources import Failure
from tansiq.exchange.taxii.client.standing import Store, TX_co, progress_of, succeeded
from tansiq.exchange.taxii.client.talk import Fetched, Talk
from tansiq.exchange.taxii.ports import TX, Progress, Source
from tansiq.stix import moment

LIMIT: Final = 1_000
CHUNK: Final = 2_000
"""Objects that are stored in one transaction."""
MOST_PAGES: Final = 10_000
"""Pages of one run; the next run goes on from there."""
MOST_EMPTY: Final = 10
"""Pages without an object in a row, after which a server that says "more" is not believed."""
MOMENT: Final = timedelta(microseconds=1)
"""The difference between two neighbouring moments of adding."""
LOOK_BACK: Final = timedelta(seconds=60)
"""By how much the next pass begins before the last object.

Servers that stamp objects before they commit show some of them late; who only goes forward never sees those.
"""


class Landed(NamedTuple):
    """What became of objects in a drawer: how many were `added`, how many `known`, which were `refused`."""

    added: int = 0
    known: int = 0
    refused: tuple[Failure, ...] = ()


class Landing(Protocol[TX_co]):
    """Puts the exact bytes of objects into the source's drawer, as a POST would."""

    def __call__(self, objects: Sequence[bytes], keep: Callable[[TX_co, Landed], None]) -> None:
        """Store what is right of `objects` in one transaction, whose last step is `keep`.

        It may be tried more than once; what `keep` raises undoes all of it.
        """


@dataclass(frozen=True, slots=True)
class Pulled:
    """How far a run got: `pages` so far, what became of their objects, whether the pass is `done`."""

    pages: int = 0
    added: int = 0
    known: int = 0
    refused: tuple[Failure, ...] = ()
    done: bool = False

    def plus(self, landed: Landed, *, done: bool) -> Pulled:
        """Return this after one page more."""
        return Pulled(
            self.pages + 1,
            self.added + landed.added,
            self.known + landed.known,
            (*self.refused, *landed.refused)[:1_000],
            done,
        )


class Place(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where a pass stands: `next` page, `last` moment of adding seen, whether it brought anything `fresh`.

    `since` is after which moment the pass began. `turns` says that `next` differs from page to page.
    """

    since: str | None = None
    next: str | None = None
    last: str | None = None
    fresh: bool = False
    turns: bool = False

    @property
    def query(self) -> dict[str, str]:
        """The parameters of the request for the next page."""
        after = {} if self.since is None else {"added_after": self.since}
        return {"limit": str(LIMIT), **after, **({} if self.next is None else {"next": self.next})}

    @property
    def cursor(self) -> str | None:
        """What is kept of a pass under way, None between two passes."""
        return None if self == Place(self.since) else msgspec.json.encode(self).decode()

    def onward(self, page: Fetched, url: str) -> Place:
        """Return the place of the page after `page`. Raises `ForeignCircling` when there is no way to it."""
        last = page.last or self.last
        if page.envelope.next is not None:
            turns = self.turns or self.next not in {None, page.envelope.next}
            return Place(self.since, page.envelope.next, last, self.fresh, turns)
        if last is None or (self.since is not None and moment(last) <= moment(self.since)):
            raise ForeignCircling(url)
        return Place(since=last, last=last, fresh=self.fresh)

    def resumed(self) -> Place:
        """Return the place at which another run takes this pass up.

        A server whose `next` stays the same keeps our place itself, and has gone on when its answer was lost:
        there the way leads over the moment of adding, from the last page's end.
        """
        return self if self.turns or self.next is None else self.by_date()

    def by_date(self) -> Place:
        """Return this place by the moment of adding alone, objects of the last moment once more included."""
        return Place(self.since if self.last is None else _back(self.last, MOMENT), fresh=self.fresh)

    def ended(self, page: Fetched) -> Place:
        """Return the place at which the next pass begins, once `page` was the last one.

        After anything new the next pass looks back a little; after nothing new it goes on behind the last.
        """
        last = page.last or self.last
        if last is None:
            return Place(self.since)
        return Place(_back(last, LOOK_BACK) if self.fresh else last)


def read_place(progress: Progress) -> Place:
    """Return where the pass stands that `progress` remembers."""
    if progress.cursor is None:
        return Place(progress.added_after)
    return msgspec.json.decode(progress.cursor, type=Place)


def pull(
    store: Store[TX],
    talk: Talk,
    source: Source,
    land: Landing[TX],
) -> Iterator[Pulled]:
    """Fetch what `source` has added since the last time; yields how far it got after every page.

    What was yielded is durable, and the next call goes on behind it. Ends early, without an error, when
    another process got further with the same source, or somebody removed it.
    Raises a `Foreign` when the server fails; nothing of the page under way is kept then.
    """
    yield from _Pull(store, talk, source, land).run()


@dataclass(slots=True)
class _Pull(Generic[TX]):
    store: Store[TX]
    talk: Talk
    source: Source
    land: Landing[TX]
    _place: Place = field(default_factory=Place)
    _seen: set[bytes] = field(default_factory=set)
    _empty: int = 0

    def run(self) -> Iterator[Pulled]:
        with self.store.snapshot() as tx:
            progress = progress_of(tx, self.source.id)
        if progress is None:
            return
        held, pulled = read_place(progress), Pulled()
        self._place = held.resumed()
        while not pulled.done and pulled.pages < MOST_PAGES:
            page = self._fetch(resumed=pulled.pages == 0)
            landed = self._keep(page, held)
            if landed is None:
                return
            held = self._place
            pulled = pulled.plus(landed, done=not page.envelope.more)
            yield pulled

    def _fetch(self, *, resumed: bool) -> Fetched:
        """Return the next page; a server that forgot the way to it is asked by date instead."""
        try:
            return self._page()
        except (ForeignFailed, ForeignMissing):
            if not resumed or self._place.next is None:
                raise
        self._place = self._place.by_date()
        return self._page()

    def _page(self) -> Fetched:
        """Return the next page. Raises `ForeignCircling` for what was shown already, or endless emptiness."""
        page = self.talk.page(self.source.url, self._place.query)
        if page.envelope.more:
            self._empty = 0 if page.envelope.objects else self._empty + 1
            content = _digest(page.envelope.objects)
            if self._empty > MOST_EMPTY or (page.envelope.objects and content in self._seen):
                raise ForeignCircling(self.source.url)
            self._seen.add(content)
        return page

    def _keep(self, page: Fetched, held: Place) -> Landed | None:
        """Store the objects of `page`, with the cursor in the transaction of the last of them.

        None when the place that is kept is no longer `held`.
        """
        objects = [bytes(raw) for raw in page.envelope.objects]
        chunks = [objects[at : at + CHUNK] for at in range(0, len(objects), CHUNK)] or [[]]
        step = _Step[TX](self, held)
        for chunk in chunks:
            step = _Step(self, held, page if chunk is chunks[-1] else None, before=step.whole)
            try:
                self.land(chunk, step)
            except ForeignOvertaken:
                return None
        self._place = step.place
        return step.whole

    def onward(self, page: Fetched, *, fresh: bool) -> Place:
        """Return the place behind `page`."""
        place = msgspec.structs.replace(self._place, fresh=self._place.fresh or fresh)
        return place.onward(page, self.source.url) if page.envelope.more else place.ended(page)


@dataclass(slots=True)
class _Step(Generic[TX]):
    """The last step of a transaction that stores a part of a page: notes how far the source got.

    `page` is given with its last part, `whole` is what became of the parts before.
    """

    pulling: _Pull[TX]
    held: Place
    page: Fetched | None = None
    before: Landed = field(default_factory=Landed)
    whole: Landed = field(default_factory=Landed)
    place: Place = field(default_factory=Place)

    def __call__(self, tx: TX, landed: Landed) -> None:
        source = self.pulling.source
        progress = progress_of(tx, source.id)
        if progress is None or read_place(progress) != self.held:
            raise ForeignOvertaken(source.url)
        self.whole = _sum(self.before, landed)
        progress = replace(progress, objects=progress.objects + landed.added)
        if self.page is not None:
            progress = self._advanced(progress, self.page)
        tx.sources.advance(source.id, progress)

    def _advanced(self, progress: Progress, page: Fetched) -> Progress:
        self.place = self.pulling.onward(page, fresh=bool(self.whole.added))
        kept = replace(progress, cursor=self.place.cursor, added_after=self.place.since)
        return kept if page.envelope.more else succeeded(kept, self.pulling.talk.clock())


def _digest(objects: Sequence[msgspec.Raw]) -> bytes:
    """Return by what a page of the same objects is known again."""
    hashed = sha256()
    for raw in objects:
        hashed.update(sha256(raw).digest())
    return hashed.digest()


def _sum(one: Landed, other: Landed) -> Landed:
    return Landed(one.added + other.added, one.known + other.known, (*one.refused, *other.refused))


def _back(last: str, by: timedelta) -> str:
    """Return the moment `by` before `last`, in the form of a TAXII timestamp (TAXII 2.1, 3.2)."""
    at = moment(last) - by
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
