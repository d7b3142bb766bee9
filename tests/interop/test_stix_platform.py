"""Threat intelligence platform (TIP): nodes receive, keep, show and pass on, with the markings kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from tansiq.stix import TLP, parse
from tests.e2e.nodes import eventually
from tests.interop.asking import Tool, collection_at, write
from tests.interop.cases import DATA, TITLES
from tests.interop.office import Office
from tests.interop.shared import TLP as OLD_TLP
from tests.interop.shared import Author, Object, newest, shared

NAMES = [f"{number} {TITLES[number]}" for number in DATA]
RELEASED = collection_at("released")
BY = "platform "
LEVELS = {
    "3.5.3.1": TLP.CLEAR,
    "3.5.3.2": TLP.GREEN,
    "3.5.3.3": TLP.AMBER,
    "3.5.3.4": TLP.RED,
}


@pytest.fixture(scope="module")
def analyst(office: Office) -> Tool:
    """A tool at the partner's node, after all that the cases share has come there over the feed."""
    producer, tool = office.tool("producer"), office.analyst
    for number in DATA:
        status = producer.post(office.at("told-red"), *shared(number, by=BY)).document
        assert status["failure_count"] == 0, status
    last = Author("platform last").identity
    assert producer.post(office.at("told-red"), last).document["success_count"] == 1
    path = f"{RELEASED}objects/{last['id']}/"
    eventually(lambda: tool.get(path).status == 200, what="the partner has the last object")
    return tool


def held(tool: Tool, one: Mapping[str, Any]) -> Object:
    (found,) = tool.get(f"{RELEASED}objects/{one['id']}/").objects
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize("number", DATA, ids=NAMES)
def test_tip_passes_on_every_object_of(analyst: Tool, office: Office, number: str) -> None:
    for one in newest(shared(number, by=BY)).values():
        there, here = held(analyst, one), held(office.tool("consumer"), one)
        assert there == here
        assert {name: there[name] for name in one if name != "object_marking_refs"} == {
            name: value for name, value in one.items() if name != "object_marking_refs"
        }


@pytest.mark.parametrize("number", LEVELS)
def test_tip_never_widens_the_marking_of(analyst: Tool, number: str) -> None:
    """The collection passes on as TLP:RED, which is as narrow as any of these or narrower."""
    _, one = shared(number, by=BY)
    found = parse(write(held(analyst, one)))
    assert TLP.RED in {TLP.of(ref) for ref in found.markings}


def test_tip_does_not_pass_on_red_as_green(office: Office, producer: Tool, ally: Tool) -> None:
    red = Author("platform red").indicator("[ipv6-addr:value = '2001:db8::4']")
    red["object_marking_refs"] = [OLD_TLP["red"]]
    producer.post(office.at("told-green"), red)
    found = ally.get(f"{RELEASED}objects/{red['id']}/")
    levels = {TLP.of(ref) for one in found.document.get("objects", []) for ref in one["object_marking_refs"]}
    assert found.status == 404 or TLP.RED in levels


def test_tip_keeps_statements_and_granular_markings(producer: Tool, ally: Tool, office: Office) -> None:
    author = Author("platform statement")
    says = {
        "type": "marking-definition",
        "spec_version": "2.1",
        "id": "marking-definition--3b1f9b5e-43a5-4c0f-8d3d-6a7d5b8f1c01",
        "created": "2026-03-02T08:15:30.120Z",
        "definition_type": "statement",
        "definition": {"statement": "Not for the press"},
    }
    parts = [{"marking_ref": says["id"], "selectors": ["description"]}]
    one = author.indicator("[ipv4-addr:value = '198.51.100.5']", description="From the harbour master")
    one |= {"object_marking_refs": [says["id"]], "granular_markings": parts}
    status = producer.post(office.at("told-red"), says, one).document
    assert status["failure_count"] == 0, status
    found = held(ally, one)
    assert says["id"] in found["object_marking_refs"]
    assert found["granular_markings"] == parts
    assert held(ally, says)["definition"] == says["definition"]


def test_tip_passes_on_a_revocation(analyst: Tool) -> None:
    for number in ("3.20.11.1", "3.20.11.2"):
        last = shared(number, by=BY)[-1]
        assert held(analyst, last)["revoked"] is True
        path = f"{RELEASED}objects/{last['id']}/versions/"
        assert last["modified"] in analyst.get(path).document["versions"]


def test_tip_shows_its_people_what_came(analyst: Tool, office: Office) -> None:
    one = shared("3.7.3.1", by=BY)[-1]
    assert analyst.get(RELEASED).status == 200
    shown = office.partner.ask("show", one["id"])
    assert (shown["tlp"], shown["from"]) == ("red", office.node.agency)
    assert shown["verified"]


def test_tip_tells_an_outsider_nothing(analyst: Tool, office: Office, stranger: Tool) -> None:
    one = shared("3.7.3.1", by=BY)[-1]
    assert analyst.get(f"{RELEASED}objects/{one['id']}/").status == 200
    assert stranger.get(f"{office.at('told-red')}objects/{one['id']}/").status == 404
