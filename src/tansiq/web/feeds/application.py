"""The ASGI application of the feeds: who asks is verified first, then what was asked is looked at."""

from __future__ import annotations

import asyncio
import logging
import re
from collections import Counter
from collections.abc import Callable
from typing import Final, TypeVar
from urllib.parse import parse_qsl

from asgiref.typing import ASGIReceiveCallable, ASGISendCallable, Scope
from django.db import close_old_connections

from tansiq.exchange import Agency, BadSignature, ClockSkew, ExchangeError, FeedBehind, NotServed, UnknownKey
from tansiq.exchange.node import FeedServer, Message, feed_path, parse_slice_path, verify_request
from tansiq.store import Unavailable
from tansiq.web.feeds.errors import BodyTooLarge
from tansiq.web.feeds.messages import BYTES, Answer, ranged, read, refusal, write
from tansiq.web.feeds.watch import Watch
from tansiq.wiring import Node

T = TypeVar("T")

LOG: Final = logging.getLogger("tansiq.feeds")
MAX_WAIT: Final = 60.0
"""Seconds that a reader may ask to wait for something new."""
MAX_AT_ONCE: Final = 8
"""Requests of one reader that are under way at one time; its courier has one."""
STATUS: Final[dict[type[ExchangeError], int]] = {
    ClockSkew: 401,
    NotServed: 404,
    FeedBehind: 409,
}
"""Every other refusal of the exchange is the reader's fault: 400."""
_WHOLE: Final = re.compile(r"[0-9]{1,15}")
_ROOT: Final = re.compile(r"([0-9a-f]{64})?")
_SECONDS: Final = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6})?")

on_contact: Final[list[Callable[[str], None]]] = []
"""Called, without blocking, with a partner's id whenever a request that it signed comes in: it is awake."""


def is_for_feeds(path: str) -> bool:
    """Return whether a request to `path` is for the feeds."""
    return path == "/feeds" or path.startswith("/feeds/")


class Feeds:
    """Serves the feeds of the node that `open_node` returns; whoever did not sign learns nothing.

    A request must be here with its body within `patience` seconds.
    """

    def __init__(self, open_node: Callable[[], Node], *, patience: float = 30.0) -> None:
        self._open_node = open_node
        self._patience = patience
        self._watch: Watch | None = None
        self._under_way: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        """Answer one request; one whose reader has gone is dropped."""
        if scope["type"] != "http":
            raise ValueError(f"the feeds do not speak {scope['type']}")
        try:
            async with asyncio.timeout(self._patience):
                message = await read(scope, receive)
        except BodyTooLarge:
            await write(refusal(413, "too-large"), send)
            return
        except TimeoutError:
            await write(refusal(408, "too-slow"), send)
            return
        answering = asyncio.create_task(self._answer(message))
        leaving = asyncio.create_task(_left(receive))
        await asyncio.wait({answering, leaving}, return_when=asyncio.FIRST_COMPLETED)
        leaving.cancel()
        if answering.done():
            await write(answering.result(), send)
        else:
            answering.cancel()

    async def _answer(self, message: Message) -> Answer:
        try:
            node = await asyncio.to_thread(self._open_node)
            reader = await _blocking(_who, node, message)
            for callback in on_contact:
                callback(reader)
            return await self._attend(node, reader, message)
        except (UnknownKey, BadSignature):  # a stranger must not learn whose keys are known
            return refusal(401, "unknown-key")
        except ExchangeError as error:
            return _refused(error)
        except Unavailable:
            LOG.warning("the store is unavailable", exc_info=True)
            return refusal(503, "unavailable")
        except Exception:
            LOG.exception("%s %s", message.method, message.target.partition("?")[0])
            return refusal(500, "fault")

    async def _attend(self, node: Node, reader: str, message: Message) -> Answer:
        """Answer a verified reader, unless it keeps us busy enough already."""
        if self._under_way[reader] >= MAX_AT_ONCE:
            return refusal(429, "too-many")
        self._under_way[reader] += 1
        try:
            return await self._route(node, reader, message)
        finally:
            self._under_way[reader] -= 1

    async def _route(self, node: Node, reader: str, message: Message) -> Answer:
        path, _, query = message.target.partition("?")
        feed = feed_path(reader) + "/"
        if not path.startswith(feed):
            raise NotServed
        server, what = FeedServer(node.store, node.keyring), path.removeprefix(feed)
        match message.method, what.partition("/")[0]:
            case "GET", "checkpoint" if what == "checkpoint":
                return await self._checkpoint(node, server, reader, query)
            case "GET", "pack":
                return ranged(await _blocking(server.slice, reader, *parse_slice_path(what)), message)
            case "GET", "tile":
                return Answer(200, await _blocking(server.tile, reader, what), BYTES)
            case "POST", "receipt" if what == "receipt":
                await _blocking(lambda: server.receipt(reader, message.body, now=node.now()))
                return Answer(204)
            case "POST", "hello" if what == "hello":
                await _blocking(lambda: server.hello(reader, message.body, home=node.address()))
                return Answer(204)
        raise NotServed

    async def _checkpoint(self, node: Node, server: FeedServer, reader: str, query: str) -> Answer:
        size, root, seen, wait = _question(query)

        def ask() -> bytes | None:
            return server.checkpoint(reader, size=size, root=root, seen=seen, now=node.now())

        note = await _blocking(ask)
        if note is None and wait:
            await self._watching(node).beyond(reader, size, wait)
            note = await _blocking(ask)
        return Answer(204) if note is None else Answer(200, note)

    def _watching(self, node: Node) -> Watch:
        if self._watch is None:
            self._watch = Watch(node.store)
        return self._watch


def _who(node: Node, message: Message) -> str:
    """Return which partner signed `message` for this node."""
    with node.snapshot() as tx:

        def known(agency_id: str) -> Agency | None:
            partner = tx.agencies.partner(agency_id)
            return None if partner is None else partner.agency

        return verify_request(message, home=node.agency.id, known=known, now=node.now())


def _question(query: str) -> tuple[int, bytes | None, int, float]:
    """Read `after`, `root`, `seen` and `wait` of a question for the head.

    Raises `NotServed` for any other.
    """
    try:
        given = dict(parse_qsl(query, keep_blank_values=True, max_num_fields=8))
    except ValueError as error:
        raise NotServed from error
    asked = {"after": _WHOLE, "seen": _WHOLE, "wait": _SECONDS}
    for name, shape in asked.items():
        if shape.fullmatch(given.setdefault(name, "0")) is None:
            raise NotServed
    if _ROOT.fullmatch(given.setdefault("root", "")) is None:
        raise NotServed
    root = bytes.fromhex(given["root"]) or None
    return int(given["after"]), root, int(given["seen"]), min(float(given["wait"]), MAX_WAIT)


def _refused(error: ExchangeError) -> Answer:
    status = STATUS.get(type(error), 400)
    more = {"now": error.about["now"]} if isinstance(error, ClockSkew) else {}
    return refusal(status, error.code, error.about.get("why", ""), **more)


async def _left(receive: ASGIReceiveCallable) -> None:
    while (await receive())["type"] != "http.disconnect":
        continue


async def _blocking(work: Callable[..., T], *args: object) -> T:
    """Run `work` in a thread whose database connection is sound."""

    def run() -> T:
        close_old_connections()
        return work(*args)

    return await asyncio.to_thread(run)
