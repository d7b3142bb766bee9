"""How much a browser may send: little, except where a file is imported; all of it stays in memory."""

from __future__ import annotations

from typing import Final

from asgiref.typing import (
    ASGI3Application,
    ASGIReceiveCallable,
    ASGIReceiveEvent,
    ASGISendCallable,
    HTTPScope,
)
from django.conf import settings

SMALL: Final = 1024 * 1024
"""Bytes of a form without a file."""
LARGE: Final = frozenset({"/write"})
"""The paths to which a file may be sent."""


async def bounded(
    application: ASGI3Application, scope: HTTPScope, receive: ASGIReceiveCallable, send: ASGISendCallable
) -> None:
    """Let `application` answer, unless the body is larger than its path allows: then 413, or no answer.

    A body beyond `DATA_UPLOAD_MAX_MEMORY_SIZE` would be laid down in a temporary file that no erasure finds.
    """
    limit = int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0) if scope["path"] in LARGE else SMALL
    if _stated(scope) > limit:
        await _refuse(send)
        return
    left = limit

    async def counted() -> ASGIReceiveEvent:
        nonlocal left
        event = await receive()
        if event["type"] == "http.request":
            left -= len(event["body"])
            if left < 0:
                return {"type": "http.disconnect"}
        return event

    await application(scope, counted, send)


def _stated(scope: HTTPScope) -> int:
    stated = [value for name, value in scope["headers"] if name.lower() == b"content-length"]
    return max((int(value) for value in stated if value.isdigit()), default=0)


async def _refuse(send: ASGISendCallable) -> None:
    headers = [(b"content-length", b"0"), (b"connection", b"close"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": 413, "headers": headers, "trailers": False})
    await send({"type": "http.response.body", "body": b"", "more_body": False})
