"""What a request means to the node: reads in one snapshot, writes in transactions, all of it released."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Final

from tansiq.exchange import LiveWorld
from tansiq.exchange import taxii as exchange
from tansiq.exchange.taxii import Account, Caller, Drawer, Endpoint, micros, read_wanted
from tansiq.release import Released
from tansiq.store import Transaction, Unavailable
from tansiq.web.taxii.auth import Credentials, Gate
from tansiq.web.taxii.cache import Page, Pages
from tansiq.web.taxii.compress import WORTH, pack, unpack
from tansiq.web.taxii.endpoints import Describe, Paged, Plain, Post, Said, Site
from tansiq.web.taxii.errors import NotAcceptable, NotThere
from tansiq.web.taxii.messages import Answer, Request, answer
from tansiq.web.taxii.negotiation import TAXII, accepts, coding
from tansiq.web.taxii.openapi import JSON, description
from tansiq.web.taxii.routes import Matched, match
from tansiq.wiring import Node, new_uuid
from tansiq.wiring.taxii import DeskIntake, take_back

SAFE: Final = frozenset({"GET", "HEAD"})
KEPT: Final = timedelta(days=30)
"""How long the status of a POST can be asked for."""
SWEEP: Final = timedelta(days=1)
"""How often older ones are swept out."""


class Service:
    """TAXII for one node, without waiting and without bodies that are still on their way."""

    def __init__(self, node: Node, gate: Gate, pages: Pages) -> None:
        self.node = node
        self.gate = gate
        self._pages = pages
        self._header = (node.config.taxii_certificate_header or "").lower()
        self.also = self._header.encode()
        """A header that is read beside those that every server reads; empty for none."""
        self.is_embedded = node.config.database.startswith("sqlite:")
        """Whether the database is a file here: its pulse costs nothing, and wiping does not copy tables."""
        self._swept = node.now() - SWEEP
        self._site = Site(node.agency.names["en"], _base(node), node.config.taxii_max_bytes)

    def pulse(self) -> int | None:
        """Return the store's pulse, None where asking for it takes long or the database fails."""
        if not self.is_embedded:
            return None
        try:
            return self.node.store.pulse()
        except Unavailable:
            return None  # whatever is asked next says so

    def ready(self, request: Request, pulse: int | None) -> Answer | None:
        """Return the answer if this very request got it before, and nothing was written since."""
        if pulse is None or request.method not in SAFE:
            return None
        moment = time.time_ns() // 1000
        return self._pages.ready(self._digest(request), pulse, clock=time.monotonic(), moment=moment)

    def credentials(self, request: Request) -> Credentials:
        """Return what `request` proves itself by. Raises `Unauthorized`."""
        certificate = request.header(self._header) if self._header else None
        return self.gate.read(request.header("authorization"), certificate, request.address)

    def enter(self, request: Request, given: Credentials) -> str:
        """Return the name of the account that asks for something that there is.

        Raises `Unauthorized`, `NotThere`, `WrongMethod` or `NotAcceptable`; for a POST also what `Caller`
        says of a collection that may not be written to.
        """
        with self.node.snapshot() as tx:
            account, _ = self.gate.admit(tx, given)
            found = _match(request)
            if isinstance(found.operation.work, Post):
                self._caller(tx, account).writable(found.ref)
            return account.name

    def read(self, request: Request, given: Credentials, pulse: int | None) -> Answer:
        """Return what `request` asks for; `pulse` is the store's from before."""
        with self.node.snapshot() as tx:
            account, proved = self.gate.admit(tx, given)
            found, wanted_coding = _match(request), coding(request.header("accept-encoding"))
            work = found.operation.work
            if isinstance(work, Paged):
                page, sent = self._page(request, found, work, self._caller(tx, account))
                self._pages.remember(self._digest(request), pulse, page, proved)
                return sent
            if isinstance(work, Said):
                return _answer(work.work(self._caller(tx, account), found.ref).value, wanted_coding)
        if isinstance(work, Plain):
            return _answer(work.work(self._site), wanted_coding)
        if isinstance(work, Describe):
            return _answer(description(self._site), wanted_coding, kind=JSON)
        raise NotThere

    def post(self, request: Request, given: Credentials, body: bytes) -> Answer:
        """Put the objects in `body` into the collection that `request` names; all of it is durable then."""
        limit = self.node.config.taxii_max_bytes
        raw = unpack(body, request.header("content-encoding") or "", limit)
        document = exchange.post(
            self.node.store.transaction,
            lambda tx: self._caller(tx, self.gate.admit(tx, given)[0]),
            _match(request).ref,
            raw,
            intake=DeskIntake(self.node),
            now=self.node.now(),
            new_uuid=new_uuid,
        )
        self._sweep()
        return _answer(document, coding(request.header("accept-encoding")), status=202)

    def delete(self, request: Request, given: Credentials) -> Answer:
        """Delete what `request` names; until `wipe` says so, its bytes may still stand in the journal."""
        with self.node.store.transaction() as tx:
            account, _ = self.gate.admit(tx, given)
            found, now = _match(request), self.node.now()
            wanted = read_wanted(request.pairs(), Endpoint.DELETE)

            def recall(_: Drawer, object_id: str) -> None:
                take_back(self.node, tx, object_id, account=account, now=now)

            self._caller(tx, account).discard(found.ref, found.item, wanted, recall=recall)
        return answer(200, b"")

    def wipe(self) -> bool:
        """Wipe what was deleted from the journal; returns False when a reader is in the way."""
        return self.node.store.scrub()

    def _sweep(self) -> None:
        """Forget old statuses, once a day."""
        now = self.node.now()
        if now - self._swept >= SWEEP:
            self._swept = now
            with self.node.store.transaction() as tx:
                tx.statuses.prune(before=micros(now - KEPT))

    def _caller(self, tx: Transaction, account: Account) -> Caller:
        return Caller(tx, account, home=self.node.agency, world=LiveWorld(tx), now=self.node.now())

    def _page(self, request: Request, found: Matched, work: Paged, caller: Caller) -> tuple[Page, Answer]:
        """Return the page that `request` asks for: one that is ready, or else a new one."""
        packed = coding(request.header("accept-encoding"))
        wanted = read_wanted(request.pairs(), work.endpoint)
        stamp = caller.stamp(found.ref)
        question = (found.operation.id, found.item, wanted, packed)
        page = None if stamp is None else self._pages.find(stamp, question)
        if page is not None and page.answer is not None:
            return page, page.answer
        page, sent = _made(work.work(caller, found.ref, found.item, wanted), packed, stamp)
        if stamp is not None:
            self._pages.keep((stamp, question), page)
        return page, sent

    def _digest(self, request: Request) -> bytes:
        """Return what stands for all of `request` that its answer depends on."""
        header = request.headers.get
        return self.gate.digest(
            header(b"authorization", b""),
            header(b"accept", b""),
            header(b"accept-encoding", b""),
            header(self.also, b""),
            request.query,
            request.address.encode(),
            request.path.encode(),
        )


