"""Requests as they come in over ASGI, and answers as they go out in one piece."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from ipaddress import ip_address
from typing import Final, NamedTuple
from urllib.parse import parse_qsl

from asgiref.typing import ASGIReceiveCallable, ASGIReceiveEvent, ASGISendCallable, HTTPScope

from tansiq.web.taxii.errors import BadRequest, Headers, Refused, TooLarge, TooSlow, resource
from tansiq.web.taxii.negotiation import TAXII

READ: Final = frozenset(
    {
        b"accept",
        b"accept-encoding",
        b"access-control-request-method",
        b"authorization",
        b"content-encoding",
        b"content-length",
        b"content-type",
        b"origin",
        b"x-forwarded-for",
    }
)
"""The headers that are looked at; names come in lower case (ASGI)."""
ALWAYS: Final[Headers] = (
    ("cache-control", "no-store"),
    ("content-security-policy", "default-src 'none'"),
    ("vary", "accept, accept-encoding, authorization, origin"),
    ("x-content-type-options", "nosniff"),
)
MAX_PAIRS: Final = 200
"""Parameters of one query."""
IDLE: Final = 30.0
"""Seconds that the next piece of a body may take."""
GRACE: Final = 60.0
"""Seconds until a body must have come at a certain pace."""
PACE: Final = 4096
"""Bytes a second that a body must have on the whole, when that time is over."""
_BAD_ESCAPE: Final = re.compile(rb"%(?![0-9A-Fa-f]{2})")


class Request(NamedTuple):
    """A request without its body; a header that stands twice is joined by a comma."""

    method: str
    path: str
    query: bytes
    headers: Mapping[bytes, bytes]
    address: str
    """Who is at the other end of the connection, empty where that is not known."""

    @property
    def sender(self) -> str:
        """Whose address it comes from: what a proxy on this machine says, else the other end."""
        named = (self.header("x-forwarded-for") or "").rpartition(",")[2].strip()
        return named if is_loopback(self.address) and is_address(named) else self.address

    def header(self, name: str) -> str | None:
        """Return a header's value, None when it does not stand."""
        found = self.headers.get(name.encode())
        return None if found is None else found.decode("latin-1")

    def pairs(self) -> list[tuple[str, str]]:
        """Return the decoded query. Raises `BadRequest` when it is no UTF-8 or too long."""
        if _BAD_ESCAPE.search(self.query):
            raise BadRequest("The query holds a % that begins no escaped character.")
        try:
            return parse_qsl(
                self.query.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MAX_PAIRS
            )
        except ValueError as error:
            raise BadRequest("The query is not UTF-8, percent-encoded, of at most 200 parameters.") from error


class Answer(NamedTuple):
    """What goes back: a `status`, all `headers` ready to be sent, and the `body`."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes


def is_address(text: str) -> bool:
    """Return whether `text` is an IP address."""
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def is_loopback(address: str) -> bool:
    """Return whether `address` is this machine itself."""
    return is_address(address) and ip_address(address).is_loopback


def answer(status: int, body: bytes, *more: tuple[str, str], kind: str = TAXII) -> Answer:
    """Return an answer with `body` of media type `kind` and `more` headers."""
    typed = () if status == 204 else (("content-type", kind),)
    headers = (*ALWAYS, *typed, *more, ("content-length", str(len(body))))
    return Answer(status, [(name.encode(), value.encode("latin-1")) for name, value in headers], body)


def refusal(refused: Refused) -> Answer:
    """Return `refused` as an answer."""
    return answer(refused.status, resource(refused), *refused.headers)


def read(scope: HTTPScope, also: bytes = b"") -> Request:
    """Return the request in `scope`; the header `also` is read too."""
    headers: dict[bytes, bytes] = {}
    for name, value in scope["headers"]:
        if name in READ or name == also:
            headers[name] = headers[name] + b", " + value if name in headers else value
    client = scope["client"]
    address = client[0] if client else ""
    return Request(scope["method"], scope["path"], scope["query_string"], headers, address)


async def read_body(request: Request, receive: ASGIReceiveCallable, limit: int) -> bytes | None:
    """Return the body as it was sent, None when its sender has gone.

    Raises `TooLarge` before anything is read that is announced as larger than `limit` bytes, or as soon as it
    is; `TooSlow`.
    """
    if _announced(request) > limit:
        raise TooLarge
    pieces, size, began = list[bytes](), 0, asyncio.get_running_loop().time()
    while True:
        event = await _next(receive, began + GRACE + size / PACE)
        if event["type"] != "http.request":
            return None
        pieces.append(event.get("body", b""))
        size += len(pieces[-1])
        if size > limit:
            raise TooLarge
        if not event.get("more_body", False):
            return b"".join(pieces)


async def _next(receive: ASGIReceiveCallable, latest: float) -> ASGIReceiveEvent:
    left = latest - asyncio.get_running_loop().time()
    try:
        async with asyncio.timeout(min(IDLE, max(left, 0))):
            return await receive()
    except TimeoutError:
        raise TooSlow from None


def _announced(request: Request) -> int:
    stated = request.headers.get(b"content-length", b"0")
    return int(stated) if stated.isdigit() and len(stated) < 19 else 0


async def write(sent: Answer, send: ASGISendCallable, *, body: bool = True) -> None:
    """Send an answer, without its `body` where only its head was asked for (HEAD)."""
    await send(
        {
            "type": "http.response.start",
            "status": sent.status,
            "headers": sent.headers,
            "trailers": False,
        }
    )
    await send({"type": "http.response.body", "body": sent.body if body else b"", "more_body": False})
