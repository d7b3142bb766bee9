"""What the tests of faults share: two paired nodes at fixed ports, and short ways to tell and to look."""

from __future__ import annotations

import shutil
import socket
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from random import SystemRandom
from typing import Any

from tests.e2e.nodes import NodeProcess, eventually, pair
from tests.e2e.proxy import Line

TERMS = ("--purpose", "counter-terrorism", "--grading", "B3", "--tlp", "amber")
BELOW_EPHEMERAL = (15_000, 30_000)
"""Ports that the system gives to nobody by itself, so that a node finds its own again."""


def free_port() -> int:
    """Return a port on loopback where nobody listens now."""
    while True:
        port = SystemRandom().randrange(*BELOW_EPHEMERAL)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port


@dataclass(frozen=True)
class Pair:
    """Two nodes that are paired, and the ports at which each expects the other."""

    a: NodeProcess
    b: NodeProcess
    ports: tuple[int, int]

    @classmethod
    def founded(cls, folder: Path) -> Pair:
        """Found and pair two nodes under `folder`, and stop them again."""
        made = cls(
            NodeProcess(folder / "alpha", "Alpha", "MA"),
            NodeProcess(folder / "bravo", "Bravo", "ML"),
            (free_port(), free_port()),
        )
        for node in made.nodes:
            node.init()
        made.start()
        try:
            pair(made.a, made.b, folder)
        finally:
            made.stop()
        return made

    @property
    def nodes(self) -> tuple[NodeProcess, NodeProcess]:
        """Both nodes."""
        return self.a, self.b

    def copied(self, folder: Path) -> Pair:
        """Return the same pair, not running, in copies under `folder`."""
        return Pair(copied(self.a, folder / "alpha"), copied(self.b, folder / "bravo"), self.ports)

    def start(self) -> None:
        """Start both nodes, each at its port."""
        for node in self.nodes:
            self.start_one(node)

    def start_one(self, node: NodeProcess, *options: str) -> None:
        """Start `node` at its port."""
        node.start(self.ports[0] if node is self.a else self.ports[1], *options)

    def stop(self) -> None:
        """End both servers politely."""
        for node in self.nodes:
            node.stop()

    def kill(self) -> None:
        """End both servers, whatever they do."""
        for node in self.nodes:
            if node.server is not None:
                node.kill()


@dataclass
class Linked:
    """Two nodes at work, and the line by which B reaches A."""

    pair: Pair
    line: Line


def copied(node: NodeProcess, home: Path) -> NodeProcess:
    """Return `node`, not running, with a copy of its folder at `home`."""
    shutil.copytree(node.home, home)
    return NodeProcess(home, node.name, node.country, agency=node.agency)


def tell(node: NodeProcess, to: NodeProcess, text: str) -> str:
    """Have `node` import `text` as a report for `to`; returns the object's id."""
    file = node.home.with_suffix(".txt")
    file.write_text(f"{text}\n", encoding="utf-8")
    done = node.ask("import", str(file), "--text", "--lang", "en", *TERMS, "--to", to.agency)
    return str(done["ids"][0])


def look(node: NodeProcess, query: str, *values: object) -> list[tuple[Any, ...]]:
    """Look into the node's database, which is a hundred times faster than to ask; for waiting."""
    with closing(sqlite3.connect(f"file:{node.home / 'tansiq.sqlite'}?mode=ro", uri=True)) as database:
        return database.execute(query, values).fetchall()


def holds(node: NodeProcess, object_id: str) -> bool:
    """Return whether `node` lists the object."""
    return any(row["id"] == object_id for row in node.ask("list")["objects"])


def arrives(node: NodeProcess, *object_ids: str) -> None:
    """Wait until `node` has the objects, the last with its originator's signature."""
    query = "SELECT 1 FROM store_version WHERE object_id = ?"
    for object_id in object_ids:
        eventually(lambda one=object_id: look(node, query, one), what=f"{node.name} has {object_id}")
    assert node.ask("show", object_ids[-1])["verified"]


def receipted(node: NodeProcess) -> None:
    """Wait until the only partner of `node` has given its receipt for everything that it was told."""
    query = """
        WITH told (size) AS (SELECT COUNT(*) FROM store_outentry)
        SELECT 1 FROM told WHERE size = 0 OR size IN (SELECT size FROM store_receipt)
    """
    eventually(lambda: look(node, query), what=f"{node.name} has every receipt")


def alarms(node: NodeProcess) -> list[dict[str, Any]]:
    """Return the open alarms about the only partner of `node`."""
    (row,) = node.ask("partner", "list")["partners"]
    return list(row["alarms"])


def alarm(node: NodeProcess, code: str) -> dict[str, Any]:
    """Wait until `node` raises an alarm `code` about its only partner, and return it as it is listed."""
    query = "SELECT 1 FROM store_alarm WHERE code = ? AND cleared IS NULL"
    eventually(lambda: look(node, query, code), what=f"{node.name} raises the alarm {code}")
    return next(one for one in alarms(node) if one["code"] == code)


def evidence(node: NodeProcess, code: str) -> bytes:
    """Return what `node` keeps as the evidence of its last alarm `code`."""
    (row,) = look(node, "SELECT evidence FROM store_alarm WHERE code = ? ORDER BY id DESC LIMIT 1", code)
    return bytes(row[0])


def refused(node: NodeProcess, *args: str) -> dict[str, Any]:
    """Run a command that must fail; returns its error, which must have a sentence."""
    error: dict[str, Any] = node.ask(*args, code=1)["error"]
    assert error["sentence"]
    return error


def well(*nodes: NodeProcess) -> None:
    """Check everything that each node keeps."""
    for node in nodes:
        report = node.ask("fsck")
        assert report["ok"], f"{node.name}: {report['problems']}"
