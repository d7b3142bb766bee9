"""Requests as they come in over ASGI, and answers as they go out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

import msgspec
from asgiref.typing import ASGIReceiveCallable, ASGISendCallable, HTTPScope

from tansiq.exchange.node import Message
from tansiq.web.feeds.errors import BodyTooLarge

MAX_BODY: Final = 64 * 1024
"""Bytes; the longest thing that a partner hands over is its address statement."""
ALWAYS: Final = {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'",
}
BYTES: Final = "application/octet-stream"
JSON: Final = "application/json"
TEXT: Final = "text/plain; charset=utf-8"
_RANGE: Final = re.compile(r"bytes=([0-9]{1,15})-([0-9]{1,15})?")


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back: a `status`, a `body` of `kind` (a media type), and further `headers`."""

    status: int
    body: bytes = b""
    kind: str = TEXT
    headers: Mapping[str, str] = field(default_factory=dict)


def refusal(status: int, code: str, detail: str = "", **more: str) -> Answer:
    """Return an answer that says no: a `code` for programs, a `detail` for who reads a log."""
    return Answer(status, msgspec.json.encode({"code": code, "detail": detail, **more}), JSON)


def ranged(body: bytes, message: Message) -> Answer:
    """Return `body`, or the part that `message` asks for of the bytes it knows (RFC 9110, section 14)."""
    etag = f'"{sha256(body).hexdigest()[:32]}"'
    headers = {"etag": etag, "accept-ranges": "bytes"}
    wanted = _RANGE.fullmatch(message.headers.get("range", ""))
    if wanted is None or message.headers.get("if-range", etag) != etag:
        return Answer(200, body, BYTES, headers)
    first, last = int(wanted[1]), min(int(wanted[2] or len(body)), len(body) - 1)
    if first > last:
        return Answer(416, b"", BYTES, headers | {"content-range": f"bytes */{len(body)}"})
    part = {"content-range": f"bytes {first}-{last}/{len(body)}"}
    return Answer(206, body[first : last + 1], BYTES, headers | part)


async def read(scope: HTTPScope, receive: ASGIReceiveCallable) -> Message:
    """Return the request, header names in lower case. Raises `BodyTooLarge` before it is all in memory."""
    body = bytearray()
    more = True
    while more:
        event = await receive()
        if event["type"] != "http.request":
            break
        body += event["body"]
        more = event["more_body"]
        if len(body) > MAX_BODY:
            raise BodyTooLarge
    return Message(scope["method"], _target(scope), _headers(scope), bytes(body))


async def write(answer: Answer, send: ASGISendCallable) -> None:
    """Send `answer`."""
    length = (
        {} if answer.status == 204 else {"content-length": str(len(answer.body)), "content-type": answer.kind}
    )
    headers = {**ALWAYS, **length, **answer.headers}
    await send(
        {
            "type": "http.response.start",
            "status": answer.status,
            "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
            "trailers": False,
        }
    )
    await send({"type": "http.response.body", "body": answer.body, "more_body": False})


def _target(scope: HTTPScope) -> str:
    path = (scope.get("raw_path") or scope["path"].encode()).decode("latin-1")
    query = scope["query_string"].decode("latin-1")
    return f"{path}?{query}" if query else path


def _headers(scope: HTTPScope) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in scope["headers"]:
        key, text = name.decode("latin-1").lower(), value.decode("latin-1")
        found[key] = f"{found[key]}, {text}" if key in found else text
    return found
