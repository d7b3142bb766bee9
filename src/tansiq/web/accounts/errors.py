"""What can go wrong at the door."""

from __future__ import annotations

from datetime import timedelta


class TooSoon(Exception):
    """Too many attempts; the next one is looked at after `wait`."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(str(wait))
        self.wait = wait
