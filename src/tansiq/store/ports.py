"""What every store of this room is: the ports of exchange and desk in one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from tansiq import desk, exchange
from tansiq.exchange import taxii
from tansiq.release import Record
from tansiq.store.trail import Noted


class Agencies(exchange.Agencies, Protocol):
    """The agencies, and which of them this node is."""

    def found(self, agency: exchange.Agency) -> None: ...


class Objects(exchange.Objects, desk.Shelf, desk.Finder, Protocol):
    """The objects, as the exchange, the desk and a check of everything see them."""

    def via(self, object_id: str) -> tuple[str, ...]: ...
    def everything(self) -> Iterator[tuple[Record, exchange.Signature]]: ...


class Feeds(exchange.Feeds, Protocol):
    """The logs, with every note that was ever signed about them."""

    def heads(self, receiver: str) -> Sequence[exchange.Signed]: ...
    def receipts(self, receiver: str) -> Sequence[exchange.Signed]: ...
    def appended_at(self, receiver: str, index: int) -> datetime | None: ...


class Trail(desk.AuditTrail, Protocol):
    """The audit trail, which can be read too."""

    def read(
        self, subject: str | None = None, *, before: int | None = None, limit: int = 50
    ) -> Sequence[Noted]: ...


class Transaction(exchange.Transaction, taxii.Transaction, Protocol):
    """One unit of work, for the exchange and for the desk."""

    @property
    def agencies(self) -> Agencies: ...
    @property
    def objects(self) -> Objects: ...
    @property
    def feeds(self) -> Feeds: ...
    @property
    def trail(self) -> Trail: ...


class Store(Protocol):
    """A node's memory; see the ports of the exchange."""

    def transaction(self) -> AbstractContextManager[Transaction]: ...
    def snapshot(self) -> AbstractContextManager[Transaction]: ...
    def scrub(self) -> bool: ...
    def pulse(self) -> int: ...
    def close(self) -> None: ...
