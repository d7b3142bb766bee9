"""One connection to one node.

A request at a time, with bounded answers, bounded time, and a way to break it off.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPException
from time import monotonic
from typing import Final
from urllib.parse import urlsplit

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, SSLError
from urllib3.response import BaseHTTPResponse
from urllib3.util import SKIP_HEADER
from urllib3.util.ssl_ import create_urllib3_context

from tansiq.exchange import Address, ExchangeError, Unreachable, WrongCertificate

CONNECT_TIMEOUT: Final = 10.0
READ_TIMEOUT: Final = 30.0
TOTAL_TIMEOUT: Final = 600.0
_CHUNK: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: header names in lower case; not `complete` when the wire broke off within the body."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    complete: bool = True


class Wire:
    """Speaks HTTP/1.1 to the node at `address`.

    TLS 1.3 with its pinned certificate, or plain HTTP where there is no pin.

    Follows no redirect, uses no proxy, keeps no cookie.
    """

    def __init__(self, address: Address) -> None:
        parts = urlsplit(str(address.url))
        self.prefix = parts.path.rstrip("/")
        self._tls = parts.scheme == "https"
        self._host = str(parts.hostname)
        self._port = parts.port or (443 if self._tls else 80)
        self._pin = address.pin
        self._connection: HTTPConnection | None = None
        self._closed = False

    def send(
        self,
        method: str,
        target: str,
        headers: Mapping[str, str],
        body: bytes,
        *,
        limit: int,
        patience: float = 0,
    ) -> Answer:
        """Return the answer, its body at most `limit` bytes.

        Wait `patience` seconds longer than usual for it to begin.

        Raises `Unreachable` when none comes, or a larger one, and `WrongCertificate` before anything is said
        to whoever does not hold the pinned one.
        """
        try:
            response = self._begin(method, target, headers, body, READ_TIMEOUT + patience)
        except (HTTPError, HTTPException, OSError) as error:
            self._drop()
            raise self._failure(error) from error
        except (AttributeError, ValueError) as error:
            if not self._closed:
                raise
            raise Unreachable(why="closed") from error  # another thread took the socket away
        return self._read(response, limit)

    def _failure(self, error: Exception) -> ExchangeError:
        # urllib3 tells the refusal of a fingerprint from other failures of TLS by its words alone.
        if isinstance(error, SSLError) and "Fingerprints did not match" in str(error):
            return WrongCertificate(pin=str(self._pin))
        return Unreachable(why=type(error).__name__)

    def close(self) -> None:
        """Break off what is under way in another thread; nothing more is sent."""
        self._closed = True
        self._drop()

    def _begin(
        self, method: str, target: str, headers: Mapping[str, str], body: bytes, timeout: float
    ) -> BaseHTTPResponse:
        if self._closed:
            raise Unreachable(why="closed")
        if self._connection is not None and not self._connection.is_connected:
            self._drop()  # it was closed, or holds an answer to nothing that was asked
        if self._connection is None:
            self._connection = self._connect()
        connection = self._connection
        connection.timeout = timeout
        if connection.sock is not None:
            connection.sock.settimeout(timeout)
        connection.request(
            method,
            target,
            body=body or None,
            headers={**headers, "User-Agent": SKIP_HEADER},  # nobody need know which version of what we run
            preload_content=False,
            decode_content=False,
        )
        return connection.getresponse()

    def _connect(self) -> HTTPConnection:
        if not self._tls:
            return HTTPConnection(self._host, self._port, timeout=CONNECT_TIMEOUT)
        context = create_urllib3_context(ssl_minimum_version=ssl.TLSVersion.TLSv1_3, cert_reqs=ssl.CERT_NONE)
        return HTTPSConnection(
            self._host,
            self._port,
            timeout=CONNECT_TIMEOUT,
            ssl_context=context,
            assert_fingerprint=self._pin,
            assert_hostname=False,
        )

    def _read(self, response: BaseHTTPResponse, limit: int) -> Answer:
        headers = {name.lower(): value for name, value in response.headers.items()}
        parts: list[bytes] = []
        size, deadline, complete = 0, monotonic() + TOTAL_TIMEOUT, True
        try:
            while part := response.read(_CHUNK):
                parts.append(part)
                size += len(part)
                if size > limit or monotonic() > deadline:
                    raise Unreachable(why="answer too large or too slow", limit=str(limit))
        except (HTTPError, OSError):
            complete = False
        finally:
            if response.headers.get("Connection", "").lower() == "close" or not complete or size > limit:
                self._drop()
        return Answer(response.status, headers, b"".join(parts), complete)

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(OSError, AttributeError):  # whoever reads from it in another thread must notice
                connection.sock.shutdown(socket.SHUT_RDWR)
            connection.close()
