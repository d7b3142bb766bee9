"""TAXII cases 3.2 and 3.3: what the server says of itself, and in which media type."""

from __future__ import annotations

import pytest

from tests.interop.asking import DISCOVERY, ROOT, TAXII, Tool


def test_3_2_1_get_discovery_resource(producer: Tool) -> None:
    reply = producer.get(DISCOVERY)
    assert reply.status == 200
    assert reply.headers["Content-Type"] == TAXII
    found = reply.document
    assert found["title"]
    assert found["default"] in found["api_roots"]
    assert all(root.endswith(ROOT) for root in found["api_roots"])
    assert all(root.startswith(("https://", "/")) for root in found["api_roots"])


@pytest.mark.parametrize(
    "accept",
    [
        "application/taxii+json;version=2.1",
        "application/taxii+json; version=2.1",
        'application/taxii+json ; version="2.1"',
        "Application/TAXII+JSON;Version=2.1",
        "application/taxii+json",
        "*/*",
        "application/*",
        "text/html;q=0.3, application/taxii+json;version=2.1;q=0.9",
        "application/taxii+json;version=2.0, application/taxii+json;version=2.1;q=0.1",
        "application/taxii+json;q=1;version=2.1",
    ],
)
def test_3_2_1_every_legal_way_to_ask_for_taxii_2_1_is_understood(producer: Tool, accept: str) -> None:
    reply = producer.ask("GET", DISCOVERY, headers={"Accept": accept})
    assert (reply.status, reply.headers["Content-Type"]) == (200, TAXII)


@pytest.mark.parametrize(
    "accept",
    [
        "application/taxii+json;version=2.0",
        "application/taxii+json;version=2.2",
        "text/html",
        "application/taxii+json;version=2.1;q=0",
    ],
)
def test_3_2_1_what_cannot_be_given_is_not_acceptable(producer: Tool, accept: str) -> None:
    reply = producer.ask("GET", DISCOVERY, headers={"Accept": accept})
    assert (reply.status, reply.headers["Content-Type"]) == (406, TAXII)
    assert reply.document["title"]


def test_3_2_1_head_says_what_get_says(producer: Tool) -> None:
    got, looked = producer.get(DISCOVERY), producer.ask("HEAD", DISCOVERY)
    assert (looked.status, looked.body) == (200, b"")
    assert looked.headers["Content-Length"] == str(len(got.body))


def test_3_3_1_get_api_root_resource(producer: Tool) -> None:
    found = producer.get(ROOT).document
    assert found["title"]
    assert TAXII in found["versions"]
    assert found["max_content_length"] > 0


def test_3_3_1_the_default_root_is_where_discovery_says(producer: Tool) -> None:
    default = producer.get(DISCOVERY).document["default"]
    path = default if default.startswith("/") else "/" + default.split("/", 3)[3]
    assert producer.get(path).document["title"]


@pytest.mark.parametrize("path", ["/api/nowhere/", "/api/", "/api/nowhere/collections/", "/taxii2/more/"])
def test_3_3_2_incorrect_api_root_information(producer: Tool, path: str) -> None:
    reply = producer.get(path)
    assert (reply.status, reply.headers["Content-Type"]) == (404, TAXII)
    assert reply.document["title"]
    assert reply.document["http_status"] == "404"


@pytest.mark.parametrize("path", [DISCOVERY, ROOT, f"{ROOT}collections/"])
def test_3_3_2_a_method_that_the_endpoint_does_not_have_is_refused(producer: Tool, path: str) -> None:
    reply = producer.ask("PUT", path, b"{}")
    assert reply.status == 405
    assert "GET" in reply.headers["Allow"]
    assert reply.document["title"]
