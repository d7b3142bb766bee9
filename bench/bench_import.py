"""Measures imports through the node's face: read, validated, signed, decided, appended, fsynced."""

from __future__ import annotations

from statistics import quantiles
from time import perf_counter

from bench import corpus, homes
from tansiq import desk
from tansiq.exchange.bundle import read_import
from tansiq.wiring import OPERATOR, Node, import_file
from tansiq.wiring.imports import read_order


def to_3(size: float = 1) -> dict[str, float]:
    """Return how fast one file comes in that goes to 3 partners."""
    return {"import to 3 partners, objects/s": _rate(3, int(5000 * size))}


def in_bundles(size: float = 1) -> dict[str, float]:
    """Return how fast bundles of 100 and of 1,000 are brought in, each of its own transaction."""
    with homes.node(3) as node:
        _bring_in(node, corpus.bundle(100, seed=9))
        return {
            f"bring in bundles of {number:,} to 3 partners, objects/s": _in_bundles(node, number, size)
            for number in (100, 1000)
        }


def to_200(size: float = 1) -> dict[str, float]:
    """Return how fast one file comes in that goes to 200 partners."""
    return {"import to 200 partners, objects/s": _rate(200, int(1500 * size))}


def one_to_300(size: float = 1) -> dict[str, float]:
    """Return how long one report takes that goes to 300 partners, from file to fsync."""
    delays = []
    with homes.node(300) as node:
        _import(node, corpus.bundle(1, seed=9))
        for raw in corpus.bundles(int(200 * size)):
            begun = perf_counter()
            _import(node, raw)
            delays.append(1000 * (perf_counter() - begun))
    centiles = quantiles(delays, n=100)
    return {
        "import one report to 300 partners, p50 ms": centiles[49],
        "import one report to 300 partners, p99 ms": centiles[98],
    }


def _rate(partners: int, count: int) -> float:
    raw = corpus.bundle(count)
    with homes.node(partners) as node:
        _import(node, corpus.bundle(1, seed=9))
        begun = perf_counter()
        _import(node, raw)
        return count / (perf_counter() - begun)


def _in_bundles(node: Node, number: int, size: float) -> float:
    raws = [corpus.bundle(number, seed=number + turn) for turn in range(int(10_000 * size) // number)]
    begun = perf_counter()
    for raw in raws:
        _bring_in(node, raw)
    return number * len(raws) / (perf_counter() - begun)


def _bring_in(node: Node, raw: bytes) -> None:
    """Take in what a tool posts: read, screened, dressed, signed, kept and told, with nothing asked after."""
    with node.store.transaction() as tx:
        items, at = read_import(raw, tx), node.bind(tx)
        objects = [item.object for item in items if item.object is not None]
        if len(objects) < len(items):
            raise RuntimeError(f"the bundle to measure went wrong: {items[:3]}")
        terms, audience = read_order(homes.ORDER, at)
        desk.bring_in(objects, terms, audience, actor=OPERATOR, now=node.now(), desk=at)


def _import(node: Node, raw: bytes) -> None:
    done = import_file(node, raw, homes.ORDER, actor=OPERATOR)
    if done.problems or not all(done.told.values()):
        raise RuntimeError(f"the import to measure went wrong: {done.problems[:3]}")
