"""A bad line between two nodes: a proxy on loopback that changes, cuts, slows or repeats what comes back."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final, Self

HOP: Final = frozenset({"connection", "keep-alive", "transfer-encoding", "content-length", "date", "server"})


@dataclass(frozen=True)
class Answered:
    """What the node behind the line answered, and how the line carries it.

    After `limit` bytes of the body the line breaks; it carries `pace` bytes in 10 ms, and says all of it
    `times` times.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    limit: int | None = None
    pace: int | None = None
    times: int = 1

    def head(self) -> bytes:
        """Return the status line and the headers."""
        lines = [f"HTTP/1.1 {self.status} -", *(f"{name}: {value}" for name, value in self.headers.items())]
        if self.status != 204:
            lines.append(f"content-length: {len(self.body)}")
        return "\r\n".join([*lines, "", ""]).encode("latin-1")

    def pieces(self) -> Iterator[bytes]:
        """Yield what the line carries of one telling."""
        whole = self.head() + (self.body if self.limit is None else self.body[: self.limit])
        step = self.pace or len(whole)
        for start in range(0, len(whole), step):
            if self.pace:
                time.sleep(0.01)
            yield whole[start : start + step]

    def saying(self, body: bytes) -> Self:
        """Return the same answer with another body."""
        return replace(self, body=body)

    @property
    def is_broken(self) -> bool:
        """Whether the line breaks within the body."""
        return self.limit is not None and self.limit < len(self.body)


Fault = Callable[[str, Answered], Answered]


def honest(path: str, answer: Answered) -> Answered:
    """Carry every answer as it is."""
    del path
    return answer


def on(word: str, change: Fault) -> Fault:
    """Return a fault of the good answers to whatever has `word` in its path."""
    return lambda path, answer: change(path, answer) if word in path and answer.status < 300 else answer


@dataclass
class Line:
    """The line that leads to the node at `port`; `fault` may be changed at any time.

    `asked` holds paths and headers of what was asked, `spoilt` counts the answers that a fault has changed.
    """

    port: int
    fault: Fault = honest
    asked: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)
    spoilt: int = 0

    def ask(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Answered:
        """Ask the node behind, and return what the line makes of its answer."""
        self.asked.append((path, headers))
        behind = HTTPConnection("127.0.0.1", self.port, timeout=90)
        try:
            behind.request(method, path, body=body or None, headers=dict(headers))
            response = behind.getresponse()
            kept = {name: value for name, value in response.getheaders() if name.lower() not in HOP}
            answer = Answered(response.status, kept, response.read())
        finally:
            behind.close()
        carried = self.fault(path, answer)
        self.spoilt += carried != answer
        return carried


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    line: Line

    def do_GET(self) -> None:
        self._carry(b"")

    def do_POST(self) -> None:
        self._carry(self.rfile.read(int(self.headers.get("content-length", 0))))

    def _carry(self, body: bytes) -> None:
        asked = {name: value for name, value in self.headers.items() if name.lower() not in HOP}
        try:
            answer = self.line.ask(self.command, self.path, asked, body)
            for _ in range(answer.times):
                self._say(answer)
            self.close_connection = answer.is_broken
        except (OSError, HTTPException):  # one of the two has gone, so the line is dead
            self.close_connection = True

    def _say(self, answer: Answered) -> None:
        for piece in answer.pieces():
            self.wfile.write(piece)
            self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        del format, args


@contextmanager
def running_line(listen: int, port: int) -> Iterator[Line]:
    """Carry what is asked at `listen` to `port`, both on loopback, until the block ends."""
    line = Line(port)
    server = ThreadingHTTPServer(("127.0.0.1", listen), type("Handler", (_Handler,), {"line": line}))
    server.daemon_threads = True
    server.block_on_close = False
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield line
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
