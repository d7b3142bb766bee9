"""Puts a page together out of as many queries as it takes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from tansiq.exchange.taxii import Held, Page, Wanted
from tansiq.store.sql.database import BYTES, Row

STEP: Final = 1001
"""Rows of a query at most: a page of the usual length, and one more."""
MAX_BYTES: Final = 16 << 20
"""About as many bytes are on one page at most, whatever its limit."""
MAX_STEPS: Final = 100
"""Queries for one page at most."""


class Step(NamedTuple):
    """What one query found, the position `end` up to which it looked, and whether more may come after."""

    lines: Sequence[Held]
    end: int
    more: bool


def weight(rows: Sequence[Row]) -> int:
    """Return how many bytes stand in the rows."""
    return sum(len(row[BYTES]) for row in rows)


def gather(wanted: Wanted, read: Callable[[Wanted], Step]) -> Page:
    """Return the page that `read` finds in steps; it ends early where that is many bytes or long to find."""
    lines: list[Held] = []
    step = Step((), wanted.after, more=True)
    for _ in range(MAX_STEPS):
        left = min(STEP, wanted.limit + 1 - len(lines))
        if not step.more or not left or sum(len(line.raw) for line in lines) >= MAX_BYTES:
            break
        step = read(replace(wanted, after=step.end, limit=left))
        lines += step.lines
    if len(lines) > wanted.limit:
        del lines[wanted.limit :]
        step = Step((), lines[-1].position if lines else wanted.after, more=True)
    return Page(tuple(lines), step.end, step.more)
