"""The ASGI application of TAXII: who asks is verified first, then what was asked is looked at."""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections import Counter
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Final, TypeVar

from asgiref.typing import ASGIReceiveCallable, ASGISendCallable, Scope
from django.db import close_old_connections

from tansiq.exchange import ExchangeError
from tansiq.exchange.taxii import BadEnvelope, BadQuery, MayNotRead, MayNotWrite, NothingHere, WholeOnly
from tansiq.store import Unavailable
from tansiq.web.taxii.auth import Credentials, Gate
from tansiq.web.taxii.cache import Pages
from tansiq.web.taxii.cors import Cors
from tansiq.web.taxii.errors import (
    BadRequest,
    Busy,
    Faulty,
    Forbidden,
    NotThere,
    Refused,
    TooMany,
    UnknownType,
    Unprocessable,
)
from tansiq.web.taxii.messages import Answer, Request, answer, read, read_body, refusal, write
from tansiq.web.taxii.negotiation import is_taxii
from tansiq.web.taxii.routes import find
from tansiq.web.taxii.service import Service
from tansiq.wiring import Node, explain

T = TypeVar("T")

LOG: Final = logging.getLogger("tansiq.taxii")
READERS: Final = 3
"""Threads that read; the interpreter runs one at a time anyway."""
WRITERS: Final = 2
"""Threads that write: while one waits for the disk the other reads the next body."""
BODIES: Final = 4
"""Bodies that one account may be sending, or have waiting, at one time."""
PATIENCE: Final = 15.0
"""Seconds that a POST waits for the one before it of the same account."""
PAUSE: Final = 1.0
"""Seconds between two tries to wipe what was deleted from a file."""
LONG_PAUSE: Final = 60.0
"""Seconds before a database server is made to write its tables anew: many deletions, one wiping."""
PROOFS: Final = 8
"""Passwords that may wait to be hashed."""
REFUSALS: Final[dict[type[ExchangeError], type[Refused]]] = {
    NothingHere: NotThere,
    MayNotRead: Forbidden,
    MayNotWrite: Forbidden,
    WholeOnly: Forbidden,
    BadQuery: BadRequest,
    BadEnvelope: Unprocessable,
}
"""What the exchange refuses, and as what it is refused over HTTP."""


