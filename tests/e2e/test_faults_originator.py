"""An agency that breaks the rules with its own keys, and one that passes another's word off as its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.faults import TERMS, Linked, alarm, arrives, look, refused, tell
from tests.e2e.nodes import NodeProcess, eventually

ROOT = Path(__file__).parents[2]


def forge(node: NodeProcess, deed: str, *arguments: str) -> None:
    """Do `deed` with the keys of `node`, past its rules."""
    command = [sys.executable, "-m", "tests.e2e.forge", deed, *arguments]
    done = subprocess.run(
        command, cwd=ROOT, env=node.environment(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def kept(node: NodeProcess) -> list[tuple[object, ...]]:
    """Return everything that `node` holds and has withdrawn."""
    return look(node, "SELECT object_id, version, raw FROM store_version ORDER BY 1, 2") + look(
        node, "SELECT object_id, originator FROM store_tombstone ORDER BY 1"
    )


@pytest.mark.parametrize(
    ("deed", "about", "code"),
    [
        ("wrong_key", "ours", "wrong-signature"),
        ("wrong_signature", "ours", "wrong-signature"),
        ("other_creator", "ours", "creator-differs"),
        ("other_words", "ours", "version-differs"),
        ("version_of", "theirs", "originator-differs"),
        ("recall_of", "theirs", "not-originator"),
    ],
)
def test_what_a_partner_forges_is_refused_with_an_alarm(
    linked: Linked, deed: str, about: str, code: str
) -> None:
    a, b = linked.pair.nodes
    own, others = tell(a, b, f"By Alpha, before {deed}"), tell(b, a, f"By Bravo, before {deed}")
    arrives(b, own)
    arrives(a, others)
    before = kept(b)
    forge(a, deed, b.agency, own if about == "ours" else others, *([b.agency] if "creator" in deed else []))
    eventually(lambda: look(b, "SELECT 1 FROM store_alarm WHERE code = ?", code), what=f"B sees {deed}")
    assert alarm(b, code)["about"]["index"]
    if code == "wrong-signature":  # the others would tell A what B has from elsewhere
        query = "SELECT 1 FROM store_alarm WHERE code = 'entry-refused' AND about LIKE ?"
        eventually(lambda: look(a, query, f"%{code}%"), what=f"A hears that {deed} was refused")
    assert kept(b) == before
    arrives(b, tell(a, b, f"The truth, after {deed}"))


def test_what_is_told_again_changes_nothing(linked: Linked) -> None:
    a, b = linked.pair.nodes
    own = tell(a, b, "Told twice")
    arrives(b, own)
    before = kept(b)
    forge(a, "again", b.agency, own)
    eventually(
        lambda: look(b, "SELECT 1 FROM store_inentry WHERE object_id = ? AND outcome = 'known'", own),
        what="B knows it already",
    )
    assert kept(b) == before


def test_a_partners_object_does_not_become_ours(linked: Linked, tmp_path: Path) -> None:
    a, b = linked.pair.nodes
    object_id = tell(a, b, "Whose is it")
    arrives(b, object_id)
    before = kept(b)
    taken = tmp_path / "taken.json"
    taken.write_text(json.dumps(b.ask("show", object_id)["object"]))
    done = b.ask("import", str(taken), *TERMS, "--to", a.agency, code=1)
    assert done["ids"] == []
    assert done["problems"][0]["code"] == "not-originator"
    assert done["problems"][0]["sentence"]
    words = tmp_path / "words.txt"
    words.write_text("As Bravo would have it\n")
    assert refused(b, "correct", object_id, str(words))["code"] == "NOT_ORIGINATOR"
    assert refused(b, "recall", object_id, "--reason", "inaccurate")["code"] == "NOT_ORIGINATOR"
    assert kept(b) == before
