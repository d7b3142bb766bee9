"""The description of the interface: it is what the server does, and a served node keeps to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import orjson
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import ignored_auth, negative_data_rejection

from tansiq.exchange.taxii import BadQuery, Endpoint, read_wanted
from tansiq.web.taxii import Taxii
from tansiq.web.taxii.endpoints import Site
from tansiq.web.taxii.openapi import FILTERS, description
from tansiq.web.taxii.routes import ROUTES
from tansiq.wiring import taxii
from tests.e2e.nodes import NodeProcess
from tests.web.served import Served
from tests.web.taxii.asking import ROOT, TAXII, bearer, envelope, indicator, tool

OURS = [ignored_auth, negative_data_rejection]
"""Checks that cannot know that every request here is given a real account and a real collection."""
VALUES = {
    "limit": "5",
    "next": "7",
    "added_after": "2026-03-01T12:00:00Z",
    "match[id]": "indicator--1",
    "match[type]": "indicator",
    "match[version]": "last",
    "match[spec_version]": "2.1",
}


def described() -> dict[str, Any]:
    found: dict[str, Any] = orjson.loads(description(Site("Alpha", "https://alpha.example", 1000)))
    return found


def test_it_names_every_address_and_method() -> None:
    paths = described()["paths"]
    for route in ROUTES:
        methods = {name.upper() for name in paths[route.template] if name != "parameters"}
        assert methods - {"HEAD"} == set(route.operations)


@pytest.mark.parametrize("endpoint", list(Endpoint))
def test_it_names_the_filters_that_are_heard_and_no_others(endpoint: Endpoint) -> None:
    for name, value in VALUES.items():
        if name in FILTERS[endpoint]:
            assert read_wanted([(name, value)], endpoint) is not None
        elif name.startswith("match"):
            with pytest.raises(BadQuery):
                read_wanted([(name, value)], endpoint)


@pytest.mark.parametrize("name", VALUES)
def test_what_it_says_of_a_filter_is_so(name: str) -> None:
    (parameter,) = [
        one
        for one in described()["paths"][f"{ROOT}collections/{{collection}}/objects/"]["get"]["parameters"]
        if one["name"] == name
    ]
    value = int(VALUES[name]) if parameter["schema"]["type"] == "integer" else VALUES[name]
    assert jsonschema_rs.is_valid(parameter["schema"], value)


def test_every_answer_is_as_described(app: Taxii, served: Served) -> None:
    siem = tool(app, served.node, "siem")
    taxii.add_drawer(served.node, "Notes", alias="notes")
    taxii.grant(served.node, "siem", "notes", read=True, write=True)
    document = siem.get(f"{ROOT}openapi.json", accept="application/json").json
    status = siem.post("notes", envelope(indicator(1), {}))
    names = {"collection": "notes", "object": indicator(1)["id"], "status": status.json["id"]}
    for route in ROUTES:
        said = document["paths"][route.template]["get"]["responses"]["200"]["content"]
        reply = siem.get(route.template.format_map(names))
        (kind,) = said
        assert reply.header("content-type") == kind
        schema = {**said[kind]["schema"], "components": document["components"]}
        jsonschema_rs.validate(schema, reply.json)
    refusal = {"$ref": "#/components/schemas/error", "components": document["components"]}
    jsonschema_rs.validate(refusal, siem.get("/api/").json)


@pytest.fixture
def running(served: Served) -> Iterator[tuple[BaseSchema, dict[str, str]]]:
    """The description as a node says it that is served by a process of its own, and who may ask there."""
    known = bearer(taxii.add_account(served.node, "siem").token)
    taxii.add_drawer(served.node, "Notes", alias="notes")
    taxii.grant(served.node, "siem", "notes", read=True, write=True)
    node = NodeProcess(served.node.home, "Home", "MA")
    node.start()
    try:
        headers = {**known, "accept": TAXII}
        yield schemathesis.openapi.from_url(f"{node.url}{ROOT}openapi.json", headers=headers), headers
    finally:
        node.stop()


def test_a_served_node_keeps_to_it(running: tuple[BaseSchema, dict[str, str]]) -> None:
    """Hypothesis asks what the description allows, and what it does not."""
    described, headers = running
    statuses = Counter[int]()
    for found in described.get_all_operations():
        assert isinstance(found, Ok)
        operation = found.ok()
        for mode in GenerationMode:

            @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
            @given(operation.as_strategy(generation_mode=mode), st.booleans())
            def ask(case: Any, known: bool) -> None:  # noqa: FBT001 - hypothesis gives by position
                if known and "collection" in case.path_parameters:
                    case.path_parameters["collection"] = "notes"
                statuses[case.call_and_validate(headers=headers, excluded_checks=OURS).status_code] += 1

            ask()
    assert {200, 202, 400, 404} <= statuses.keys()
    assert 401 not in statuses
