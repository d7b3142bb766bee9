"""TAXII cases 3.1: who may come in."""

from __future__ import annotations

import pytest

from tests.interop.asking import DISCOVERY, ROOT, Tool, basic, bearer
from tests.interop.badges import CERTIFICATE_HEADER
from tests.interop.conftest import Gate
from tests.interop.office import PASSWORD, PRODUCER, Office

CLOSED = (DISCOVERY, ROOT, f"{ROOT}collections/")


@pytest.mark.parametrize("path", CLOSED)
def test_3_1_1_missing_authorization_parameter(office: Office, path: str) -> None:
    reply = Tool(office.node.port).get(path)
    assert reply.status == 401
    challenges = " ".join(reply.headers.get_all("WWW-Authenticate") or []).lower()
    assert "basic realm=" in challenges
    assert "bearer" in challenges
    assert reply.document["title"]
    assert reply.document["http_status"] == "401"


@pytest.mark.parametrize(
    "authorization",
    [
        basic("producer", "wrong"),
        basic("nobody", PASSWORD),
        bearer("wrong"),
        "Basic !",
        "Basic",
        "Digest username=producer",
    ],
)
def test_3_1_2_authorization_parameter_error(office: Office, authorization: str) -> None:
    reply = Tool(office.node.port, authorization).get(DISCOVERY)
    assert reply.status in {400, 401}
    assert reply.status == 400 or reply.headers["WWW-Authenticate"]
    assert reply.document["title"]


def test_3_1_2_a_wrong_password_tells_nothing_about_the_account(office: Office) -> None:
    known = Tool(office.node.port, basic("consumer", "wrong")).get(DISCOVERY)
    unknown = Tool(office.node.port, basic("consumer2", "wrong")).get(DISCOVERY)
    assert (known.status, known.body) == (unknown.status, unknown.body) == (401, known.body)


def test_3_1_3_certificate_based_authentication(gate: Gate) -> None:
    found = gate.tool(gate.badge).get(f"{ROOT}collections/")
    assert found.status == 200
    assert "both" in {one.get("alias") for one in found.document["collections"]}


def test_3_1_3_no_certificate_is_nobody(gate: Gate) -> None:
    assert gate.tool().get(DISCOVERY).status == 401


def test_3_1_3_a_certificate_that_no_account_has_is_nobody(gate: Gate) -> None:
    assert gate.tool(gate.unknown).get(DISCOVERY).status == 401


def test_3_1_3_a_certificate_of_another_authority_comes_no_further_than_the_proxy(gate: Gate) -> None:
    reply = gate.tool(gate.foreign).get(DISCOVERY)
    assert (reply.status, reply.headers["Server"].split("/")[0]) == (400, "nginx")


def test_3_1_3_a_certificate_named_by_the_client_itself_is_not_believed(gate: Gate) -> None:
    forged = {CERTIFICATE_HEADER: gate.badge.fingerprint}
    assert gate.tool().ask("GET", DISCOVERY, headers=forged).status == 401


def test_3_1_4_http_basic_authentication(office: Office) -> None:
    assert Tool(office.node.port, PRODUCER).get(DISCOVERY).status == 200


def test_3_1_4_http_basic_through_the_proxy(gate: Gate) -> None:
    assert gate.tool().known_by(PRODUCER).get(DISCOVERY).status == 200


def test_3_1_4_a_bearer_token_serves_as_well(producer: Tool) -> None:
    assert producer.get(DISCOVERY).status == 200
