"""Nobody sends more than a form needs, and no upload is laid down on the disk."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from asgiref.typing import ASGIReceiveCallable, ASGIReceiveEvent, ASGISendCallable, ASGISendEvent, Scope
from django.conf import settings

from tansiq.exchange.node import Message
from tansiq.web.bodies import SMALL, bounded
from tests.web.feeds.asking import scope_of

LARGEST = settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def send(path: str, pieces: Sequence[int], **headers: str) -> tuple[int, bool]:
    """Return how many bytes the application got to see, and whether it was asked to answer."""
    seen, answers = [0], []

    async def application(scope: Scope, receive: ASGIReceiveCallable, give: ASGISendCallable) -> None:
        del scope, give
        while True:
            event = await receive()
            if event["type"] != "http.request":
                return
            seen[0] += len(event["body"])
            if not event["more_body"]:
                answers.append(200)
                return

    waiting = list(pieces)

    async def receive() -> ASGIReceiveEvent:
        return {"type": "http.request", "body": bytes(waiting.pop(0)), "more_body": bool(waiting)}

    async def give(event: ASGISendEvent) -> None:
        if event["type"] == "http.response.start":
            answers.append(event["status"])

    message = Message("POST", path, dict(headers))
    asyncio.run(bounded(application, scope_of(message), receive, give))
    return seen[0], answers == [200]


@pytest.mark.parametrize("path", ["/login/", "/", "/reports", "/write/", "/feedsx"])
def test_a_form_is_small(path: str) -> None:
    assert send(path, [SMALL]) == (SMALL, True)
    assert send(path, [SMALL, 1]) == (SMALL, False)
    assert send(path, [1], **{"Content-Length": str(SMALL + 1)}) == (0, False)


def test_a_file_may_be_as_large_as_the_settings_say() -> None:
    assert send("/write", [SMALL, SMALL]) == (2 * SMALL, True)
    assert send("/write", [1], **{"Content-Length": str(LARGEST + 1)}) == (0, False)


def test_what_stays_within_is_held_in_memory() -> None:
    assert settings.FILE_UPLOAD_MAX_MEMORY_SIZE >= LARGEST
