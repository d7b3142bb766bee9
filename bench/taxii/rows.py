"""The rows of the table: what was measured, beside whom, what is asked, and whether that is met."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from bench.figures import Asked


@dataclass(frozen=True, slots=True)
class Row:
    """A figure in `unit`; beside a `peer` it is their ratio that is asked, else the figure itself."""

    what: str
    unit: str
    measured: float
    against: str = ""
    peer: float | None = None
    asked: Asked = Asked()  # noqa: RUF009 - frozen

    @property
    def ratio(self) -> float | None:
        """Ours divided by the peer's."""
        return None if self.peer is None else self.measured / self.peer

    @property
    def met(self) -> bool | None:
        """Whether it is enough; None where nothing is asked."""
        return self.asked.is_met(self.measured if self.ratio is None else self.ratio)

    def document(self) -> dict[str, Any]:
        """Return the row for programs."""
        return {
            "what": self.what,
            "unit": self.unit,
            "measured": self.measured,
            "against": self.against or None,
            "peer": self.peer,
            "ratio": self.ratio,
            "at_least": self.asked.at_least,
            "at_most": self.asked.at_most,
            "met": self.met,
        }


def interleaved(rounds: int, *works: Callable[[], float]) -> list[float]:
    """Do each of `works` in turn, A B A B …; returns the median of what each returned."""
    found = [[work() for work in works] for _ in range(rounds)]
    return [median(column) for column in zip(*found, strict=True)]


def table(rows: Sequence[Row]) -> Iterator[str]:
    """Yield the lines of the table for a console."""
    form = "{:70} {:>12} {:>12} {:>9} {:>8} {:5}  {}"
    yield form.format("WHAT", "OURS", "PEER", "RATIO", "ASKED", "", "AGAINST")
    for row in rows:
        yield form.format(*_cells(row))


def markdown(rows: Sequence[Row]) -> Iterator[str]:
    """Yield the lines of the table for a page."""
    yield "| what | ours | peer | ratio | asked | | against |"
    yield "|---|---:|---:|---:|---:|---|---|"
    for row in rows:
        yield f"| {' | '.join(_cells(row))} |"


def _cells(row: Row) -> tuple[str, ...]:
    peer = "" if row.peer is None else _short(row.peer)
    ratio = "" if row.ratio is None else f"{row.ratio:,.2f}"
    verdict = {None: "", True: "met", False: "SHORT"}[row.met]
    what = f"{row.what}, {row.unit}"
    return (what, _short(row.measured), peer, ratio, str(row.asked), verdict, row.against)


def _short(figure: float) -> str:
    return f"{figure:,.0f}" if figure >= 1000 else f"{figure:,.2f}"
