"""What every store of this room is: the ports of exchange and desk in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from tansiq import desk, exchange
from tansiq.store.trail import Noted


class Objects(exchange.Objects, desk.Shelf, desk.Finder, Protocol):
    """The objects, as the exchange and the desk see them."""


class Trail(desk.AuditTrail, Protocol):
    """The audit trail, which can be read too."""

    def read(
        self, subject: str | None = None, *, before: int | None = None, limit: int = 50
    ) -> Sequence[Noted]: ...


class Transaction(exchange.Transaction, Protocol):
    """One unit of work, for the exchange and for the desk."""

    @property
    def objects(self) -> Objects: ...
    @property
    def trail(self) -> Trail: ...


class Store(Protocol):
    """A node's memory; see the ports of the exchange."""

    def transaction(self) -> AbstractContextManager[Transaction]: ...
    def snapshot(self) -> AbstractContextManager[Transaction]: ...
    def scrub(self) -> bool: ...
    def pulse(self) -> int: ...
    def close(self) -> None: ...
