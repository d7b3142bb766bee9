"""TLS from outside a node: `python -m tests.e2e.tls pretend HOST PORT` and `… greet HOST PORT VERSION`."""

from __future__ import annotations

import socket
import ssl
import sys
import tempfile
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

from tansiq.net import make_certificate


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


class Curious(BaseHTTPRequestHandler):
    """Says what it hears."""

    def do_GET(self) -> None:
        say(f"heard {self.path}")

    def do_POST(self) -> None:
        say(f"heard {self.path}")


def pretend(host: str, port: int) -> None:
    """Answer at another's address with a certificate of our own, until killed."""
    made = make_certificate(host, datetime.now(UTC))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.TemporaryDirectory() as folder:
        certificate, key = Path(folder) / "certificate", Path(folder) / "key"
        certificate.write_bytes(made.certificate)
        key.write_bytes(made.key)
        context.load_cert_chain(certificate, key)
    server = HTTPServer((host, port), Curious)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    say("ready")
    server.serve_forever()


def greet(host: str, port: int, version: str) -> None:
    """Shake hands in TLS of `version` alone, and say in which it was done, or that it was refused."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.minimum_version = context.maximum_version = ssl.TLSVersion[version]
    try:
        with context.wrap_socket(socket.create_connection((host, port))) as wire:
            say(str(wire.version()))
    except ssl.SSLError:
        say("refused")


if __name__ == "__main__":
    if sys.argv[1] == "pretend":
        pretend(sys.argv[2], int(sys.argv[3]))
    else:
        greet(sys.argv[2], int(sys.argv[3]), sys.argv[4])
