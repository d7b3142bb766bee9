"""POST: bundles into a drawer whose objects are validated, signed, released to partners and durable."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

from bench.figures import Asked
from bench.taxii import client
from bench.taxii.client import Target
from bench.taxii.rows import Row, interleaved
from bench.taxii.run import Run

SIZES: Final = (100, 1000)
TIMES: Final = 12
FLAT: Final = 0.8
"""How much of its speed on an empty node the POST must keep; what is asked is "flat"."""
THEIRS: Final = 1000
"""Objects a round that OpenTAXII gets, being slow."""


def rates(run: Run) -> dict[int, float]:
    """Return how many objects a second ours takes now, by the size of the bundle."""
    return {size: interleaved(run.scale.rounds, partial(_ours, run, size))[0] for size in SIZES}


def beside(run: Run) -> Iterator[Row]:
    """Compare with OpenTAXII."""
    for size in SIZES:
        ours, theirs = interleaved(run.scale.rounds, partial(_ours, run, size), partial(_theirs, run, size))
        what = f"POST of {size:,} at {run.scale.middle:,}"
        yield Row(what, "objects/s", ours, "OpenTAXII on SQLite", theirs, Asked(at_least=TIMES))


def flat(run: Run, empty: dict[int, float]) -> Iterator[Row]:
    """Compare with ours when it was `empty`."""
    for size, now in rates(run).items():
        what = f"POST of {size:,} at {run.scale.large:,}"
        yield Row(what, "objects/s", now, "ours at 0", empty[size], Asked(at_least=FLAT))


def together(run: Run) -> Iterator[Row]:
    """Compare eight clients at once with one."""
    tools = run.ours.tools
    eight, one = interleaved(
        run.scale.rounds, partial(_together, run, tools), partial(_together, run, tools[:1])
    )
    what = f"POST of {SIZES[0]:,}, {len(tools)} clients"
    yield Row(what, "objects/s", eight, "ours, one client", one, Asked(at_least=1))


def _together(run: Run, targets: Sequence[Target]) -> float:
    size, count = SIZES[0], run.scale.posted // SIZES[0]
    return count * size / run.client.ask(client.post_together, targets, run.bundles(count, size))


def _ours(run: Run, size: int) -> float:
    count = run.scale.posted // size
    return count * size / sum(run.client.ask(client.post, run.ours.tool, run.bundles(count, size)))


def _theirs(run: Run, size: int) -> float:
    count = THEIRS // size
    return count * size / sum(run.client.ask(client.post, run.opentaxii, run.bundles_there(count, size)))
