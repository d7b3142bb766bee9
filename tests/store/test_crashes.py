"""Kill -9 at any moment loses nothing that was committed, and two processes never fork a feed."""

import random
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from tansiq import settings
from tansiq.ledger import Frontier
from tansiq.store import SqlStore
from tests.store import databases
from tests.store.cast import MEMBER, OUTSIDER, object_id
from tests.store.test_feeds import check_feed

Lines = list[list[str]]


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest) -> str:
    """The address of a migrated database that survives its processes."""
    if request.param == "sqlite":
        return f"sqlite:///{request.getfixturevalue('sqlite_file')}"
    address: str = request.getfixturevalue("postgres_url")
    databases.migrate(settings.database(address))
    return address


def start(url: str, label: int, rounds: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.store.appending_child", url, str(label), str(rounds)]
    root = Path(__file__).resolve().parents[2]
    return subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True)


def whole_lines(text: str) -> Lines:
    return [line.split() for line in text.splitlines(keepends=True) if line.endswith("\n")]


def check(url: str, lines: Lines) -> int:
    """Recompute all feeds, and find again whatever the child was told is kept; returns the feed's size."""
    with databases.connected(settings.database(url)) as alias:
        store = SqlStore(random.Random(1).randbytes, alias)
        with store.snapshot() as tx:
            check_feed(tx, MEMBER)
            check_feed(tx, OUTSIDER)
            leaves = tx.feeds.leaves(MEMBER)
            erased = {number for kind, number, _ in lines if kind == "erased"}
            for kind, first, second in lines:
                if kind == "told":
                    assert len(tx.feeds.told(object_id(int(first)))) == 4
                    assert (tx.objects.record(object_id(int(first))) is None) <= (int(first) % 3 == 0)
                if kind == "signed":
                    assert Frontier.empty().extend(leaves[: int(first)]).root().hex() == second
            assert all(tx.objects.record(object_id(int(number))) is None for number in erased)
        store.close()
    return len(leaves)


def test_kill_nine_in_the_middle_of_appending(url: str) -> None:
    lines: Lines = []
    chance = random.Random(5)
    for label in (1000, 2000, 3000):
        with start(url, label, 10**6) as child, ExitStack() as stack:
            stack.callback(child.kill)
            assert child.stdout is not None
            text = "".join(child.stdout.readline() for _ in range(chance.randrange(3, 40)))
            child.kill()
            text += child.stdout.read()
        lines += whole_lines(text)
        size = check(url, lines)
        told = sum(kind == "told" for kind, _, _ in lines)
        assert told * 3 <= size <= told * 3 + 3 * len({label // 1000 for label in (1000, 2000, 3000)})


def test_two_processes_append_to_one_feed_without_gap_or_fork(url: str) -> None:
    children = [start(url, label, 30) for label in (1000, 2000)]
    outputs = [child.communicate(timeout=120)[0] for child in children]
    assert [child.returncode for child in children] == [0, 0]
    lines = [line for output in outputs for line in whole_lines(output)]
    assert check(url, lines) == 2 * 30 * 3
    signed = [(size, root) for kind, size, root in lines if kind == "signed"]
    assert len({size for size, _ in signed}) == len(set(signed))
