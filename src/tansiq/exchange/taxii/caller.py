"""What one account finds when it calls: its collections and what lies in them, all of it released to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Final, Generic, NamedTuple, TypeVar

from tansiq.exchange.agencies import Agency
from tansiq.exchange.taxii import resources
from tansiq.exchange.taxii.errors import NothingHere, WholeOnly
from tansiq.exchange.taxii.moments import written
from tansiq.exchange.taxii.places import Place, Places
from tansiq.exchange.taxii.ports import Account, Drawer, Held, Joined, Page, Some, Transaction, Wanted, Which
from tansiq.exchange.taxii.resources import Entry
from tansiq.exchange.taxii.wanted import asks_nothing, is_name
from tansiq.release import Released, World, gather, own, still

LARGEST_PAGE: Final = 16 * 1024 * 1024
"""Bytes of objects after which a page ends, whatever its limit."""
_LONGEST_READ: Final = 20_000
_EVERY: Final = frozenset({Which.ALL})

T_co = TypeVar("T_co", covariant=True)
E_co = TypeVar("E_co", bound=Entry, covariant=True)
T = TypeVar("T")
Recall = Callable[[Drawer, str], None]


class Answer(NamedTuple):
    """A whole JSON document; when the `first` and `last` of its objects were added, None for an empty page.

    While nothing is written it stays true before the moment `until` (microseconds), or for ever.
    """

    body: bytes
    first: str | None
    last: str | None
    until: int | None = None


class _Said(NamedTuple, Generic[T_co]):
    """Something said to an account about itself, which nothing recalls."""

    value: T_co
    recalled: int | None = None
    expires: int | None = None


class _Found(NamedTuple, Generic[E_co]):
    """The lines of a page, the position that the rest follows, and the moment until which that is true."""

    lines: Sequence[E_co]
    following: int | None = None
    until: int | None = None


class Caller:
    """Agency `home`'s node as `account` finds it in transaction `tx` at `now`.

    What it may not have is refused with `NothingHere` as what does not exist is (spec/taxii.md, 3).
    """

    def __init__(
        self, tx: Transaction, account: Account, *, home: Agency, world: World, now: datetime
    ) -> None:
        self.account = account
        self._tx = tx
        self._world = world
        self._now = now
        self._reader = account.agency or home.id
        self._places = Places(tx, account, home=home, world=world, now=now)

    def collections(self) -> Released[bytes]:
        """Return the collections resource (TAXII 2.1, 5.1)."""
        return self._say(resources.collections(self._places.all()))

    def collection(self, ref: str) -> Released[bytes]:
        """Return the collection resource (5.2) of `ref`, an id or alias. Raises `NothingHere`."""
        return self._say(resources.collection(self._places.find(ref)))

    def objects(self, ref: str, wanted: Wanted) -> Released[Answer]:
        """Return a page of objects (5.4) of collection `ref`. Raises `NothingHere` or `MayNotRead`."""
        return self._envelope(self._readable(ref), wanted)

    def object(self, ref: str, object_id: str, wanted: Wanted) -> Released[Answer]:
        """Return a page of versions (5.6) of one object. Raises `NothingHere` or `MayNotRead`."""
        place = self._readable(ref)
        found = self._envelope(place, replace(wanted, ids=(object_id,)))
        if found.value.first is None:
            self._require(place, object_id, wanted)
        return found

    def manifest(self, ref: str, wanted: Wanted) -> Released[Answer]:
        """Return a page of the manifest (5.3). Raises `NothingHere` or `MayNotRead`."""
        return self._lines(self._readable(ref), wanted).map(partial(_listing, resources.manifest))

    def versions(self, ref: str, object_id: str, wanted: Wanted) -> Released[Answer]:
        """Return a page of the versions (5.8) of one object. Raises `NothingHere` or `MayNotRead`."""
        place = self._readable(ref)
        found = self._lines(place, replace(wanted, ids=(object_id,)))
        if not found.value.lines:
            self._require(place, object_id, wanted)
        return found.map(partial(_listing, resources.versions))

    def status(self, status_id: str) -> Released[bytes]:
        """Return the status resource (4.3) of a request of this very account. Raises `NothingHere`."""
        kept = self._tx.statuses.status(status_id) if is_name(status_id) else None
        if kept is None or kept[0] != self.account.name:
            raise NothingHere
        return self._say(resources.unpack_status(kept[1]))

    def stamp(self, ref: str) -> bytes | None:
        """Return a mark of what collection `ref` holds: while it stands, equal reads have equal answers.

        None where only reading again can tell. Raises `NothingHere` or `MayNotRead`.
        """
        place = self._readable(ref)
        if place.drawer is None or self.account.agency is not None:
            return None
        return b"%b %d" % (place.id.encode(), self._tx.drawers.generation(place.id))

    def writable(self, ref: str) -> Drawer:
        """Return the drawer `ref` if the account may write to it. Raises `NothingHere` or `MayNotWrite`."""
        return self._places.find(ref).require_write()

    def discard(self, ref: str, object_id: str, wanted: Wanted, *, recall: Recall) -> None:
        """Delete versions of an object (5.7); `recall` takes it back from everybody where it was told.

        Raises `NothingHere`, `MayNotRead`, `MayNotWrite`, or `WholeOnly` for some versions of what was told.
        """
        place = self._readable(ref)
        drawer = place.require_write()
        self._require(place, object_id, wanted)
        if drawer.terms is not None:
            if wanted.which != _EVERY:
                raise WholeOnly(object=object_id)
            recall(drawer, object_id)
        if not self._tx.drawers.discard(drawer.id, object_id, wanted):
            raise NothingHere

    def _readable(self, ref: str) -> Place:
        place = self._places.find(ref)
        place.require_read()
        return place

    def _require(self, place: Place, object_id: str, wanted: Wanted) -> None:
        """Raise `NothingHere` unless a version of the object that `wanted` names is open to the account."""
        which = _EVERY if asks_nothing(wanted) else wanted.which
        named = Wanted(1, ids=(object_id,), which=which, versions=wanted.versions)
        if not self._lines(place, named).value.lines:
            raise NothingHere

    def _say(self, value: T) -> Released[T]:
        """Release what is the account's own affair. Raises `NothingHere` once its agency is no partner."""
        said = still(self._reader, (_Said(value),), self._now, world=self._world)
        if not said.value:
            raise NothingHere
        return said.map(lambda one: one[0].value)

    def _envelope(self, place: Place, wanted: Wanted) -> Released[Answer]:
        if self._from_drawer(place) and not _empty(wanted):
            joined = self._tx.drawers.joined(place.id, wanted)
            return own(joined, self._reader, world=self._world).map(_joined)
        return self._held(place, wanted).map(_envelope)

    def _lines(self, place: Place, wanted: Wanted) -> Released[_Found[Entry]]:
        if self._from_drawer(place) and not _empty(wanted):
            some = self._tx.drawers.lines(place.id, wanted)
            return own(some, self._reader, world=self._world).map(_listed)
        return self._held(place, wanted)

    def _from_drawer(self, place: Place) -> bool:
        """Return whether `place` is read as the drawer it is: what lies in it never left this agency."""
        return place.drawer is not None and self.account.agency is None

    def _held(self, place: Place, wanted: Wanted) -> Released[_Found[Held]]:
        """Read until one line more than fits is still in force: more follows (spec/taxii.md, 7)."""
        pages: list[Released[tuple[Held, ...]]] = []
        at, ask, number, weight = wanted.after, wanted.limit + 1, 0, 0
        more = not _empty(wanted)
        while more and number <= wanted.limit and (number < 2 or weight < LARGEST_PAGE):
            page = self._page(place, replace(wanted, after=at, limit=ask))
            pages.append(still(self._reader, page.lines, self._now, world=self._world))
            number += len(pages[-1].value)
            weight += sum(len(line.raw) for line in pages[-1].value)
            more, at, ask = page.more, page.end, min(2 * ask, _LONGEST_READ)
        limit = min(wanted.limit, number - 1) if more else wanted.limit
        return gather(self._reader, pages).map(partial(_cut, limit, place.until))

    def _page(self, place: Place, wanted: Wanted) -> Page:
        if self.account.agency is None:
            return self._tx.shelves.held(wanted, circle=place.circle)
        drawer = None if place.drawer is None else place.drawer.id
        return self._tx.shelves.told(self._reader, wanted, circle=place.circle, drawer=drawer)


