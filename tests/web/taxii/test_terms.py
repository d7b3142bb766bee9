"""A drawer with terms: what tools put in is told to partners, and taken back when they delete it."""

from __future__ import annotations

from typing import Final

import pytest

from tansiq.web.taxii import Taxii
from tansiq.wiring import ImportOrder, taxii
from tests.web.served import Served
from tests.web.taxii.asking import ROOT, Tool, envelope, indicator, tool

FIRST: Final = f"{ROOT}collections/told/objects/{indicator(1)['id']}/"


@pytest.fixture
def siem(app: Taxii, served: Served) -> Tool:
    """A tool that writes to the drawer `told`, from which the member is told."""
    asking = tool(app, served.node, "siem")
    order = ImportOrder(("counter-terrorism",), "A2", "amber", to=(served.member.agency.id,))
    taxii.add_drawer(served.node, "Told", alias="told", order=order)
    taxii.grant(served.node, "siem", "told", read=True, write=True)
    return asking


def names(reader: Tool) -> list[str]:
    return [one["name"] for one in reader.objects("released") if one["type"] == "indicator"]


def test_what_is_put_in_is_told_and_comes_back_as_it_was(app: Taxii, siem: Tool, served: Served) -> None:
    member = tool(app, served.node, "theirs", partner=served.member.agency.id)
    outsider = tool(app, served.node, "others", partner=served.outsider.agency.id)
    assert siem.post("told", envelope(indicator(1), indicator(2))).json["success_count"] == 2
    assert siem.objects("told") == [indicator(1), indicator(2)]
    assert names(member) == ["Ship 1", "Ship 2"]
    assert names(outsider) == []


def test_what_may_not_be_told_fails_by_itself(siem: Tool, served: Served) -> None:
    theirs = indicator(2, created_by_ref=served.member.agency.id)
    status = siem.post("told", envelope(indicator(1), theirs, indicator(3))).json
    assert (status["success_count"], status["failure_count"]) == (2, 1)
    assert status["failures"][0]["id"] == theirs["id"]
    assert len(status["failures"][0]["message"].split()) > 5
    assert siem.objects("told") == [indicator(1), indicator(3)]


def test_what_is_deleted_is_taken_back(app: Taxii, siem: Tool, served: Served) -> None:
    member = tool(app, served.node, "theirs", partner=served.member.agency.id)
    siem.post("told", envelope(indicator(1), indicator(2)))
    assert siem.ask("DELETE", FIRST, "match[version]=last").status == 403
    assert names(member) == ["Ship 1", "Ship 2"]
    assert siem.ask("DELETE", FIRST).status == 200
    assert names(member) == ["Ship 2"]
    assert siem.objects("told") == [indicator(2)]
    again = siem.post("told", envelope(indicator(1))).json
    assert (again["success_count"], again["failure_count"]) == (0, 1)
