"""GET: whole collections, under load, row by row, and one page in particular."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from bench.figures import Asked
from bench.taxii import client, servers
from bench.taxii.client import Target
from bench.taxii.load import load
from bench.taxii.rows import Row, interleaved
from bench.taxii.run import Run

PAGE: Final = 1000
CONNECTIONS: Final = 8
HELD: Final = 50_000
"""Objects of which the pages fit into any cache that deserves the name."""


def whole(run: Run) -> Iterator[Row]:
    """Compare reading everything with OpenTAXII; both must give the same objects, once each.

    Pages are asked for that were asked for before, as by many consumers, and pages that never were.
    """
    same(run, run.ours.tool)
    for limit, times in ((PAGE, 100), (100, 50)):
        fresh, again, theirs = interleaved(
            run.scale.rounds,
            partial(fresh_rate, run, run.ours.tool, limit),
            partial(rate, run, run.ours.tool, limit),
            partial(rate, run, run.opentaxii, limit),
        )
        what = f"GET {run.scale.middle:,} at {limit:,} a page"
        yield Row(what, "objects/s", again, "OpenTAXII on SQLite", theirs, Asked(at_least=times))
        first = f"{what}, first time"
        yield Row(first, "objects/s", fresh, "OpenTAXII on SQLite", theirs, Asked(at_least=times))


def row_wise(run: Run) -> Iterator[Row]:
    """Compare what a partner may have, decided row by row and never asked before, with OpenTAXII."""
    same(run, run.ours.partner)
    ours, theirs = interleaved(
        run.scale.rounds,
        partial(fresh_rate, run, run.ours.partner, PAGE),
        partial(rate, run, run.opentaxii, PAGE),
    )
    what = f"GET {run.scale.middle:,} as a partner at {PAGE:,} a page"
    yield Row(what, "objects/s", ours, "OpenTAXII on SQLite", theirs, Asked(at_least=20))


def same(run: Run, target: Target) -> None:
    """Raise `RuntimeError` unless `target` gives what OpenTAXII has, each object once."""
    found = run.client.ask(client.ids, target, PAGE)
    there = run.client.ask(client.ids, run.opentaxii, PAGE)
    # what is ours alone: the agency's own identity and such, which a partner needs too
    if len(set(found)) != len(found) or not set(there) <= set(found):
        raise RuntimeError(
            f"{len(found)} objects, {len(set(there) - set(found))} of {len(there)} are missing"
        )


def rate(run: Run, target: Target, limit: int) -> float:
    """Return how many objects a second a walk brings."""
    walked = run.client.ask(client.walk, target, limit)
    return run.scale.middle / walked.seconds


def fresh_rate(run: Run, target: Target, limit: int) -> float:
    """Return the same over pages of nearly `limit` objects, such as nobody asked for before."""
    return rate(run, target, *run.fresh_limits(limit, 1))


def under_load(run: Run) -> Iterator[Row]:
    """Compare with nginx, which serves the very same pages as files."""
    pages = run.folder / "pages"
    pages.mkdir()
    files = run.client.ask(client.copy, run.ours.tool, PAGE, pages)
    paths = run.client.ask(client.paths, run.ours.tool, PAGE)
    with servers.nginx(run.folder, pages) as port:
        static = Target(port, "/{limit}/.json", "/{limit}/{next}.json", {})
        walked = interleaved(
            run.scale.rounds, partial(rate, run, run.ours.tool, PAGE), partial(rate, run, static, PAGE)
        )
        yield Row("GET by the plain client", "objects/s", walked[0], "nginx, files", walked[1])
        for held in sorted({len(files), min(len(files), max(1, HELD // PAGE))}):
            ours, theirs = interleaved(
                run.scale.rounds,
                partial(_load, run, run.ours.tool, paths[:held]),
                partial(_load, run, static, files[:held]),
            )
            what = f"GET under wrk, {CONNECTIONS} connections, {held} pages"
            asked = Asked(at_least=0.5) if held == len(files) else Asked()
            yield Row(what, "pages/s", ours, "nginx, files", theirs, asked)
        one, eight = interleaved(
            run.scale.rounds,
            partial(_load, run, run.ours.tool, paths, 1),
            partial(_load, run, run.ours.tool, paths),
        )
        yield Row("GET, 8 clients", "pages/s", eight, "ours, one client", one, Asked(at_least=1))


def _load(run: Run, target: Target, paths: list[str], connections: int = CONNECTIONS) -> float:
    return load(target, paths, run.folder, connections, run.scale.seconds).requests
