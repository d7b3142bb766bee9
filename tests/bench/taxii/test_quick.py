"""The whole run, small: what it finds must be whole, whatever the time it takes."""

import json
import subprocess
import sys
from typing import Any

import pytest


@pytest.fixture(scope="module")
def rows() -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.taxii", "--quick", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return {row["what"]: row for row in json.loads(done.stdout)["rows"]}


@pytest.mark.long
def test_everything_that_is_asked_is_measured(rows: dict[str, Any]) -> None:
    asked = [what for what, row in rows.items() if row["met"] is not None]
    for topic in (
        "GET 4,000 at 1,000",
        "at 100 a page",
        "as a partner",
        "wrk",
        "deepest",
        "memory",
        "hashes",
    ):
        assert any(topic in what for what in asked), topic
    assert sum(what.startswith("filter by") for what in asked) == 7
    assert sum(what.startswith("POST of") for what in asked) == 5


@pytest.mark.long
def test_who_polls_ours_loses_and_repeats_nothing(rows: dict[str, Any]) -> None:
    found = {what: row["measured"] for what, row in rows.items() if "polling" in what and "ours" in what}
    assert len(found) == 4
    assert {*found.values()} == {0}


@pytest.mark.long
def test_a_password_is_hashed_once(rows: dict[str, Any]) -> None:
    assert [row["measured"] for what, row in rows.items() if what.startswith("hashes")] == [1]
