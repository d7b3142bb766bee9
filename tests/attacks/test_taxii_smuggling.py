"""Requests that say two things at once, in raw bytes to a node that is served by a process of its own."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from contextlib import suppress
from typing import Final

import pytest

from tansiq.wiring import taxii
from tests.e2e.nodes import NodeProcess
from tests.web.served import Served
from tests.web.taxii.asking import ROOT, TAXII

OBJECTS: Final = f"{ROOT}collections/notes/objects/"
HIDDEN: Final = b"GET /taxii2/ HTTP/1.1\r\nhost: h\r\n\r\n"
LAST: Final = b"GET /taxii2/ HTTP/1.1\r\nhost: h\r\nconnection: close\r\n\r\n"
CHUNK: Final = b"%x\r\n%b\r\n0\r\n" % (len(HIDDEN), HIDDEN)


@pytest.fixture
def port(served: Served) -> Iterator[int]:
    """Where a server of this test's own listens."""
    node = NodeProcess(served.node.home, "Home", "MA", extra={"TANSIQ_TAXII_MAX_BYTES": "10000"})
    node.start()
    try:
        yield node.port
    finally:
        node.stop()


def statuses(port: int, head: str, body: bytes) -> list[int]:
    """Return the status of every answer to one request and a last one after it, up to the end of the line."""
    said = b""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
        line.sendall(head.replace("\n", "\r\n").encode("latin-1") + b"\r\n\r\n" + body + LAST)
        with suppress(ConnectionResetError):  # it hung up on what it had not read
            while piece := line.recv(65536):
                said += piece
    return [int(code) for code in re.findall(rb"HTTP/1\.1 (\d{3}) ", said)]


def test_attack_a_request_within_a_request(served: Served, port: int) -> None:
    token = taxii.add_account(served.node, "siem").token
    taxii.add_drawer(served.node, "Notes", alias="notes")
    taxii.grant(served.node, "siem", "notes", read=True, write=True)
    known = f"POST {OBJECTS} HTTP/1.1\nhost: h\ncontent-type: {TAXII}\nauthorization: Bearer {token}"
    length = f"content-length: {len(HIDDEN)}"
    for head, body in (
        (f"{known}\n{length}", HIDDEN),
        (f"POST {OBJECTS} HTTP/1.1\nhost: h\n{length}", HIDDEN),
        (f"{known}\ncontent-length: 0\n{length}", HIDDEN),
        (f"{known}\n{length}\ncontent-length: 0", HIDDEN),
        (f"{known}\ncontent-length: 0, {len(HIDDEN)}", HIDDEN),
        (f"{known}\ncontent-length: +{len(HIDDEN)}", HIDDEN),
        (f"{known}\ntransfer-encoding: chunked", CHUNK + b"x-trailer: 1\r\n\r\n"),
        (f"{known}\ntransfer-encoding: xchunked", CHUNK + b"\r\n"),
        (f"{known}\n{length}\ntransfer-encoding: identity, chunked, identity", HIDDEN),
        (f"{known}\ntransfer-encoding: chunked\ntransfer-encoding: gzip", CHUNK + b"\r\n"),
    ):
        found = [code for code in statuses(port, head, body) if code != 100]
        assert set(found) <= {400, 401, 404, 422}, head
        assert len(found) <= 2, head
