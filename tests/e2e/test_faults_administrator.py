"""Somebody changes the files of a node by hand: `fsck` says what is wrong where, partners notice."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from tests.e2e.faults import Pair, alarm, alarms, arrives, look, receipted, tell, well
from tests.e2e.nodes import NodeProcess


def change(node: NodeProcess, statement: str, *values: object) -> None:
    """Change the database of `node` behind its back."""
    with closing(sqlite3.connect(node.home / "tansiq.sqlite")) as database, database:
        assert database.execute(statement, values).rowcount == 1


def problems(node: NodeProcess) -> dict[str, str]:
    """Return what `fsck` finds wrong: codes by where."""
    report = node.ask("fsck", code=1)
    assert not report["ok"]
    return {problem["where"]: problem["code"] for problem in report["problems"]}


def test_words_changed_before_they_were_sent_reach_nobody(running: Pair) -> None:
    a, b = running.nodes
    arrives(b, tell(a, b, "Before"))
    receipted(a)
    b.stop()
    object_id = tell(a, b, "Ten trucks went north")
    [(number, body, index)] = look(
        a,
        "SELECT b.id, b.bytes, e.key & 1099511627775 FROM store_body b JOIN store_outentry e ON e.body = b.id"
        " WHERE b.object_id = ?",
        object_id,
    )
    change(a, "UPDATE store_body SET bytes = ? WHERE id = ?", body.replace(b"north", b"south"), number)
    assert problems(a) == {f"feed to {b.agency}, {index}": "entry-altered"}
    running.start_one(b)
    assert alarm(b, "wrong-root")
    assert not look(b, "SELECT 1 FROM store_version WHERE object_id = ?", object_id)
    well(b)
    change(a, "UPDATE store_body SET bytes = ? WHERE id = ?", body, number)
    arrives(b, object_id)
    well(a, b)


def test_a_leaf_changed_by_hand_is_found_and_misleads_nobody(running: Pair) -> None:
    a, b = running.nodes
    object_id = tell(a, b, "Told")
    arrives(b, object_id)
    receipted(a)
    change(
        a, "UPDATE store_outentry SET leaf = ? WHERE key = (SELECT MAX(key) FROM store_outentry)", bytes(32)
    )
    found = problems(a)
    assert found.pop("feed to {}, {}".format(b.agency, len(look(a, "SELECT 1 FROM store_outentry")) - 1))
    assert set(found.values()) == {"root-differs"}
    arrives(b, tell(a, b, "Told afterwards"))
    assert not alarms(b)
    well(b)


def test_an_object_changed_by_hand_is_refused_by_whoever_gets_it(running: Pair) -> None:
    a, b = running.nodes
    object_id, held = tell(a, a, "Ten trucks went north"), tell(b, a, "Five boats went south")
    arrives(a, held)
    for one in (object_id, held):
        [(raw,)] = look(a, "SELECT raw FROM store_version WHERE object_id = ?", one)
        change(a, "UPDATE store_version SET raw = ? WHERE object_id = ?", raw.replace(b"went", b"goes"), one)
    found = problems(a)
    assert set(found.values()) == {"object-signature"}
    assert {where.split()[0] for where in found} == {object_id, held}
    assert not a.ask("show", object_id)["verified"]
    assert not a.ask("show", held)["verified"]
    a.ask("share", object_id, "--to", b.agency)
    assert alarm(b, "wrong-signature")["about"]["by"] == a.agency
    assert not look(b, "SELECT 1 FROM store_version WHERE object_id = ?", object_id)
    well(b)