class Taxii:
    """Serves TAXII 2.1 for the node that `open_node` returns."""

    def __init__(self, open_node: Callable[[], Node]) -> None:
        self._open_node = open_node
        self._service: Service | None = None
        self._cors = Cors(())
        self._readers = ThreadPoolExecutor(READERS, "taxii-read")
        self._writers = ThreadPoolExecutor(WRITERS, "taxii-write")
        self._provers = ThreadPoolExecutor(1, "taxii-prove")
        self._proving = 0
        self._bodies: Counter[str] = Counter()
        self._posting: dict[str, asyncio.Lock] = {}
        self._wiping: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            raise ValueError(f"TAXII does not speak {scope['type']}")
        service = self._service or await self._open()
        if service is None:
            await write(refusal(Busy()), send)
            return
        request = read(scope, service.also)
        pulse = service.pulse()
        sent = service.ready(request, pulse) or await self._attend(service, request, pulse, receive)
        await write(self._cors.allow(request, sent), send, body=request.method != "HEAD")

    def close(self) -> None:
        """Let the threads go."""
        for pool in (self._readers, self._writers, self._provers):
            pool.shutdown()

    async def _open(self) -> Service | None:
        """Open the node at the first request; None when there is no database."""
        try:
            node = await asyncio.to_thread(self._open_node)
        except Unavailable:
            LOG.warning("the store is unavailable", exc_info=True)
            return None
        if self._service is None:
            self._cors = Cors(node.config.taxii_cors_origins)
            self._service = Service(
                node, Gate(certificates=node.config.taxii_certificate_header is not None), Pages()
            )
        return self._service

    async def _attend(
        self, service: Service, request: Request, pulse: int | None, receive: ASGIReceiveCallable
    ) -> Answer:
        try:
            return await self._answer(service, request, pulse, receive)
        except Refused as refused:
            return refusal(refused)
        except ExchangeError as error:
            return refusal(_refused(error))
        except Unavailable:
            LOG.warning("the store is unavailable", exc_info=True)
            return refusal(Busy())
        except Exception:
            faulty = Faulty(str(uuid.uuid4()))
            LOG.exception("%s %s %r", faulty.error_id, request.method, request.path)
            return refusal(faulty)

    async def _answer(
        self, service: Service, request: Request, pulse: int | None, receive: ASGIReceiveCallable
    ) -> Answer:
        if request.method == "OPTIONS":
            return answer(204, b"", ("allow", find(request.path)[0].allow))
        given = service.credentials(request)
        if service.gate.needs_proof(given):
            await self._prove(service, given, request.sender)
        if request.method == "POST":
            return await self._post(service, request, given, receive)
        if request.method == "DELETE":
            return await self._delete(service, request, given)
        return await _in(self._readers, service.read, request, given, pulse)

    async def _prove(self, service: Service, given: Credentials, address: str) -> None:
        """Have a password hashed, one at a time: each takes much memory and time."""
        if self._proving >= PROOFS:
            raise TooMany(1)
        self._proving += 1
        try:
            await _in(self._provers, service.gate.prove, service.node, given, address)
        finally:
            self._proving -= 1

    async def _post(
        self, service: Service, request: Request, given: Credentials, receive: ASGIReceiveCallable
    ) -> Answer:
        name = await _in(self._readers, service.enter, request, given)
        if not is_taxii(request.header("content-type")):
            raise UnknownType
        async with self._room(name):
            body = await read_body(request, receive, service.node.config.taxii_max_bytes)
            if body is None:
                raise BadRequest("The body broke off.")
            async with self._turn(name):
                return await _in(self._writers, service.post, request, given, body)

    async def _delete(self, service: Service, request: Request, given: Credentials) -> Answer:
        """Delete, and see to it that the bytes are wiped: now, or as soon as no reader is in the way."""
        await _in(self._readers, service.enter, request, given)
        sent = await _in(self._writers, service.delete, request, given)
        wiped = service.is_embedded and await _in(self._writers, service.wipe)
        if not wiped and (self._wiping is None or self._wiping.done()):
            self._wiping = asyncio.create_task(self._wipe(service))
        return sent

    async def _wipe(self, service: Service) -> None:
        wiped = False
        while not wiped:
            await asyncio.sleep(PAUSE if service.is_embedded else LONG_PAUSE)
            try:
                wiped = await _in(self._writers, service.wipe)
            except Unavailable as error:
                LOG.warning("%s", error)

    @asynccontextmanager
    async def _room(self, name: str) -> AsyncIterator[None]:
        """Hold one more body for account `name`. Raises `TooMany` when it sends enough already."""
        if self._bodies[name] >= BODIES:
            raise TooMany(5)
        self._bodies[name] += 1
        try:
            yield
        finally:
            self._bodies[name] -= 1
            if not self._bodies[name]:
                del self._bodies[name]
                self._posting.pop(name, None)

    @asynccontextmanager
    async def _turn(self, name: str) -> AsyncIterator[None]:
        """Wait until no other POST of account `name` is under way. Raises `TooMany` when that takes long."""
        lock = self._posting.setdefault(name, asyncio.Lock())
        try:
            async with asyncio.timeout(PATIENCE):
                await lock.acquire()
        except TimeoutError:
            raise TooMany(5) from None
        try:
            yield
        finally:
            lock.release()


def _refused(error: ExchangeError) -> Refused:
    """Return what the exchange refused as HTTP says it; what may not be seen says what nothing says."""
    kind = REFUSALS.get(type(error), BadRequest)
    if kind is NotThere:
        return NotThere()
    explained = explain(error, "en")
    return kind("" if explained is None else explained.sentence, code=error.code)


async def _in(pool: Executor, work: Callable[..., T], *args: object) -> T:
    """Run `work` in a thread of `pool` whose database connection is sound."""

    def run() -> T:
        close_old_connections()
        return work(*args)

    return await asyncio.get_running_loop().run_in_executor(pool, run)