def _base(node: Node) -> str:
    """Return what addresses in answers begin with: where the node is reached by https, else nothing.

    An address without a host is meant from where it was asked for, which is right behind any tunnel.
    """
    url = node.address().url or ""
    return url if url.startswith("https:") else ""


def _match(request: Request) -> Matched:
    """Return what `request` is for. Raises `NotThere`, `WrongMethod` or `NotAcceptable`."""
    found = match(request.path, request.method)
    if not isinstance(found.operation.work, Describe) and not accepts(request.header("accept")):
        raise NotAcceptable
    return found


def _made(
    released: Released[exchange.Answer], packed: str | None, stamp: bytes | None
) -> tuple[Page, Answer]:
    """Return what was released as a page, and as the answer that it holds until it must make room."""
    found = released.value
    dates = (("x-taxii-date-added-first", found.first), ("x-taxii-date-added-last", found.last))
    sent = _answer(found.body, packed, *((name, text) for name, text in dates if text is not None))
    return Page(sent, stamp, found.until), sent


def _answer(
    body: bytes, packed: str | None, *more: tuple[str, str], status: int = 200, kind: str = TAXII
) -> Answer:
    if packed is None or len(body) < WORTH:
        return answer(status, body, *more, kind=kind)
    return answer(status, pack(body, packed), *more, ("content-encoding", packed), kind=kind)
