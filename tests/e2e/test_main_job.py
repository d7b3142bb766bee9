"""The main job between three real nodes: told, received, explained, refused, corrected, recalled, erased."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.nodes import NodeProcess, eventually, pair

TEXT = Path(__file__).parents[1] / "fixtures" / "texts" / "ar.txt"
SEED = Path(__file__).parents[3] / "shared" / "mission" / "seed-report-ar.txt"


@pytest.fixture
def cast(tmp_path: Path) -> Iterator[tuple[NodeProcess, NodeProcess, NodeProcess]]:
    """Three nodes, each paired with the other two, all in the circle "Sahel" that the first convenes."""
    nodes = tuple(
        NodeProcess(tmp_path / name.lower(), name, country)
        for name, country in (("Alpha", "MA"), ("Bravo", "ML"), ("Charlie", "NG"))
    )
    a, b, c = nodes
    try:
        for node in nodes:
            node.init()
            node.start()
        for one, other in ((a, b), (a, c), (b, c)):
            pair(one, other, tmp_path)
        a.ask("circle", "create", "Sahel", "--member", b.agency, "--member", c.agency)
        yield a, b, c
    finally:
        for node in nodes:
            if node.server is not None:
                node.kill()


def source() -> Path:
    """The report that the mission hands down where it is at hand, else one of our own."""
    return SEED if SEED.exists() else TEXT


def share(a: NodeProcess, c: NodeProcess, file: Path) -> str:
    terms = ("--purpose", "counter-terrorism", "--grading", "A2", "--tlp", "amber", "--to", "Sahel")
    done = a.ask("import", str(file), "--text", "--lang", "ar", *terms, "--exclude", c.agency)
    (object_id,) = done["ids"]
    return str(object_id)


def held(node: NodeProcess, object_id: str) -> bool:
    return any(row["id"] == object_id for row in node.ask("list")["objects"])


def test_the_main_job(cast: tuple[NodeProcess, NodeProcess, NodeProcess], tmp_path: Path) -> None:
    a, b, c = cast
    object_id = share(a, c, source())

    eventually(lambda: held(b, object_id), what="B has the report")
    shown = b.ask("show", object_id)
    assert shown["object"]["description"] == source().read_text(encoding="utf-8").strip()
    assert shown["verified"]
    eventually(lambda: all(t["received"] for t in a.ask("show", object_id)["told"]), what="A has B's receipt")

    assert a.ask("why", object_id, b.agency)["released"] == "whole"
    refused = a.ask("why", object_id, c.agency)
    assert refused["released"] == "no"
    assert "EXCLUDED" in {reason["code"] for reason in refused["reasons"]}
    assert not held(c, object_id)
    assert c.run("show", object_id, "--json").returncode == 1

    onward = b.ask("share", object_id, "--to", c.agency, code=1)
    assert onward["error"]["code"] == "RELEASE_REFUSED"
    assert b.ask("why", object_id, c.agency)["released"] == "no"
    assert not held(c, object_id)

    corrected = tmp_path / "corrected.txt"
    corrected.write_text("نص مصحح للتقرير بعد مراجعة المصدر.\n", encoding="utf-8")
    version = a.ask("correct", object_id, str(corrected))["version"]
    eventually(lambda: b.ask("show", object_id)["version"] == version, what="B has the correction")

    a.ask("recall", object_id, "--reason", "inaccurate")
    eventually(lambda: b.ask("show", object_id)["state"] == "withdrawn", what="B has withdrawn it")
    eventually(lambda: a.ask("show", object_id)["recall"]["outstanding"] == [], what="A has B's answer")
    for node in cast:
        assert node.ask("fsck")["ok"]
    assert [node.stop() for node in cast] == [0, 0, 0]
    words = "نص مصحح للتقرير بعد مراجعة المصدر"
    for file in b.home.rglob("*"):
        assert not file.is_file() or words.encode() not in file.read_bytes(), file


def test_kill_9_of_either_node_at_any_step_leads_to_the_same_end(
    cast: tuple[NodeProcess, NodeProcess, NodeProcess], tmp_path: Path
) -> None:
    a, b, c = cast
    ports = {node.name: node.port for node in (a, b)}

    def power_cut() -> None:
        for node in (a, b):
            node.kill()
        for node in (b, a):
            node.start(ports[node.name])

    object_id = share(a, c, source())
    power_cut()
    eventually(lambda: held(b, object_id), what="B has the report after the cut")
    corrected = tmp_path / "corrected.txt"
    corrected.write_text("نص آخر.\n", encoding="utf-8")
    version = a.ask("correct", object_id, str(corrected))["version"]
    power_cut()
    eventually(
        lambda: b.ask("show", object_id)["version"] == version, what="B has the correction after the cut"
    )
    a.ask("recall", object_id, "--reason", "inaccurate")
    power_cut()
    eventually(
        lambda: b.ask("show", object_id)["state"] == "withdrawn", what="B has withdrawn it after the cut"
    )
    eventually(lambda: a.ask("show", object_id)["recall"]["outstanding"] == [], what="A has B's answer")
    assert all(node.ask("fsck")["ok"] for node in cast)


def test_a_partner_reads_the_same_words_in_postgresql_as_in_sqlite(tmp_path: Path, postgres_url: str) -> None:
    a = NodeProcess(tmp_path / "a", "Alpha", "MA")
    b = NodeProcess(tmp_path / "b", "Bravo", "ML", database=postgres_url)
    try:
        for node in (a, b):
            node.init()
            node.start()
        pair(a, b, tmp_path)
        terms = ("--purpose", "counter-terrorism", "--grading", "B3", "--tlp", "green", "--to", b.agency)
        (object_id,) = a.ask("import", str(TEXT), "--text", "--lang", "ar", *terms)["ids"]
        eventually(lambda: held(b, object_id), what="B has the report")
        assert all(node.ask("fsck")["ok"] for node in (a, b))
    finally:
        for node in (a, b):
            node.stop()
