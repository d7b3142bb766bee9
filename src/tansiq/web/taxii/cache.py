"""Ready pages: complete answers kept for readers who may have the same, and for nobody else."""

from __future__ import annotations

import threading
from collections.abc import Hashable
from itertools import islice
from random import Random
from typing import Final, NamedTuple

from tansiq.web.taxii.messages import Answer

LARGEST: Final = 80 * 1024 * 1024
"""Bytes of all pages together."""
MOST: Final = 4096
"""Pages, and requests that are known to get one of them."""
OVERHEAD: Final = 1024
"""Bytes that a page takes beside its body."""


class Page:
    """An answer that stays true before the moment `until` (microseconds), while nothing is written.

    With a `stamp` it stays true as long as the collection has that stamp, whatever else is written.
    """

    __slots__ = ("answer", "stamp", "until")

    def __init__(self, answer: Answer, stamp: bytes | None = None, until: int | None = None) -> None:
        self.answer: Answer | None = answer
        self.stamp = stamp
        self.until = until

    @property
    def size(self) -> int:
        """How many bytes keeping it costs."""
        return OVERHEAD + (0 if self.answer is None else len(self.answer.body))


class _Ready(NamedTuple):
    page: Page
    proved: float


class Pages:
    """Pages by what they answer; safe to use from several threads.

    Which one makes room is left to chance: who reads a collection in turn, and finds it a little larger than
    the room for it, would never find a page where the longest unused went first.

    Beside them it knows which whole requests (`digest`, which covers the credentials) got which page since
    the store's `pulse` last moved.
    """

    def __init__(self, largest: int = LARGEST) -> None:
        self._largest = largest
        self._pages: dict[Hashable, Page] = {}
        self._stamps: dict[bytes, bytes] = {}
        self._size = 0
        self._ready: dict[bytes, _Ready] = {}
        self._pulse: int | None = None
        self._lock = threading.RLock()
        self._chance = Random()  # noqa: S311 - of no secret

    @property
    def size(self) -> int:
        """How many bytes the pages take."""
        return self._size

    def ready(self, digest: bytes, pulse: int, *, clock: float, moment: int) -> Answer | None:
        """Return what the request `digest` got when the store had the same `pulse`, if that is still true.

        `clock` is the time by which credentials age, `moment` the present in microseconds since 1970.
        """
        if pulse != self._pulse:
            self._beat(pulse)
            return None
        found = self._ready.get(digest)
        if found is None or found.proved < clock:
            return None
        page = found.page
        return page.answer if page.until is None or moment < page.until else None

    def remember(self, digest: bytes, pulse: int | None, page: Page, proved: float) -> None:
        """Let the request `digest` get `page` again without asking, while the store's pulse is `pulse`."""
        with self._lock:
            if pulse is None or pulse != self._pulse:
                return
            if page.stamp is None:
                self.keep(digest, page)
            if len(self._ready) >= MOST:
                self._ready.clear()
            self._ready[digest] = _Ready(page, proved)

    def find(self, stamp: bytes, question: Hashable) -> Page | None:
        """Return the page that answers `question` about a collection of that `stamp`."""
        with self._lock:
            self._supersede(stamp)
            return self._pages.get((stamp, question))

    def keep(self, key: Hashable, page: Page) -> None:
        """Keep `page`, others make room; one larger than a quarter of all is emptied instead."""
        with self._lock:
            self._drop(key)
            if page.size > self._largest // 4:
                page.answer = None
                return
            while self._pages and (self._size + page.size > self._largest or len(self._pages) >= MOST):
                self._drop(self._any())
            self._pages[key] = page
            self._size += page.size

    def _any(self) -> Hashable:
        """Return the key of some page."""
        return next(islice(self._pages, self._chance.randrange(len(self._pages)), None))

    def _beat(self, pulse: int) -> None:
        """Forget what is true only while nothing is written."""
        with self._lock:
            self._pulse = pulse
            self._ready.clear()
            self._drop_all([key for key, page in self._pages.items() if page.stamp is None])

    def _supersede(self, stamp: bytes) -> None:
        """Forget what a collection held before: erased bytes must not linger."""
        collection = stamp.rpartition(b" ")[0]
        if self._stamps.get(collection) == stamp:
            return
        self._stamps[collection] = stamp
        before = (key for key, page in self._pages.items() if page.stamp and page.stamp != stamp)
        self._drop_all([key for key in before if _collection(self._pages[key]) == collection])

    def _drop_all(self, keys: list[Hashable]) -> None:
        for key in keys:
            self._drop(key)

    def _drop(self, key: Hashable) -> None:
        page = self._pages.pop(key, None)
        if page is not None:
            self._size -= page.size
            page.answer = None


def _collection(page: Page) -> bytes:
    return (page.stamp or b"").rpartition(b" ")[0]
