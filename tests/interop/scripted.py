"""A TAXII server that says what a case tells it to say, and remembers what it was asked."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit

from tests.interop.asking import TAXII


class Asked(NamedTuple):
    """One request as it came."""

    method: str
    path: str
    query: dict[str, str]
    headers: Message
    body: bytes


class Said(NamedTuple):
    """One answer to be given."""

    document: Any
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()


def wrong(status: int, title: str, *headers: tuple[str, str]) -> Said:
    """Return an error message (TAXII 2.1, 3.6.1)."""
    return Said({"title": title, "http_status": str(status)}, status, headers)


@dataclass
class Script:
    """What is said to a method and a path: the answers in turn, the last of them for ever."""

    lines: Mapping[tuple[str, str], list[Said]]
    url: str = ""
    asked: list[Asked] = field(default_factory=list)

    def answer(self, asked: Asked) -> Said:
        """Return the next answer."""
        self.asked.append(asked)
        lines = self.lines.get((asked.method, asked.path))
        if not lines:
            return wrong(404, "Not Found")
        return lines.pop(0) if len(lines) > 1 else lines[0]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    script: Script

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class says so
        """Say nothing."""

    def _serve(self) -> None:
        parts = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        said = self.script.answer(Asked(self.command, parts.path, query, self.headers, body))
        raw = json.dumps(said.document).encode()
        self.send_response(said.status)
        for name, value in (("Content-Type", TAXII), ("Content-Length", str(len(raw))), *said.headers):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(raw)


@contextmanager
def playing(lines: Mapping[tuple[str, str], list[Said]]) -> Iterator[Script]:
    """Serve `lines` on a free port of this machine."""
    script = Script(lines)
    handler = type("Handler", (_Handler,), {"script": script})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        script.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield script
        finally:
            server.shutdown()
            thread.join()
