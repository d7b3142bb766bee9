"""Two real nodes, paired over a wire that can be watched: Alpha tells, Bravo reads."""

from __future__ import annotations

import socket
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.wire import Wire
from tests.e2e.nodes import NodeProcess, pair

TERMS: Final = ("--purpose", "counter-terrorism", "--grading", "A2", "--tlp", "amber")
PATIENCE: Final = 120.0


@dataclass(frozen=True)
class Pair:
    """The nodes `alpha`, whose server runs, and `bravo`; what `bravo` reads comes over `wire`."""

    alpha: NodeProcess
    bravo: NodeProcess
    wire: Wire
    folder: Path
    port: int

    def start(self) -> None:
        """Start Bravo's server."""
        self.bravo.start(self.port)

    def tell(self, bundle: bytes) -> None:
        """Let Alpha import `bundle` for Bravo."""
        file = self.folder / "bundle.json"
        file.write_bytes(bundle)
        done = self.alpha.ask("import", str(file), *TERMS, "--to", self.bravo.agency)
        if done["problems"]:
            raise RuntimeError(f"the import to measure went wrong: {done['problems'][:3]}")


@contextmanager
def nodes() -> Iterator[Pair]:
    """Found both nodes, start Alpha's server and pair them; `Pair.start` starts Bravo's."""
    with tempfile.TemporaryDirectory(prefix="tansiq-bench-") as name, Wire(free_port()) as wire:
        folder = Path(name)
        alpha, bravo = NodeProcess(folder / "a", "Alpha", "MA"), NodeProcess(folder / "b", "Bravo", "ML")
        alpha.init()
        bravo.init()
        port = free_port()
        for node, url in ((alpha, wire.url), (bravo, f"http://127.0.0.1:{port}")):
            (node.home / "tansiq.toml").write_text(f'url = "{url}"\n', encoding="utf-8")
        try:
            alpha.start(wire.target)
            pair(alpha, bravo, folder)
            yield Pair(alpha, bravo, wire, folder, port)
        finally:
            for node in (alpha, bravo):
                node.stop()


def free_port() -> int:
    """Return a port on loopback that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def number(node: NodeProcess, query: str, *values: str | int) -> int:
    """Return the whole number that `query` finds in the node's database as committed, 0 when nothing."""
    path = f"file:{node.home / 'tansiq.sqlite'}?mode=ro"
    with closing(sqlite3.connect(path, uri=True, isolation_level=None)) as database:
        row = database.execute(query, values).fetchone()
    return 0 if row is None else int(row[0])


def until(seen: Callable[[], object], pause: float = 0.2) -> None:
    """Call `seen` until it returns something true. Raises `TimeoutError` in the end."""
    end = time.monotonic() + PATIENCE
    while not seen():
        if time.monotonic() > end:
            raise TimeoutError("what the benchmark waits for never happened")
        time.sleep(pause)
