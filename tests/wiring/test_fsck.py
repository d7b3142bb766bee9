"""`fsck` finds what was damaged in the database, and reads on past it."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tansiq.wiring import Node, fsck_node
from tests.wiring.nodes import Homes, write
from tests.wiring.telling import told

LAST = "WHERE rowid = (SELECT max(rowid) FROM {table})"


def damage(home: Path, table: str, change: str) -> None:
    """Change the last row of a table behind the node's back."""
    act = "DELETE FROM" if change == "delete" else "UPDATE"
    how = "" if change == "delete" else f"SET {change}"
    with closing(sqlite3.connect(home / "tansiq.sqlite")) as database, database:
        done = database.execute(f"{act} {table} {how} {LAST.format(table=table)}")
        assert done.rowcount == 1


def flip(column: str) -> str:
    return f"{column} = CAST(substr({column}, 1, length({column}) - 1) || x'07' AS BLOB)"


def cut(column: str) -> str:
    return f"{column} = substr({column}, 1, 5)"


def codes(homes: Homes, home: Path) -> set[str]:
    with homes.opened(home) as node:
        return {finding.code for finding in fsck_node(node).findings}


def test_two_nodes_that_told_each_other_something_are_well(homes: Homes) -> None:
    alpha, bravo = told(homes)
    for home in (alpha, bravo):
        with homes.opened(home) as node:
            report = fsck_node(node)
            assert report.findings == []
            assert (report.feeds, report.entries, report.objects) == (2, 5, 5 if home == alpha else 6)


def test_a_new_node_is_well(node: Node) -> None:
    write(node)
    assert fsck_node(node).findings == []


@pytest.mark.parametrize(
    ("table", "change", "code"),
    [
        ("store_body", flip("bytes"), "entry-altered"),
        ("store_body", cut("bytes"), "entry-altered"),
        ("store_body", "delete", "entry-missing"),
        ("store_outentry", "delete", "entry-missing"),
        ("store_outentry", flip("leaf"), "root-differs"),
        ("store_outentry", cut("leaf"), "unreadable"),
        ("store_outfeed", flip("frontier"), "root-differs"),
        ("store_outfeed", cut("frontier"), "unreadable"),
        ("store_outpack", flip("seed"), "entry-altered"),
        ("store_outpack", cut("seed"), "unreadable"),
        ("store_outpack", "delete", "unreadable"),
        ("store_checkpoint", flip("text"), "note-refused"),
        ("store_receipt", flip("text"), "note-refused"),
        ("store_version", "sig = 'A' || substr(sig, 2)", "object-signature"),
        ("store_version", "raw = CAST(replace(raw, 'Convoy 2', 'Convoy 9') AS BLOB)", "object-signature"),
        ("store_version", cut("raw"), "unreadable"),
        ("store_version", "audience = '?'", "unreadable"),
        ("store_agency", "doc = '?'", "unreadable"),
    ],
)
def test_damage_to_what_we_told_is_found(homes: Homes, table: str, change: str, code: str) -> None:
    alpha, _ = told(homes)
    damage(alpha, table, change)
    assert code in codes(homes, alpha)


@pytest.mark.parametrize(
    ("table", "change", "code"),
    [
        ("store_inentry", "delete", "entry-missing"),
        ("store_inentry", flip("leaf"), "root-differs"),
        ("store_infeed", flip("frontier"), "root-differs"),
        ("store_infeed", flip("note"), "note-refused"),
        ("store_version", "raw = CAST(replace(raw, 'Convoy', 'Camel') AS BLOB)", "object-signature"),
    ],
)
def test_damage_to_what_we_heard_is_found(homes: Homes, table: str, change: str, code: str) -> None:
    _, bravo = told(homes)
    damage(bravo, table, change)
    assert code in codes(homes, bravo)


def test_what_comes_after_something_unreadable_is_checked_too(homes: Homes) -> None:
    alpha, _ = told(homes)
    damage(alpha, "store_outfeed", cut("frontier"))
    damage(alpha, "store_version", "sig = 'A' || substr(sig, 2)")
    assert codes(homes, alpha) == {"unreadable", "object-signature"}
