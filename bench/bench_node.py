"""Measures nodes side by side: how soon a report is there and a page is made, what memory a node keeps."""

from __future__ import annotations

import re
import sqlite3
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import Final
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

from bench import corpus, homes, pairs
from tansiq.wiring import OPERATOR, import_file, open_node
from tests.e2e.nodes import NodeProcess

REPORTS: Final = 50
VIEWS: Final = 30
REST: Final = 60.0
GLANCE: Final = 0.002
"""Seconds between two looks whether a report has arrived."""
PERSON: Final = "mariam"
PASSWORD: Final = "a long way to the well at noon"  # noqa: S105 - of an invented person on loopback


def run(size: float = 1) -> dict[str, float]:
    """Return delivery from Alpha to Bravo, Bravo's first page, and its memory after a minute's rest."""
    with pairs.nodes() as pair:
        pair.start()
        pair.tell(corpus.bundle(1, seed=9))
        delivered = _deliveries(pair, max(int(REPORTS * size), 5))
        pages = _pages(pair.bravo, pair.folder)
        time.sleep(REST * size)
        return {**delivered, **pages, "node at rest, MB": _memory(pair.bravo) / 1e6}


def _deliveries(pair: pairs.Pair, count: int, seed: int = 1) -> dict[str, float]:
    alpha = open_node(pair.alpha.home)
    order = replace(homes.ORDER, to=(pair.bravo.agency,))
    there, back = [], []
    for raw in corpus.bundles(count, seed):
        time.sleep(0.2)  # each report is alone on its way
        begun = perf_counter()
        (object_id,) = import_file(alpha, raw, order, actor=OPERATOR).ids
        _await(pair.bravo, "SELECT 1 FROM store_version WHERE object_id = ?", object_id)
        there.append(1000 * (perf_counter() - begun))
        size = pairs.number(pair.alpha, "SELECT COUNT(*) FROM store_outentry")
        _await(pair.alpha, "SELECT 1 FROM store_receipt WHERE size >= ?", size)
        back.append(1000 * (perf_counter() - begun))
    return _centiles("delivery, import to stored at the partner", there) | _centiles(
        "delivery, import to its receipt here", back
    )


def _await(node: NodeProcess, query: str, value: str | int) -> None:
    path = f"file:{node.home / 'tansiq.sqlite'}?mode=ro"
    with closing(sqlite3.connect(path, uri=True, isolation_level=None)) as database:
        pairs.until(lambda: database.execute(query, (value,)).fetchone(), GLANCE)


def _centiles(name: str, delays: list[float]) -> dict[str, float]:
    centiles = quantiles(delays, n=100, method="inclusive")
    return {f"{name}, p50 ms": centiles[49], f"{name}, p99 ms": centiles[98]}


def _pages(node: NodeProcess, folder: Path) -> dict[str, float]:
    """Return how long the page takes that a person sees first, as its server's neighbour sees it."""
    secret = folder / "password"
    secret.write_text(PASSWORD, encoding="utf-8")
    node.ask("account", "add", PERSON, "--role", "analyst", "--password-file", str(secret))
    browser = build_opener(HTTPCookieProcessor())
    log_in = _get(browser, f"{node.url}/login/")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', log_in)
    if token is None:
        raise RuntimeError("the log-in page has no form")
    form = {"username": PERSON, "password": PASSWORD, "csrfmiddlewaretoken": token[1], "next": "/"}
    with browser.open(f"{node.url}/login/", urlencode(form).encode()) as answer:
        if "/login" in answer.url:
            raise RuntimeError("the invented person could not log in")
    delays = []
    for _ in range(VIEWS):
        begun = perf_counter()
        _get(browser, f"{node.url}/")
        delays.append(1000 * (perf_counter() - begun))
    return {"first page, first view, ms": delays[0], "first page, p50 ms": median(delays)}


def _get(browser: OpenerDirector, url: str) -> str:
    with browser.open(url) as answer:
        page: bytes = answer.read()
    return page.decode()


def _memory(node: NodeProcess) -> int:
    """Return the proportional set size of the node's processes in bytes (Linux, proc_pid_smaps_rollup(5))."""
    if node.server is None:
        raise RuntimeError("the node to measure does not run")
    return sum(_size(pid) for pid in _family(node.server.pid))


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return [pid, *(member for child in children for member in _family(int(child)))]


def _size(pid: int) -> int:
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    (size,) = re.findall(r"^Pss:\s+(\d+) kB$", rollup, re.MULTILINE)
    return 1024 * int(size)
