"""TAXII of a node that is served by a process of its own, spoken to in raw bytes."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import orjson
import pytest

from tansiq.wiring import taxii
from tests.e2e.nodes import NodeProcess
from tests.web.served import Served
from tests.web.taxii.asking import ROOT, TAXII, envelope, indicator

OBJECTS = f"{ROOT}collections/notes/objects/"


@dataclass
class Line:
    """A way to the server at `port`; `token` lets in."""

    port: int
    token: str

    def say(self, method: str, path: str, *headers: str, body: bytes = b"") -> tuple[int, str, bytes]:
        """Send one request as it is written; returns status, head and body."""
        known = [f"authorization: Bearer {self.token}", f"accept: {TAXII}", "connection: close"]
        lines = [f"{method} {path} HTTP/1.1", "host: 127.0.0.1", *known, *headers, "", ""]
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as line:
            line.sendall("\r\n".join(lines).encode("latin-1") + body)
            said = b"".join(iter(lambda: line.recv(65536), b""))
        head, _, rest = said.partition(b"\r\n\r\n")
        return int(head.split()[1]), head.decode("latin-1").lower(), rest


@pytest.fixture
def line(served: Served) -> Iterator[Line]:
    """A line to a server of this test's own, whose bodies may have 10,000 bytes."""
    token = taxii.add_account(served.node, "siem").token
    taxii.add_drawer(served.node, "Notes", alias="notes")
    taxii.grant(served.node, "siem", "notes", read=True, write=True)
    node = NodeProcess(served.node.home, "Home", "MA", extra={"TANSIQ_TAXII_MAX_BYTES": "10000"})
    node.start()
    try:
        yield Line(node.port, token)
    finally:
        node.stop()


def test_one_line_after_another(line: Line) -> None:
    """One server for all of these: to start it takes longer than to ask."""
    a_body_goes_in_and_comes_out(line)
    a_body_in_chunks_goes_in(line)
    a_body_over_the_limit_is_refused_before_it_is_sent(line)
    a_head_has_no_body(line)
    no_path_is_a_fault(line)
    discovery_names_the_root_by_its_path(line)


def a_body_goes_in_and_comes_out(line: Line) -> None:
    body = orjson.dumps(envelope(indicator(1)))
    status, _, _ = line.say(
        "POST", OBJECTS, f"content-type: {TAXII}", f"content-length: {len(body)}", body=body
    )
    assert status == 202
    status, head, said = line.say("GET", OBJECTS)
    assert status == 200
    assert orjson.loads(said)["objects"] == [indicator(1)]
    assert f"content-length: {len(said)}" in head


def a_body_in_chunks_goes_in(line: Line) -> None:
    raw = orjson.dumps(envelope(indicator(2)))
    body = b"".join(b"%x\r\n%b\r\n" % (1, raw[at : at + 1]) for at in range(len(raw))) + b"0\r\n\r\n"
    status, _, _ = line.say(
        "POST", OBJECTS, f"content-type: {TAXII}", "transfer-encoding: chunked", body=body
    )
    assert status == 202


def a_body_over_the_limit_is_refused_before_it_is_sent(line: Line) -> None:
    for length in ("10001", "9" * 15):
        status, _, said = line.say("POST", OBJECTS, f"content-type: {TAXII}", f"content-length: {length}")
        assert status == 413
        assert orjson.loads(said)["http_status"] == "413"


def a_head_has_no_body(line: Line) -> None:
    status, head, said = line.say("HEAD", OBJECTS)
    assert (status, said) == (200, b"")
    assert "content-length: 0" not in head


def no_path_is_a_fault(line: Line) -> None:
    for path in (
        "/api/%ff/",
        "/api/%00",
        "/api/%zz/",
        "/api/%2e%2e/",
        "/api/%2F%2F/",
        "/api/tansiq/status/%0a/",
    ):
        assert line.say("GET", path)[0] in {400, 404}
        assert line.say("GET", f"{OBJECTS}{path[5:]}")[0] in {400, 404}
    assert line.say("GET", f"{OBJECTS}?%ff=%zz")[0] == 400
    assert line.say("BREW", OBJECTS)[0] == 405


def discovery_names_the_root_by_its_path(line: Line) -> None:
    assert orjson.loads(line.say("GET", "/taxii2/")[2])["api_roots"] == [ROOT]


def test_the_same_is_served_from_postgresql(tmp_path: Path, postgres_url: str) -> None:
    node = NodeProcess(tmp_path / "home", "Home", "MA", database=postgres_url)
    node.init()
    token = node.ask("taxii", "account", "add", "siem")["token"]
    node.ask("taxii", "collection", "add", "Notes", "--alias", "notes")
    node.ask("taxii", "grant", "siem", "notes", "--read", "--write")
    node.start()
    try:
        line = Line(node.port, token)
        a_body_goes_in_and_comes_out(line)
        a_head_has_no_body(line)
        no_path_is_a_fault(line)
        assert line.say("DELETE", f"{OBJECTS}{indicator(1)['id']}/")[0] == 200
        assert line.say("GET", OBJECTS)[2] == b"{}"
        node.ask("taxii", "account", "close", "siem")
        assert line.say("GET", OBJECTS)[0] == 401
    finally:
        node.stop()
