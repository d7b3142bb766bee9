"""Partners' requests, as a server hands them to the application."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec
from asgiref.typing import ASGI3Application, ASGIReceiveEvent, ASGISendEvent, HTTPScope

from tansiq.exchange.node import Message, feed_path, sign_request
from tansiq.web.feeds import Feeds
from tests.exchange import cast


@dataclass
class Reply:
    """What came back."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def code(self) -> str:
        """The code of a refusal."""
        found: dict[str, str] = msgspec.json.decode(self.body)
        return found["code"]


def signed(
    reader: cast.Node,
    what: str,
    to: str,
    now: datetime,
    *,
    body: bytes = b"",
    feed: str | None = None,
    headers: dict[str, str] | None = None,
) -> Message:
    """Return a request of `reader` about the feed to it, signed for agency `to`."""
    target = f"{feed_path(feed or reader.id)}/{what}"
    message = Message("POST" if body else "GET", target, dict(headers or {}), body)
    message.headers = sign_request(
        message, key=reader.keyring.node, by=reader.id, to=to, now=now, random_bytes=cast.chance(5)
    )
    return message


def ask(app: Feeds, message: Message, during: Callable[[], Any] | None = None) -> Reply:
    """Return the answer to `message`; `during` is done in a thread while it is awaited."""
    return asyncio.run(_ask(app, message, during))


async def _ask(app: Feeds, message: Message, during: Callable[[], Any] | None) -> Reply:
    asking = asyncio.create_task(send(app, message, asyncio.Event()))
    if during is not None:
        await asyncio.sleep(0.2)
        assert not asking.done()
        await asyncio.to_thread(during)
    return await asyncio.wait_for(asking, 30)


async def send(app: ASGI3Application, message: Message, leaves: asyncio.Event) -> Reply:
    """Hand `message` to `app` as a server would; whoever sent it is gone once `leaves` is set."""
    reply, pieces = Reply(), [message.body[at : at + 10_000] for at in range(0, len(message.body), 10_000)]

    async def receive() -> ASGIReceiveEvent:
        if pieces:
            piece = pieces.pop(0)
            return {"type": "http.request", "body": piece, "more_body": bool(pieces)}
        if not getattr(receive, "ended", False):
            vars(receive)["ended"] = True
            return {"type": "http.request", "body": b"", "more_body": False}
        await leaves.wait()
        return {"type": "http.disconnect"}

    async def take(event: ASGISendEvent) -> None:
        if event["type"] == "http.response.start":
            reply.status = event["status"]
            reply.headers = {name.decode(): value.decode() for name, value in event["headers"]}
        elif event["type"] == "http.response.body":
            reply.body += event["body"]

    await app(scope_of(message), receive, take)
    return reply


def scope_of(message: Message) -> HTTPScope:
    path, _, query = message.target.partition("?")
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": message.method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(name.lower().encode(), value.encode()) for name, value in message.headers.items()],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8400),
        "state": {},
        "extensions": {},
    }
