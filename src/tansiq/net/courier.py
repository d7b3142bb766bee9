"""One thread a partner that fetches what it tells us, patient when it is away, and stops when told to."""

from __future__ import annotations

from collections.abc import Callable, Collection
from threading import Event, Thread
from typing import Final, Protocol

WAIT: Final = 25.0
FIRST_PAUSE: Final = 1.0
LONGEST_PAUSE: Final = 300.0
GROWTH: Final = 1.5
"""How much longer each pause is than the last: who is back is missed for about half of its absence."""


class Errand(Protocol):
    """What a courier does over and over."""

    def run(self, wait: float) -> None:
        """Do it once; when there is nothing to do, wait up to `wait` seconds for something."""

    def close(self) -> None:
        """Break off a `run` that is under way in another thread, and let go of everything."""


class Courier(Thread):
    """Runs the `errand` for `partner` again and again.

    After a failure it tells `on_trouble` and pauses, longer each time.
    """

    def __init__(
        self,
        partner: str,
        errand: Errand,
        *,
        on_trouble: Callable[[str, Exception], None],
        wait: float = WAIT,
        first_pause: float = FIRST_PAUSE,
    ) -> None:
        super().__init__(name=f"courier {partner}", daemon=True)
        self._partner = partner
        self._errand = errand
        self._on_trouble = on_trouble
        self._wait = wait
        self._first_pause = first_pause
        self._stopping = Event()
        self._nudged = Event()

    def run(self) -> None:
        """Work until `stop`."""
        pause = self._first_pause
        while not self._stopping.is_set():
            try:
                self._errand.run(self._wait)
            except Exception as error:  # noqa: BLE001 - a courier outlives every failure, and reports it
                if not self._stopping.is_set():
                    self._on_trouble(self._partner, error)
                self._nudged.wait(pause)
                pause = min(GROWTH * pause, LONGEST_PAUSE)
            else:
                pause = self._first_pause
            self._nudged.clear()

    def nudge(self) -> None:
        """End a pause now."""
        self._nudged.set()

    def stop(self, patience: float = 5.0) -> None:
        """Break off what is under way and wait up to `patience` seconds for the thread to end."""
        self._stopping.set()
        self._errand.close()
        self._nudged.set()
        if self.is_alive():
            self.join(patience)


class Couriers:
    """The couriers of a node, one for each partner to attend to.

    `errand` makes what one partner's courier does.
    """

    def __init__(
        self,
        errand: Callable[[str], Errand],
        *,
        on_trouble: Callable[[str, Exception], None],
        wait: float = WAIT,
        first_pause: float = FIRST_PAUSE,
    ) -> None:
        self._errand = errand
        self._on_trouble = on_trouble
        self._wait = wait
        self._first_pause = first_pause
        self._couriers: dict[str, Courier] = {}

    def attend(self, partners: Collection[str]) -> None:
        """Have exactly `partners` attended to: new ones from now on, others no more."""
        for gone in self._couriers.keys() - set(partners):
            self._couriers.pop(gone).stop()
        for partner in sorted(set(partners) - self._couriers.keys()):
            courier = Courier(
                partner,
                self._errand(partner),
                on_trouble=self._on_trouble,
                wait=self._wait,
                first_pause=self._first_pause,
            )
            self._couriers[partner] = courier
            courier.start()

    def nudge(self, partner: str) -> None:
        """End the pause of the courier for `partner`, if it is in one."""
        if partner in self._couriers:
            self._couriers[partner].nudge()

    def renew(self, partner: str) -> None:
        """Begin anew with `partner`, whose address changed."""
        remaining = self._couriers.keys() - {partner}
        everybody = set(self._couriers)
        self.attend(remaining)
        self.attend(everybody)

    def stop(self) -> None:
        """Stop them all."""
        self.attend(())
