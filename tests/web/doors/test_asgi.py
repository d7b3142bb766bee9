"""The application as a whole: who is answered by whom, and what is let go afterwards."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest
from asgiref.typing import ASGIReceiveEvent, ASGISendEvent, LifespanScope
from django.db.backends.signals import connection_created

from tansiq.exchange.node import Message
from tansiq.web.asgi import application
from tests.web.feeds.asking import Reply, send

PLACE = {"Host": "127.0.0.1:8400"}


def ask(*paths: str) -> list[Reply]:
    """Return the answers to requests that come in at one time."""

    async def together() -> list[Reply]:
        asked = (send(application, Message("GET", path, dict(PLACE)), asyncio.Event()) for path in paths)
        return await asyncio.gather(*asked)

    return asyncio.run(together())


@pytest.mark.usefixtures("served")
def test_pages_and_feeds_are_answered_side_by_side() -> None:
    page, feed, health = ask("/login/", "/feeds/x", "/healthz")
    assert (page.status, page.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert (feed.status, feed.headers["content-type"]) == (401, "application/json")
    assert (health.status, health.body) == (200, b'{"ok": true}')


@pytest.mark.usefixtures("served")
def test_a_host_that_is_not_ours_is_refused() -> None:
    message = Message("GET", "/login/", {"Host": "evil.example"})
    assert asyncio.run(send(application, message, asyncio.Event())).status == 400


@pytest.mark.usefixtures("served")
def test_no_page_leaves_a_connection_to_the_database_behind() -> None:
    opened: list[Any] = []

    def note(connection: Any, **_: object) -> None:
        if threading.current_thread() is not threading.main_thread():
            opened.append(connection)

    connection_created.connect(note)
    try:
        ask(*["/healthz"] * 10)
    finally:
        connection_created.disconnect(note)
    assert opened
    assert [connection for connection in opened if connection.connection is not None] == []


def test_the_server_may_announce_its_start_and_end() -> None:
    said: list[str] = []
    told: list[ASGIReceiveEvent] = [{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}]

    async def receive() -> ASGIReceiveEvent:
        return told.pop(0)

    async def give(event: ASGISendEvent) -> None:
        said.append(event["type"])

    scope: LifespanScope = {
        "type": "lifespan",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "state": {},
    }
    asyncio.run(application(scope, receive, give))
    assert said == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
