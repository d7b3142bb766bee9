"""A full or read-only disk, a database locked, gone or garbage: named, and over when the fault is."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.e2e.faults import TERMS, Pair, arrives, copied, holds, receipted, refused, tell, well
from tests.e2e.nodes import NodeProcess

MOUNT = "mount"
DATABASE = "tansiq.sqlite"


def works(node: NodeProcess) -> bool:
    """Return whether the server of `node` still runs."""
    return node.server is not None and node.server.poll() is None


@contextmanager
def own_disk(folder: Path, size: str) -> Iterator[Path]:
    """Mount a disk of `size` in memory at `folder`."""
    folder.mkdir()
    done = subprocess.run(
        [MOUNT, "-t", "tmpfs", "-o", f"size={size},mode=700", "tansiq-test", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        pytest.skip(f"only root may mount a small disk: {done.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run([f"u{MOUNT}", "--lazy", str(folder)], check=True)


@pytest.fixture
def on_small_disk(founded: Pair, tmp_path: Path) -> Iterator[Pair]:
    """Two paired nodes, not running; the folder of B is on a disk of 16 MiB of its own."""
    with own_disk(tmp_path / "disk", "16m") as disk:
        pair = Pair(copied(founded.a, tmp_path / "alpha"), copied(founded.b, disk / "bravo"), founded.ports)
        try:
            yield pair
        finally:
            pair.kill()


def fill(disk: Path) -> Path:
    """Leave no byte free on the disk; returns the file that takes the room."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        for step in (64 * 1024, 512, 1):
            try:
                while True:
                    file.write(b"\0" * step)
            except OSError:
                continue
    return filler


def text(folder: Path, words: str) -> str:
    """Return the path of a file with `words`."""
    file = folder / "words.txt"
    file.write_text(f"{words}\n", encoding="utf-8")
    return str(file)


def taken_away(node: NodeProcess, folder: Path) -> Path:
    """Move the files of the node's database away; returns where to."""
    away = folder / "away"
    away.mkdir()
    for file in node.home.glob(f"{DATABASE}*"):
        file.rename(away / file.name)
    return away


def put_back(node: NodeProcess, away: Path) -> None:
    """Put them in the place of whatever is there now."""
    for file in node.home.glob(f"{DATABASE}*"):
        file.unlink()
    for file in away.iterdir():
        file.rename(node.home / file.name)


def test_a_full_disk_is_named_and_nothing_is_half_kept(on_small_disk: Pair, tmp_path: Path) -> None:
    a, b = on_small_disk.nodes
    on_small_disk.start()
    arrives(b, tell(a, b, "While there is room"))
    filler = fill(b.home.parent)
    lost = [tell(a, b, f"Nowhere to put it {number} {'x' * 20_000}") for number in range(2)]
    own = ("import", text(tmp_path, "y" * 200_000), "--text", *TERMS, "--to", a.agency)
    assert refused(b, *own)["code"] == "DISK_FULL"
    assert works(b)
    assert not any(holds(b, one) for one in lost)
    filler.unlink()
    arrives(b, *lost)
    (object_id,) = b.ask(*own)["ids"]
    arrives(a, object_id)
    receipted(a)
    well(a, b)


def test_a_read_only_disk_is_named_and_nothing_is_lost(on_small_disk: Pair, tmp_path: Path) -> None:
    a, b = on_small_disk.nodes
    disk = b.home.parent
    own = ("import", text(tmp_path, "Written on stone"), "--text", *TERMS, "--to", a.agency)
    subprocess.run([MOUNT, "-o", "remount,ro", str(disk)], check=True)
    assert refused(b, *own)["code"] in {"READ_ONLY", "GONE"}
    done = b.run("serve", "--port", str(on_small_disk.ports[1]))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("tansiq: ")
    subprocess.run([MOUNT, "-o", "remount,rw", str(disk)], check=True)
    on_small_disk.start()
    (object_id,) = b.ask(*own)["ids"]
    arrives(a, object_id)
    well(a, b)


def test_a_file_that_may_not_grow_is_named(stopped: Pair, tmp_path: Path) -> None:
    b = stopped.b
    own = ("import", text(tmp_path, "z" * 400_000), "--text", *TERMS)
    b.wrapper = ("prlimit", "--fsize=20000")
    assert refused(b, *own)["code"] in {"DISK_FULL", "GONE"}
    b.wrapper = ()
    assert not b.ask("list")["objects"]
    assert b.ask(*own)["ids"]
    well(b)


def test_a_locked_database_is_waited_for_and_then_named(running: Pair, tmp_path: Path) -> None:
    a, b = running.nodes
    own = ("import", text(tmp_path, "After the lock"), "--text", *TERMS, "--to", a.agency)
    with closing(sqlite3.connect(b.home / DATABASE, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        theirs = tell(a, b, "While it is locked")
        assert refused(b, *own)["code"] == "LOCKED"
        assert b.ask("partner", "list")["partners"]
        other.execute("ROLLBACK")
    assert works(b)
    arrives(b, theirs)
    (object_id,) = b.ask(*own)["ids"]
    arrives(a, object_id)
    well(a, b)


@pytest.mark.parametrize("how", ["gone", "garbage"])
def test_a_database_that_is_lost_is_not_begun_anew(stopped: Pair, how: str, tmp_path: Path) -> None:
    a, b = stopped.nodes
    kept = taken_away(b, tmp_path)
    if how == "garbage":
        (b.home / DATABASE).write_bytes(os.urandom(100_000))
    for command in (("fsck",), ("import", text(tmp_path, "Lost"), "--text", *TERMS)):
        assert refused(b, *command)["code"] == {"garbage": "DAMAGED", "gone": "GONE"}[how]
    done = b.run("serve", "--port", str(stopped.ports[1]))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert (b.home / DATABASE).exists() == (how != "gone")
    put_back(b, kept)
    stopped.start()
    arrives(b, tell(a, b, "Found again"))
    well(a, b)


def test_a_database_taken_from_under_a_running_node_gives_no_receipt(running: Pair, tmp_path: Path) -> None:
    a, b = running.nodes
    arrives(b, tell(a, b, "Before"))
    receipted(a)
    kept = taken_away(b, tmp_path)
    (b.home / DATABASE).write_bytes(os.urandom(100_000))
    later = tell(a, b, "Into the void")
    assert refused(b, "list")["code"] == "DAMAGED"
    b.ask("sync", code=1)
    (told,) = a.ask("show", later)["told"]
    assert told["received"] is None
    assert works(b)
    put_back(b, kept)
    arrives(b, later)
    receipted(a)
    well(a, b)
