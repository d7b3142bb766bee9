"""A small site that serves one node's feeds as spec/node.md says, and misbehaves when told to."""

from __future__ import annotations

import json
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tansiq.exchange import Address, BadReceipt, BadSignature, ClockSkew, ExchangeError, NotServed, UnknownKey
from tansiq.exchange.node import Message, feed_path, parse_slice_path, verify_request
from tansiq.net import Certificate
from tests.exchange.cast import NOW, Node


@dataclass
class Site:
    """Where `node` is served, and how.

    `now` is its clock, `cut` breaks bodies off after so many bytes, `headers` adds so many headers.
    """

    node: Node
    url: str = ""
    now: datetime = NOW
    cut: int | None = None
    redirect: str = ""
    flood: bool = False
    headers: int = 0
    hold: Event = field(default_factory=Event)
    holding: Event = field(default_factory=Event)
    holds: bool = False
    asked: set[str] = field(default_factory=set)
    """The names of all headers that came in, in lower case."""
    sent: int = 0
    """How many bytes of slices went out."""

    def answer(self, message: Message) -> bytes | None:
        """Return the body of the answer; None when there is nothing newer."""
        self.asked |= {name.lower() for name in message.headers}
        reader = verify_request(
            message, home=self.node.id, known=self.node.view().agencies.known, now=self.now
        )
        parts = urlsplit(message.target)
        prefix = feed_path(reader) + "/"
        if not parts.path.startswith(prefix):
            raise NotServed
        return self._route(reader, parts.path.removeprefix(prefix), parse_qs(parts.query), message.body)

    def _route(self, reader: str, path: str, query: dict[str, list[str]], body: bytes) -> bytes | None:
        server = self.node.server
        if path == "checkpoint":
            size, seen = int(query["after"][0]), int(query["seen"][0])
            root = bytes.fromhex(query["root"][0]) if "root" in query else None
            return server.checkpoint(reader, size=size, root=root, seen=seen, now=self.now)
        if path.startswith("pack/"):
            return server.slice(reader, *parse_slice_path(path))
        if path == "receipt":
            server.receipt(reader, body, now=self.now)
        else:
            server.hello(reader, body, home=Address(self.url))
        return b""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    site: Site

    def do_GET(self) -> None:
        self._serve(b"")

    def do_POST(self) -> None:
        self._serve(self.rfile.read(int(self.headers["Content-Length"])))

    def _serve(self, body: bytes) -> None:
        site = self.site
        if site.holds:
            site.holding.set()
            site.hold.wait(20)
        if site.redirect:
            self._write(302, b"", {"Location": site.redirect})
            return
        try:
            message = Message(self.command, self.path, dict(self.headers.items()), body)
            found = site.answer(message)
        except ExchangeError as error:
            self._write(_status(error), json.dumps({"code": error.code, **error.about}).encode(), {})
            return
        self._give(b"x" * 2_000_000 if site.flood else found)

    def _give(self, found: bytes | None) -> None:
        if found is None:
            self._write(204, b"", {})
            return
        etag = f'"{sha256(found).hexdigest()[:16]}"'
        start = 0
        if self.headers.get("Range") and self.headers.get("If-Range") == etag:
            start = int(self.headers["Range"].removeprefix("bytes=").rstrip("-"))
        ranged = {"Content-Range": f"bytes {start}-{len(found) - 1}/{len(found)}"} if start else {}
        self._write(206 if start else 200, found[start:], {"ETag": etag, **ranged})

    def _write(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        more = {f"X-{number}": "more" for number in range(self.site.headers)}
        for name, value in {**more, **headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        part = body
        if "/pack/" in self.path:
            part = body[: self.site.cut]
            self.site.sent += len(part)
        self.wfile.write(part)
        if len(part) < len(body):
            self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class names it
        """Say nothing."""


def _status(error: ExchangeError) -> int:
    if isinstance(error, ClockSkew | UnknownKey | BadSignature):
        return 401
    return 404 if isinstance(error, NotServed) else 400 if isinstance(error, BadReceipt) else 409


@contextmanager
def serving(node: Node, certificate: Certificate | None = None, folder: Path | None = None) -> Iterator[Site]:
    """Serve `node` on a free port of this machine, with TLS when there is a `certificate`."""
    site = Site(node)
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"site": site}))
    server.daemon_threads = True
    if certificate is not None and folder is not None:
        server.socket = _context(certificate, folder).wrap_socket(server.socket, server_side=True)
    site.url = f"http{'s' if certificate else ''}://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.hold.set()
        server.shutdown()
        server.server_close()
        thread.join()


def _context(certificate: Certificate, folder: Path) -> ssl.SSLContext:
    (folder / "cert.pem").write_bytes(certificate.certificate)
    (folder / "key.pem").write_bytes(certificate.key)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context
