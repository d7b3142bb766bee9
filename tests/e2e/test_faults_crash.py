"""The power goes again and again while both sides import, correct and recall; the end is the same."""

from __future__ import annotations

import subprocess
import threading
import time
from dataclasses import dataclass, field
from random import Random

import pytest

from tests.e2e.faults import TERMS, Pair, alarms, look, receipted, well
from tests.e2e.nodes import PATIENCE, NodeProcess, eventually

OWN = """
    SELECT DISTINCT object_id FROM store_version WHERE object_id LIKE 'report--%' AND originator = ?
    AND object_id NOT IN (SELECT object_id FROM store_tombstone) ORDER BY object_id
"""
CONTENT = """
    SELECT object_id, version, raw FROM store_version WHERE object_id LIKE 'report--%' AND originator = ?
    AND object_id NOT IN (SELECT object_id FROM store_tombstone) ORDER BY object_id, version
"""
UNANSWERED = """
    SELECT object_id FROM store_tombstone WHERE originator = ?
    AND object_id NOT IN (SELECT object_id FROM store_ack WHERE what = 'erased')
"""
WITHDRAWN = """
    SELECT object_id FROM store_version
    WHERE object_id IN (SELECT object_id FROM store_tombstone WHERE originator = ?)
"""


@dataclass
class Storm:
    """Works on both nodes of `pair` and cuts their power, by `chance`, until `end` (monotonic seconds)."""

    pair: Pair
    chance: Random
    end: float
    cuts: int = 0
    deeds: list[str] = field(default_factory=list)
    trouble: list[BaseException] = field(default_factory=list)

    def run(self) -> None:
        """Rage until the end; both servers run then."""
        cutter = threading.Thread(target=self._cut)
        cutter.start()
        try:
            while time.monotonic() < self.end and not self.trouble:
                self._work(self.chance.choice(self.pair.nodes))
        finally:
            cutter.join()
        assert not self.trouble, self.trouble

    def _cut(self) -> None:
        own_chance = Random(self.chance.random())
        try:
            while time.monotonic() < self.end:
                time.sleep(own_chance.uniform(0.0, 1.5))
                node = own_chance.choice(self.pair.nodes)
                node.kill()
                self.pair.start_one(node)
                self.cuts += 1
        except BaseException as error:  # noqa: BLE001 - told to whoever waits for the thread
            self.trouble.append(error)

    def _work(self, node: NodeProcess) -> None:
        """Do one thing; every third command is killed at some moment of it."""
        command = self._deed(node)
        patience = self.chance.uniform(0.2, 1.5) if self.chance.random() < 0.34 else PATIENCE
        with subprocess.Popen(
            node.command(*command), env=node.environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        ) as process:
            try:
                said, _ = process.communicate(timeout=patience)
                assert process.returncode == 0, said.decode()
                self.deeds.append(command[0])
            except subprocess.TimeoutExpired:
                process.kill()

    def _deed(self, node: NodeProcess) -> tuple[str, ...]:
        other = next(one for one in self.pair.nodes if one is not node)
        words = node.home.with_suffix(".txt")
        words.write_text(f"{self.chance.random()} {'word ' * self.chance.randrange(500)}\n")
        own = look(node, OWN, node.agency)
        match self.chance.randrange(4) if len(own) > 1 else 0:
            case 2:
                return "correct", self.chance.choice(own)[0], str(words)
            case 3:
                return "recall", self.chance.choice(own)[0], "--reason", "inaccurate"
            case _:
                return "import", str(words), "--text", *TERMS, "--to", other.agency


def is_done(one: NodeProcess, other: NodeProcess) -> bool:
    """Return whether `other` has taken in, in order and once, what `one` told, and answered every recall."""
    told = look(one, "SELECT leaf FROM store_outentry ORDER BY key")
    heard = look(other, "SELECT leaf FROM store_inentry ORDER BY key")
    return told == heard and not look(one, UNANSWERED, one.agency)


def storm(pair: Pair, seconds: float, seed: int) -> Storm:
    """Let a storm pass over both nodes, and compare what is left."""
    pair.start()
    passed = Storm(pair, Random(seed), time.monotonic() + seconds)
    passed.run()
    ways = (pair.nodes, pair.nodes[::-1])
    eventually(lambda: all(is_done(*way) for way in ways), what="both have all that they told each other")
    for one, other in ways:
        receipted(one)
        assert look(one, CONTENT, one.agency) == look(other, CONTENT, one.agency)
        assert not look(other, WITHDRAWN, one.agency)
        assert not alarms(one)
    well(*pair.nodes)
    return passed


def test_the_end_is_the_same_as_without_power_cuts(stopped: Pair) -> None:
    passed = storm(stopped, 20, seed=20_260_101)
    assert passed.cuts > 1
    assert "import" in passed.deeds


@pytest.mark.long
@pytest.mark.parametrize("seed", range(6))
def test_the_end_is_the_same_after_a_long_storm(stopped: Pair, seed: int) -> None:
    passed = storm(stopped, 120, seed)
    assert passed.cuts > 10
    assert {"import", "correct", "recall"} <= set(passed.deeds)
