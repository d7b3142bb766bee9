"""The way to a foreign TAXII server: one connection, verified TLS, bounded answers and times."""

from __future__ import annotations

import socket
import ssl
import zlib
from base64 import b64encode
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from threading import Event, Timer
from typing import Final
from urllib.parse import SplitResult, urljoin, urlsplit

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, NewConnectionError, SSLError
from urllib3.exceptions import TimeoutError as TimeoutErrors
from urllib3.response import BaseHTTPResponse

from tansiq.exchange.taxii.client import (
    Foreign,
    ForeignAway,
    ForeignElsewhere,
    ForeignSlow,
    ForeignTooLarge,
    ForeignUnreadable,
    ForeignUntrusted,
    Reply,
)

MEDIA: Final = "application/taxii+json;version=2.1"
MAX_ANSWER: Final = 100 * 1024 * 1024
"""Bytes of one answer, unpacked."""
READ_TIMEOUT: Final = 60.0
TOTAL_TIMEOUT: Final = 300.0
"""Seconds from the first byte sent to the last byte received."""
REDIRECTS: Final = 5
_MOVED: Final = frozenset({301, 302, 303, 307, 308})
_CHUNK: Final = 256 * 1024


@dataclass(frozen=True, slots=True)
class Credentials:
    """How we prove ourselves to a foreign server: `username` and `password`, or a bearer `token`, or not."""

    username: str | None = None
    password: str | None = field(default=None, repr=False)
    token: str | None = field(default=None, repr=False)

    @property
    def header(self) -> Mapping[str, str]:
        """The header that carries them (RFC 7617, RFC 6750); none when there are none."""
        if self.token is not None:
            return {"Authorization": f"Bearer {self.token}"}
        if self.username is None:
            return {}
        pair = f"{self.username}:{self.password or ''}".encode()
        return {"Authorization": f"Basic {b64encode(pair).decode()}"}


