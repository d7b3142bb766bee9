"""Runs the measures, each in a process of its own; prints one table and writes one JSON document."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any, Final

from bench.apart import run_apart
from bench.figures import ASKED, MEASURES, Asked

LATEST: Final = Path(__file__).parents[1] / "build" / "bench.json"
QUICK: Final = 0.1


@dataclass(frozen=True, slots=True)
class Row:
    """One figure that was measured."""

    what: str
    measured: float
    asked: Asked
    share: float | None
    how: str

    @property
    def verdict(self) -> str:
        """Return met, SHORT, or nothing where nothing is asked."""
        return {None: "", True: "met", False: "SHORT"}[self.asked.is_met(self.measured)]

    def document(self) -> dict[str, Any]:
        """Return the row for programs."""
        bounds = {"at_least": self.asked.at_least, "at_most": self.asked.at_most}
        met = self.asked.is_met(self.measured)
        share = {"share_of": self.asked.share_of, "share": self.share}
        return {"what": self.what, "measured": self.measured, **bounds, "met": met, **share, "how": self.how}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what `arguments` name, else everything; returns 1 if `--strict` and something falls short."""
    given = _arguments(arguments)
    rows = list(_rows(given.names or list(MEASURES), QUICK if given.quick else 1))
    document = {"machine": _machine(), "quick": given.quick, "rows": [row.document() for row in rows]}
    text = json.dumps(document, indent=1, ensure_ascii=False)
    if not given.names and not given.quick:
        LATEST.parent.mkdir(exist_ok=True)
        LATEST.write_text(text + "\n", encoding="utf-8")
    print(text if given.json else "\n".join(_table(rows)))
    return int(any(row.verdict == "SHORT" for row in rows) and given.strict)


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of: {', '.join(MEASURES)}")
    parser.add_argument("--json", action="store_true", help="print the document instead of the table")
    parser.add_argument("--quick", action="store_true", help="a tenth of the work, to see that it runs")
    parser.add_argument("--strict", action="store_true", help="exit with 1 when something falls short")
    given = parser.parse_args(arguments)
    if strangers := set(given.names) - MEASURES.keys():
        parser.error(f"no such measure: {', '.join(sorted(strangers))}; there are: {', '.join(MEASURES)}")
    return given


def _rows(names: Sequence[str], size: float) -> Iterator[Row]:
    figures: dict[str, tuple[float, str]] = {}
    for number, name in enumerate(names, start=1):
        measure, begun = MEASURES[name], perf_counter()
        print(f"[{number}/{len(names)}] {name}: {measure.how} …", end=" ", file=sys.stderr, flush=True)
        figures |= {what: (value, measure.how) for what, value in run_apart(measure.where, size).items()}
        print(f"{perf_counter() - begun:.0f} s", file=sys.stderr, flush=True)
    for what, (value, how) in figures.items():
        asked = ASKED.get(what, Asked())
        limit = figures.get(asked.share_of or "")
        yield Row(what, value, asked, None if limit is None else value / limit[0], how)


def _machine() -> dict[str, Any]:
    model = [line for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines() if "model name" in line]
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "processor": model[0].partition(": ")[2] if model else platform.processor(),
        "cores": os.cpu_count(),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "system": platform.platform(),
        "python": platform.python_version(),
        "load_at_the_end": os.getloadavg()[0],
    }


def _table(rows: Sequence[Row]) -> Iterator[str]:
    yield f"{'WHAT':52} {'MEASURED':>12} {'ASKED':>10} {'':6} {'OF THE LIMIT':>24}  HOW"
    for row in rows:
        limit = (row.asked.share_of or "").removeprefix("limit: ").partition(",")[0]
        share = "" if row.share is None else f"{row.share:.2%} {limit}"
        measured = f"{row.measured:,.0f}" if row.measured >= 1000 else f"{row.measured:,.2f}"
        yield f"{row.what:52} {measured:>12} {row.asked!s:>10} {row.verdict:6} {share:>24}  {row.how}"


if __name__ == "__main__":
    sys.exit(main())
