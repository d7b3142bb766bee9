"""Invitations in wrong hands: changed, late, used by two, sent back to where they came from."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.faults import look, refused, well
from tests.e2e.nodes import NodeProcess
from tests.services.clock import clock_off_by

HERE = "http://127.0.0.1:9"


@pytest.fixture(scope="module")
def strangers(tmp_path_factory: pytest.TempPathFactory) -> tuple[NodeProcess, NodeProcess, NodeProcess]:
    """Three nodes that do not run and do not know each other."""
    folder = tmp_path_factory.mktemp("strangers")
    nodes = tuple(NodeProcess(folder / name.lower(), name, "MR") for name in ("Delta", "Echo", "Foxtrot"))
    for node in nodes:
        node.init()
    return nodes[0], nodes[1], nodes[2]


def accept(node: NodeProcess, document: Mapping[str, Any], *, code: int = 0) -> Any:
    """Have `node` accept the document."""
    file = node.home.with_suffix(".json")
    file.write_text(json.dumps(document))
    return node.ask("partner", "accept", str(file), "--url", HERE, code=code)


def refusal(node: NodeProcess, document: Mapping[str, Any]) -> str:
    """Have `node` refuse the document; returns why."""
    before = look(node, "SELECT * FROM store_partner")
    error = accept(node, document, code=1)["error"]
    assert error["sentence"]
    assert look(node, "SELECT * FROM store_partner") == before
    return str(error["code"])


Strangers = tuple[NodeProcess, NodeProcess, NodeProcess]
Change = Callable[[dict[str, Any]], object]
CHANGES: Mapping[str, Change] = {
    "another address": lambda offer: offer["address"].update(url="http://127.0.0.1:10"),
    "another name": lambda offer: offer["agency"]["names"].update(en="Another"),
    "another end": lambda offer: offer.update(expires="2099-01-01T00:00:00Z"),
    "another nonce": lambda offer: offer.update(nonce="0" * 32),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_invitation_is_refused(strangers: Strangers, change: str) -> None:
    delta, echo, _ = strangers
    offer = delta.ask("partner", "invite", "--url", HERE)
    CHANGES[change](offer)
    assert refusal(echo, offer) == "OFFER_TAMPERED"


def test_an_invitation_sent_back_to_its_author_is_refused(strangers: Strangers) -> None:
    delta, _, _ = strangers
    assert refusal(delta, delta.ask("partner", "invite", "--url", HERE)) == "OFFER_OWN"


def test_a_late_invitation_and_a_late_reply_are_refused(strangers: Strangers) -> None:
    delta, echo, _ = strangers
    offer = delta.ask("partner", "invite", "--url", HERE)
    echo.extra = clock_off_by("+8d")
    assert refusal(echo, offer) == "OFFER_EXPIRED"
    echo.extra = {}
    reply = accept(echo, offer)
    delta.extra = clock_off_by("+8d")
    assert refusal(delta, reply) == "OFFER_EXPIRED"
    delta.extra = {}


def test_an_invitation_serves_one_agency(strangers: Strangers) -> None:
    delta, echo, foxtrot = strangers
    offer = delta.ask("partner", "invite", "--url", HERE)
    first, second = accept(echo, offer), accept(foxtrot, offer)
    accept(delta, first)
    assert refusal(delta, second) == "OFFER_USED"
    assert refusal(foxtrot, first) == "OFFER_FOR_ANOTHER"
    accept(delta, first)  # again changes nothing
    names = {row["name"] for row in delta.ask("partner", "list")["partners"]}
    assert names == {"Echo"}
    well(*strangers)


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff\xfe", b"[" * 100_000, b'{"tansiq": "reply/1"}'])
def test_what_is_no_invitation_is_refused(strangers: Strangers, content: bytes, tmp_path: Path) -> None:
    delta = strangers[0]
    file = tmp_path / "offer"
    file.write_bytes(content)
    assert refused(delta, "partner", "accept", str(file))["code"] == "OFFER_MALFORMED"
