"""Moments of adding that only ever grow, whatever the clock says."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from tansiq.store.sql.database import Database

_ADDED: Final = "added"


def growing(moments: Iterable[int], last: int) -> list[int]:
    """Return each of `moments` (microseconds), or as little later as makes it greater than the one before.

    The first follows `last`.
    """
    grown = []
    for moment in moments:
        last = max(moment, last + 1)
        grown.append(last)
    return grown


def stamps(database: Database, moments: Iterable[int]) -> list[int]:
    """Return when object versions are added that came at `moments`, after all that were added before."""
    row = database.row("SELECT value FROM store_counter WHERE name = %s", _ADDED)
    grown = growing(moments, 0 if row is None else row[0])
    if grown:
        database.run(
            "INSERT INTO store_counter (name, value) VALUES (%s, %s)"
            " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            *(_ADDED, grown[-1]),
        )
    return grown
