"""Measures TAXII and prints one table; writes build/bench-taxii.json."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import perf_counter
from typing import Final

from bench.__main__ import _machine
from bench.figures import Asked
from bench.taxii import beside, client, corpus, pages, reading, writing
from bench.taxii.rows import Row, markdown, table
from bench.taxii.run import Run, Scale, running

LATEST: Final = Path(__file__).parents[2] / "build" / "bench-taxii.json"
MEGABYTES: Final = Asked(at_most=300)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure everything; returns 1 if `--strict` and something falls short."""
    parser = argparse.ArgumentParser(prog="python -m bench.taxii", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print the document instead of the table")
    parser.add_argument("--quick", action="store_true", help="a hundredth of the size, to see that it runs")
    parser.add_argument("--strict", action="store_true", help="exit with 1 when something falls short")
    parser.add_argument("--markdown", action="store_true", help="print the table for a page")
    given = parser.parse_args(arguments)
    begun = perf_counter()
    rows = [*_told(measured(Scale.quick() if given.quick else Scale()))]
    spent = round(perf_counter() - begun)
    document = {
        "machine": _machine(),
        "quick": given.quick,
        "seconds": spent,
        "rows": [row.document() for row in rows],
    }
    text = json.dumps(document, indent=1, ensure_ascii=False)
    if not given.quick:
        LATEST.parent.mkdir(exist_ok=True)
        LATEST.write_text(text + "\n", encoding="utf-8")
    print(text if given.json else "\n".join((markdown if given.markdown else table)(rows)))
    return int(any(row.met is False for row in rows) and given.strict)


def measured(scale: Scale) -> Iterator[Row]:
    """Yield every row, in the order in which they are measured."""
    with running(scale) as run:
        empty = writing.rates(run)
        run.fill(scale.middle)
        yield from reading.whole(run)
        yield from reading.row_wise(run)
        yield from reading.under_load(run)
        yield from writing.beside(run)
        yield from writing.together(run)
        yield from _large(run, empty)
    yield from beside.polling(scale)
    yield from beside.hashes(scale)
    yield from beside.medallion(scale)


def _large(run: Run, empty: dict[int, float]) -> Iterator[Row]:
    run.client.ask(client.post, run.ours.tool, [corpus.envelope(corpus.rare())])
    used, spent = run.used, run.fill(run.scale.large)
    yield Row(f"POST of {run.scale.together:,} to fill", "objects/s", (run.used - used) / spent)
    yield from writing.flat(run, empty)
    yield from pages.deepest(run)
    yield from pages.filtered(run)
    yield Row(f"memory at {run.used:,}", "MB", run.ours.memory(), asked=MEGABYTES)
    yield Row("the most memory at any time", "MB", run.ours.most_memory(), asked=MEGABYTES)


def _told(rows: Iterator[Row]) -> Iterator[Row]:
    """Say each row on the way: the whole takes long."""
    for row in rows:
        print(f"{row.what}: {row.measured:,.2f} {row.unit}", file=sys.stderr, flush=True)
        yield row


if __name__ == "__main__":
    sys.exit(main())
