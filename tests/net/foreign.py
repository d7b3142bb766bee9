"""A foreign TAXII server over HTTP on this machine, which floods, redirects and drips when told to."""

from __future__ import annotations

import gzip
import ssl
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any

from tansiq.exchange.taxii.client import Reply
from tansiq.net import Certificate
from tests.exchange.taxii.client.server import Server, reply

USER, PASSWORD, TOKEN = "courier", "the well is east of the dunes", "a-token"
ADMITTED = (
    f"Basic {b64encode(f'{USER}:{PASSWORD}'.encode()).decode()}",
    f"Bearer {TOKEN}",
)


@dataclass
class Foreign:
    """Where `server` is served, and how.

    `cut` breaks bodies off after so many bytes, `drip` sends them a byte at a time, each so many seconds
    after the last; `redirect` sends every request elsewhere, `closed` admits who proves itself.
    """

    server: Server
    url: str = ""
    cut: int | None = None
    drip: float = 0
    redirect: dict[str, str] = field(default_factory=dict)
    flood: int = 0
    packed: bytes | None = None
    closed: bool = False
    over: Event = field(default_factory=Event)
    headers: list[dict[str, str]] = field(default_factory=list)
    connections: set[Any] = field(default_factory=set)

    def answer(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Reply:
        self.headers.append(headers)
        if path in self.redirect:
            return reply({}, 302, location=self.redirect[path])
        if self.closed and headers.get("authorization") not in ADMITTED:
            return reply({"title": "Who are you?"}, 401, www_authenticate="Basic")
        found = self.server.ask(method, path, body)
        return self._packed(Reply(found.status, found.headers, found.body + b" " * self.flood))

    def _packed(self, found: Reply) -> Reply:
        if self.packed is None:
            return found
        packed = self.packed or gzip.compress(found.body)
        return Reply(found.status, {**found.headers, "content-encoding": "gzip"}, packed)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    site: Foreign

    def do_GET(self) -> None:
        self._serve(b"")

    def do_POST(self) -> None:
        self._serve(self.rfile.read(int(self.headers["Content-Length"])))

    def _serve(self, body: bytes) -> None:
        self.site.connections.add(self.client_address)
        headers = {name.lower(): value for name, value in self.headers.items()}
        found = self.site.answer(self.command, self.path, headers, body)
        self.send_response(found.status)
        for name, value in {**found.headers, "Content-Length": str(len(found.body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self._write(found.body)

    def _write(self, body: bytes) -> None:
        if not self.site.drip:
            part = body[: self.site.cut]
            self.wfile.write(part)
            self.close_connection = len(part) < len(body)
            return
        for number in range(len(body)):
            if self.site.over.wait(self.site.drip):
                break
            try:
                self.wfile.write(body[number : number + 1])
            except OSError:
                break
        self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class names it
        """Say nothing."""


@contextmanager
def foreign(
    server: Server, certificate: Certificate | None = None, folder: Path | None = None
) -> Iterator[Foreign]:
    """Serve `server` on a free port of this machine, with TLS when there is a `certificate`."""
    site = Foreign(server)
    http = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"site": site}))
    http.daemon_threads = True
    if certificate is not None and folder is not None:
        http.socket = _context(certificate, folder).wrap_socket(http.socket, server_side=True)
    site.url = f"http{'s' if certificate else ''}://127.0.0.1:{http.server_port}"
    thread = Thread(target=http.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.over.set()
        http.shutdown()
        http.server_close()


def _context(certificate: Certificate, folder: Path) -> ssl.SSLContext:
    (folder / "certificate.pem").write_bytes(certificate.certificate)
    (folder / "key.pem").write_bytes(certificate.key)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "certificate.pem", folder / "key.pem")
    return context