def _empty(wanted: Wanted) -> bool:
    """Return whether nothing can be what is wanted."""
    return asks_nothing(wanted) or not all(map(is_name, (*wanted.ids, *wanted.types)))


def _cut(limit: int, until: int | None, pages: Sequence[Sequence[Held]]) -> _Found[Held]:
    lines = [line for page in pages for line in page][: limit + 1]
    ends = [end for end in (until, *(line.expires for line in lines)) if end is not None]
    following = lines[limit - 1].position if len(lines) > limit else None
    return _Found(lines[:limit], following, min(ends, default=None))


def _listed(some: Some) -> _Found[Entry]:
    return _Found(some.lines, some.lines[-1].position if some.more else None)


def _joined(joined: Joined) -> Answer:
    if not joined.number:
        return Answer(resources.envelope([], following=None), None, None)
    body = resources.envelope([joined.body], following=joined.end if joined.more else None)
    return Answer(body, written(joined.first), written(joined.last))


def _envelope(found: _Found[Held]) -> Answer:
    raws = [line.raw for line in found.lines]
    return _answer(found, resources.envelope(raws, following=found.following))


def _listing(write: Callable[..., bytes], found: _Found[Entry]) -> Answer:
    return _answer(found, write(found.lines, following=found.following))


def _answer(found: _Found[Entry], body: bytes) -> Answer:
    if not found.lines:
        return Answer(body, None, None, found.until)
    return Answer(body, written(found.lines[0].added), written(found.lines[-1].added), found.until)
