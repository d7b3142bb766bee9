"""TAXII 2.1 over HTTP: every address, what is refused, and what is never done twice."""

from __future__ import annotations

from tansiq.web.taxii import Taxii
from tansiq.wiring import taxii
from tests.web.served import Served
from tests.web.taxii.asking import ROOT, TAXII, Tool, envelope, indicator, tool


def with_drawer(app: Taxii, served: Served, *, read: bool = True, write: bool = True) -> Tool:
    """A tool of this agency and the drawer `notes`."""
    asking = tool(app, served.node, "siem")
    taxii.add_drawer(served.node, "Notes", alias="notes")
    taxii.grant(served.node, "siem", "notes", read=read, write=write)
    return asking


def test_what_was_posted_comes_back(app: Taxii, served: Served) -> None:
    siem = with_drawer(app, served)
    status = siem.post("notes", envelope(indicator(1), indicator(2)))
    assert status.status == 202
    assert status.json["success_count"] == 2
    assert siem.get(f"{ROOT}status/{status.json['id']}/").body == status.body
    assert siem.objects("notes") == [indicator(1), indicator(2)]
    page = siem.get(f"{ROOT}collections/notes/objects/", "limit=1")
    assert page.json["more"]
    assert page.header("content-type") == TAXII
    assert page.header("x-taxii-date-added-first") == page.header("x-taxii-date-added-last")