class TaxiiTransport:
    """Reaches the server at `url`, which `exchange.taxii.client.find` has looked at, and no other.

    `limit` bytes are taken of an answer, `total` seconds waited for its end. Uses no proxy, keeps no cookie,
    follows a redirect only to the same server.
    """

    def __init__(
        self,
        url: str,
        credentials: Credentials,
        *,
        limit: int = MAX_ANSWER,
        total: float = TOTAL_TIMEOUT,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        self._home = urlsplit(url)
        self._credentials = credentials
        self._limit = limit
        self._total = total
        self._trust = trust
        self._connection: HTTPConnection | None = None
        self._closed = False

    def ask(self, method: str, url: str, body: bytes = b"") -> Reply:
        """Send one request and return the whole reply, whatever its status.

        Raises `ForeignAway`, `ForeignUntrusted`, `ForeignSlow`, `ForeignTooLarge`, `ForeignElsewhere`, or
        `ForeignUnreadable` for a body that cannot be unpacked.
        """
        for _ in range(REDIRECTS + 1):
            reply = self._exchange(method, self._near(url), url, body)
            if reply.status not in _MOVED or method != "GET":
                return reply
            url = _moved(url, reply.headers.get("location", ""))
        raise ForeignElsewhere(url)

    def close(self) -> None:
        """Break off what is under way in another thread; nothing more is sent."""
        self._closed = True
        self._drop()

    def _gone(self) -> bool:
        """Return whether another thread has closed this."""
        return self._closed

    def _near(self, url: str) -> SplitResult:
        """Return the parts of `url`. Raises `ForeignElsewhere` when it lies on another server."""
        try:
            parts = urlsplit(url)
            if _origin(parts) == _origin(self._home):
                return parts
        except ValueError:
            pass  # an address that cannot be read is nowhere near
        raise ForeignElsewhere(url)

    def _exchange(self, method: str, parts: SplitResult, url: str, body: bytes) -> Reply:
        if self._gone():
            raise ForeignAway(url)
        over = Event()
        late = Timer(self._total, self._give_up, (over,))
        late.daemon = True
        late.start()
        try:
            reply = self._read(self._begin(method, parts, body), url)
        except Foreign:
            self._drop()
            raise
        except (HTTPError, HTTPException, OSError) as error:
            self._drop()
            raise ForeignSlow(url) if over.is_set() else _failure(error, url) from error
        except (AttributeError, ValueError) as error:
            self._drop()
            if not (over.is_set() or self._gone()):
                raise
            raise (
                ForeignSlow(url) if over.is_set() else ForeignAway(url)
            ) from error  # the socket was taken away
        finally:
            late.cancel()
        if over.is_set():
            raise ForeignSlow(url)
        return reply

    def _give_up(self, over: Event) -> None:
        """End a request that takes too long, however slowly its answer drips."""
        over.set()
        self._drop()

    def _begin(self, method: str, parts: SplitResult, body: bytes) -> BaseHTTPResponse:
        if self._connection is not None and not self._connection.is_connected:
            self._drop()
        if self._connection is None:
            self._connection = self._connect()
        connection = self._connection
        target = f"{parts.path}?{parts.query}" if parts.query else parts.path
        sent = {"Content-Type": MEDIA} if body else {}
        connection.request(
            method,
            target,
            body=body or None,
            headers={
                "Accept": MEDIA,
                "Accept-Encoding": "gzip",
                "User-Agent": "Tansiq",  # TAXII 2.1, 8.4.1; nobody need know which version
                **sent,
                **self._credentials.header,
            },
            preload_content=False,
            decode_content=False,
        )
        return connection.getresponse()

    def _connect(self) -> HTTPConnection:
        host, port = str(self._home.hostname), self._home.port
        if self._home.scheme == "http":
            return HTTPConnection(host, port or 80, timeout=READ_TIMEOUT)
        context = self._trust or ssl.create_default_context()
        return HTTPSConnection(host, port or 443, timeout=READ_TIMEOUT, ssl_context=context)

    def _read(self, response: BaseHTTPResponse, url: str) -> Reply:
        headers = {name.lower(): value for name, value in response.headers.items()}
        unpacker = _Unpacker(headers.get("content-encoding", "").strip().lower(), url)
        parts: list[bytes] = []
        size = 0
        while part := response.read(_CHUNK):
            unpacked = unpacker.unpack(part, self._limit + 1 - size)
            size += len(unpacked)
            if size > self._limit:
                raise ForeignTooLarge(url)
            parts.append(unpacked)
        unpacker.end()
        if headers.get("connection", "").lower() == "close":
            self._drop()
        return Reply(response.status, headers, b"".join(parts))

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(OSError, AttributeError):  # whoever reads from it in another thread must notice
                connection.sock.shutdown(socket.SHUT_RDWR)
            connection.close()


def _failure(error: Exception, url: str) -> Foreign:
    if isinstance(error, SSLError | ssl.SSLError):
        return ForeignUntrusted(url)
    slow = isinstance(error, TimeoutError | TimeoutErrors) and not isinstance(error, NewConnectionError)
    return ForeignSlow(url) if slow else ForeignAway(url)


def _moved(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError as error:
        raise ForeignElsewhere(url) from error


def _origin(parts: SplitResult) -> tuple[str, str | None, int | None]:
    return parts.scheme, parts.hostname, parts.port or {"http": 80, "https": 443}.get(parts.scheme)


class _Unpacker:
    """Unpacks a body part by part. Raises `ForeignUnreadable` for an `encoding` that nobody asked for."""

    def __init__(self, encoding: str, url: str) -> None:
        if encoding not in {"identity", "", "gzip", "x-gzip"}:
            raise ForeignUnreadable(url)
        self._url = url
        self._gzip = zlib.decompressobj(wbits=31) if "gzip" in encoding else None

    def unpack(self, part: bytes, most: int) -> bytes:
        """Return at most `most` unpacked bytes of `part`."""
        if self._gzip is None:
            return part
        try:
            return self._gzip.decompress(part, most)
        except zlib.error as error:
            raise ForeignUnreadable(self._url) from error

    def end(self) -> None:
        """Check that nothing is missing. Raises `ForeignAway`."""
        if self._gzip is not None and not self._gzip.eof:
            raise ForeignAway(self._url)
