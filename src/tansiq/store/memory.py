"""A whole store in memory: a transaction works on a copy, which becomes the state when it succeeds."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tansiq.store.errors import Nested
from tansiq.store.memory_agencies import MemoryAgencies, MemoryCircles
from tansiq.store.memory_doors import MemoryDoors, MemorySources, MemoryStatuses
from tansiq.store.memory_feeds import MemoryFeeds
from tansiq.store.memory_notes import MemoryAlarms, MemoryTrail
from tansiq.store.memory_objects import MemoryObjects
from tansiq.store.memory_state import State
from tansiq.store.memory_taxii import MemoryDrawers, MemoryShelves


@dataclass(frozen=True, slots=True)
class MemoryTransaction:
    """One unit of work on a copy of the state."""

    agencies: MemoryAgencies
    circles: MemoryCircles
    objects: MemoryObjects
    feeds: MemoryFeeds
    alarms: MemoryAlarms
    trail: MemoryTrail
    doors: MemoryDoors
    drawers: MemoryDrawers
    shelves: MemoryShelves
    statuses: MemoryStatuses
    sources: MemorySources

    @classmethod
    def over(cls, state: State, random_bytes: Callable[[int], bytes]) -> MemoryTransaction:
        """Return the ports over `state`."""
        return cls(
            agencies=MemoryAgencies(state),
            circles=MemoryCircles(state),
            objects=MemoryObjects(state),
            feeds=MemoryFeeds(state, random_bytes),
            alarms=MemoryAlarms(state),
            trail=MemoryTrail(state),
            doors=MemoryDoors(state),
            drawers=MemoryDrawers(state),
            shelves=MemoryShelves(state),
            statuses=MemoryStatuses(state),
            sources=MemorySources(state),
        )


class MemoryStore:
    """Keeps a node's memory while the process lives; writers wait for each other, readers for nobody."""

    def __init__(self, random_bytes: Callable[[int], bytes]) -> None:
        self._random_bytes = random_bytes
        self._state = State()
        self._writing = threading.Lock()
        self._open = threading.local()
        self._commits = 0

    @contextmanager
    def transaction(self) -> Iterator[MemoryTransaction]:
        """Run a block whose writes become visible together at its end, or not at all when it raises.

        Raises `Nested` within another transaction or snapshot of this thread.
        """
        with self._alone(), self._writing:
            state = self._state.copy()
            yield MemoryTransaction.over(state, self._random_bytes)
            self._state = state
            self._commits += 1

    @contextmanager
    def snapshot(self) -> Iterator[MemoryTransaction]:
        """Run a block that sees one unchanging state; writing in it raises `ReadOnly`.

        Raises `Nested` within another transaction or snapshot of this thread.
        """
        with self._alone():
            yield MemoryTransaction.over(self._state.sealed(), self._random_bytes)

    def scrub(self) -> bool:
        """Do nothing, successfully: what memory forgot is gone. Raises `Nested` within a transaction."""
        with self._alone():
            return True

    def pulse(self) -> int:
        """Return a number that changes with every commit."""
        return self._commits

    def close(self) -> None:
        """Do nothing: memory holds no connection."""

    @contextmanager
    def _alone(self) -> Iterator[None]:
        if getattr(self._open, "yes", False):
            raise Nested
        self._open.yes = True
        try:
            yield
        finally:
            self._open.yes = False
