"""One watcher a process: notices commits and wakes the readers whose feed has grown."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from tansiq.exchange import Store
from tansiq.release import Standing

BEAT: Final = 0.05
"""Seconds between two looks at the store's pulse."""


@dataclass(frozen=True, slots=True, eq=False)
class _Waiter:
    reader: str
    size: int
    woken: asyncio.Future[None]

    def wake(self, error: Exception | None = None) -> None:
        if self.woken.done():
            return
        if error is None:
            self.woken.set_result(None)
        else:
            self.woken.set_exception(error)


class Watch:
    """Lets any number of readers wait for their feeds in one event loop, at the cost of one look a beat."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: set[_Waiter] = set()
        self._looking: asyncio.Task[None] | None = None
        self._newcomer = False

    async def beyond(self, reader: str, size: int, patience: float) -> None:
        """Return once the feed to `reader` has more than `size` entries or ends, or after `patience` seconds.

        Raises a kind of `Unavailable` when the store fails meanwhile.
        """
        waiter = _Waiter(reader, size, asyncio.get_running_loop().create_future())
        self._waiting.add(waiter)
        self._newcomer = True
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())
        try:
            async with asyncio.timeout(patience):
                await waiter.woken
        except TimeoutError:
            return
        finally:
            self._waiting.discard(waiter)

    async def _look(self) -> None:
        seen = None
        while self._waiting:
            try:
                pulse = await asyncio.to_thread(self._store.pulse)
                if pulse != seen or self._newcomer:
                    seen, self._newcomer = pulse, False
                    await self._wake()
            except Exception as error:  # noqa: BLE001 - whoever waits must hear of it, whatever it is
                for waiter in self._waiting:
                    waiter.wake(error)
                return
            await asyncio.sleep(BEAT)

    async def _wake(self) -> None:
        sizes = await asyncio.to_thread(self._sizes, {waiter.reader for waiter in self._waiting})
        for waiter in self._waiting:
            size = sizes.get(waiter.reader, -1)
            if size is None or size > waiter.size:
                waiter.wake()

    def _sizes(self, readers: Collection[str]) -> Mapping[str, int | None]:
        """Return how long the feed to each of `readers` is, None where there is none any more."""
        with self._store.snapshot() as tx:
            partners = {reader: tx.agencies.partner(reader) for reader in readers}
            return {
                reader: tx.feeds.outgoing(reader).frontier.size
                if partner is not None and partner.standing is Standing.ACTIVE
                else None
                for reader, partner in partners.items()
            }
