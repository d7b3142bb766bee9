"""A line that breaks, crawls, repeats itself or talks nonsense; and a partner that forks or goes back."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tansiq.ledger import Checkpoint, claimed, sign_checkpoint
from tansiq.wiring.home import load_keyring
from tests.e2e.faults import TERMS, Linked, alarm, alarms, arrives, evidence, look, receipted, tell
from tests.e2e.nodes import eventually
from tests.e2e.proxy import Answered, honest, on


def tell_many(linked: Linked, file: Path, count: int) -> list[str]:
    """Have A tell B `count` invented indicators that hardly compress; returns their ids."""
    a, b = linked.pair.nodes
    at = "2026-02-03T04:05:06.000Z"
    rows = [
        {
            "type": "indicator",
            "spec_version": "2.1",
            "id": f"indicator--{number:08d}-0000-4000-8000-000000000000",
            "created": at,
            "modified": at,
            "valid_from": at,
            "pattern_type": "stix",
            "pattern": f"[file:hashes.'SHA-256' = '{hash((number, 1)) % 16**16:016x}{number:048x}']",
        }
        for number in range(count)
    ]
    file.write_text(json.dumps(rows))
    ids: list[str] = a.ask("import", str(file), *TERMS, "--to", b.agency)["ids"]
    assert len(ids) == count
    return ids


def test_a_slow_line_that_breaks_again_and_again_is_resumed(linked: Linked, tmp_path: Path) -> None:
    line, b = linked.line, linked.pair.b
    began = len(line.asked)
    line.fault = on("/pack/", lambda _, answer: replace(answer, limit=4000, pace=500))
    ids = tell_many(linked, tmp_path / "many.json", 600)
    eventually(
        lambda: look(b, "SELECT 1 FROM store_version WHERE object_id = ?", ids[-1]), what="B has them all"
    )
    [(held,)] = look(b, "SELECT COUNT(*) FROM store_version WHERE object_id LIKE 'indicator--%'")
    assert held == len(ids)
    ranges = [headers for _, headers in line.asked[began:] if "range" in {name.lower() for name in headers}]
    assert ranges, "nothing was resumed"
    line.fault = honest


def test_answers_that_come_twice_change_nothing(linked: Linked) -> None:
    a, b = linked.pair.nodes
    linked.line.fault = lambda _, answer: replace(answer, times=2)
    ids = [tell(a, b, f"Told once, heard {number} times") for number in (1, 2)]
    arrives(b, *ids)
    linked.line.fault = honest
    arrives(b, tell(a, b, "After the echo"))
    receipted(a)
    for object_id in ids:
        [(times,)] = look(b, "SELECT COUNT(*) FROM store_inentry WHERE object_id = ?", object_id)
        assert times == 1


def test_a_receipt_whose_answer_is_lost_is_given_again(linked: Linked) -> None:
    a, b = linked.pair.nodes
    linked.line.fault = on("/receipt", lambda _, answer: replace(answer, status=200, body=b"x", limit=0))
    arrives(b, tell(a, b, "Received, and nobody heard it"))
    receipted(a)
    linked.line.fault = honest
    query = "SELECT 1 FROM store_infeed WHERE receipted = (SELECT COUNT(*) FROM store_inentry)"
    eventually(lambda: look(b, query), what="B knows that its receipt has come")


NONSENSE = {
    "a page of a proxy": Answered(502, {"content-type": "text/html"}, b"<html>Bad gateway</html>"),
    "a page in place of a head": Answered(200, {"content-type": "text/html"}, b"<html>Log in</html>"),
    "a way to somewhere else": Answered(302, {"location": "http://192.0.2.1/"}, b""),
    "an empty answer": Answered(200, {}, b""),
    "an endless header": Answered(200, {f"x-{n}": "y" * 1000 for n in range(200)}, b""),
}


@pytest.mark.parametrize("name", NONSENSE)
def test_nonsense_is_no_head(linked: Linked, name: str) -> None:
    a, b = linked.pair.nodes
    linked.line.fault = lambda _, __: NONSENSE[name]
    object_id = tell(a, b, f"Not heard for {name}")
    (row,) = b.ask("sync", code=1)["partners"]
    assert row["error"]["code"] in {"REFUSED_BY_PARTNER", "UNREACHABLE", "ALARM_MALFORMED_FEED"}
    assert row["error"]["sentence"]
    assert not look(b, "SELECT 1 FROM store_version WHERE object_id = ?", object_id)
    linked.line.fault = honest
    arrives(b, object_id)


@pytest.mark.parametrize(("code", "smaller"), [("fork", 0), ("rollback", 1)])
def test_two_heads_that_cannot_both_be_true_are_kept_as_evidence(
    linked: Linked, code: str, smaller: int
) -> None:
    a, b = linked.pair.nodes
    key = load_keyring(a.home).node
    [(held,)] = look(b, "SELECT note FROM store_infeed")
    truth = claimed(held)
    lie = Checkpoint(truth.origin, truth.size - smaller, b"\x05" * 32)
    forged = sign_checkpoint(lie, key, datetime.now(UTC))
    linked.line.fault = on("/checkpoint", lambda _, answer: replace(answer, status=200, body=forged))
    assert b.ask("sync", code=1)["partners"][0]["error"]["code"] == f"ALARM_{code.upper()}"
    assert alarm(b, code)
    assert evidence(b, code) == held + b"\n" + forged
    assert look(b, "SELECT note FROM store_infeed") == [(held,)]
    linked.line.fault = honest
    arrives(b, tell(a, b, f"The truth after the {code}"))
    assert code in {one["code"] for one in alarms(b)}
