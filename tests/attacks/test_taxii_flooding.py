"""A tool that may write sends little that costs much."""

from __future__ import annotations

import gzip

import pytest

from tansiq.web.taxii import Taxii
from tansiq.wiring import taxii
from tests.web.served import Served
from tests.web.taxii.asking import ROOT, Tool, envelope, indicator, tool


@pytest.fixture
def siem(app: Taxii, served: Served) -> Tool:
    """A tool that writes to the drawer `notes`."""
    asking = tool(app, served.node, "siem")
    taxii.add_drawer(served.node, "Notes", alias="notes")
    taxii.grant(served.node, "siem", "notes", read=True, write=True)
    return asking


def kept(served: Served, status_id: str) -> int:
    with served.node.snapshot() as tx:
        found = tx.statuses.status(status_id)
    return 0 if found is None else len(found[1])


def test_attack_a_small_body_that_fails_a_hundred_thousand_times(siem: Tool, served: Served) -> None:
    body = gzip.compress(b'{"objects":[' + b",".join([b"1"] * 100_000) + b"]}")
    status = siem.post("notes", body, content_encoding="gzip")
    assert status.json["failure_count"] == status.json["total_count"] == 100_000
    assert len(status.json["failures"]) == 10_000
    assert kept(served, status.json["id"]) < 100_000
    assert siem.get(f"{ROOT}status/{status.json['id']}/").json == status.json


def test_attack_one_object_a_hundred_thousand_times(siem: Tool, served: Served) -> None:
    status = siem.post("notes", envelope(*[indicator(1)] * 20_000)).json
    assert status["success_count"] == 20_000
    assert kept(served, status["id"]) < 10_000
    assert siem.objects("notes") == [indicator(1)]


def test_attack_a_name_that_fills_the_reason(siem: Tool) -> None:
    [failure] = siem.post("notes", envelope(indicator(1) | {"x" * 1_000_000: None})).json["failures"]
    assert len(failure["message"]) <= 1_000
