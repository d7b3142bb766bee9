"""The application that the server runs: feeds for partners' nodes, TAXII for tools, the rest for people."""

from __future__ import annotations

import os
from typing import cast

from asgiref.typing import ASGI3Application, ASGIReceiveCallable, ASGISendCallable, Scope
from django.core.asgi import get_asgi_application
from django.core.signals import request_finished
from django.db import connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tansiq.settings")
pages = cast("ASGI3Application", get_asgi_application())

from tansiq.web import feeds, taxii  # noqa: E402 - Django must be set up first
from tansiq.web.bodies import bounded  # noqa: E402 - as above
from tansiq.wiring import knock  # noqa: E402 - as above

feeds.on_contact.append(knock)


def _let_go(**_: object) -> None:
    """Close the connections of a thread that lives as long as one request of a browser."""
    connections.close_all()


request_finished.connect(_let_go)


async def application(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
    """Answer a request by whom it is for."""
    if scope["type"] == "lifespan":
        await _live(receive, send)
    elif scope["type"] == "http":
        if feeds.is_for_feeds(scope["path"]):
            await feeds.application(scope, receive, send)
        elif taxii.is_for_taxii(scope["path"]):
            await taxii.application(scope, receive, send)
        else:
            await bounded(pages, scope, receive, send)
    else:
        raise ValueError(f"nothing here speaks {scope['type']}")


async def _live(receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
    while (await receive())["type"] != "lifespan.shutdown":
        await send({"type": "lifespan.startup.complete"})
    await send({"type": "lifespan.shutdown.complete"})
