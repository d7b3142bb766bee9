"""From a drawer with terms to objects of ours: signed, kept, told, and taken back when they are deleted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from functools import cache, partial
from typing import Final

from tansiq import desk
from tansiq.desk import Actor, AlreadyRecalled, DeskError, NotFound
from tansiq.exchange import ExchangeError
from tansiq.exchange.bundle import screen
from tansiq.exchange.taxii import Account, CameOtherwise, Drawer, Wanted, Which
from tansiq.ledger import LedgerError
from tansiq.stix import Malformed, OtherMarking, StixError, StixObject, Terms, read_marking
from tansiq.store import StoreError, Transaction, Unavailable, VersionTaken, Withdrawn
from tansiq.wiring.imports import read_order
from tansiq.wiring.node import Node
from tansiq.wiring.speech import explain
from tansiq.wiring.taxii.doors import order_of

DELETED: Final = "no-longer-needed"
"""Why what is deleted through TAXII is recalled (vocabulary "recall-reasons")."""
TOOL: Final = "taxii:"
"""What the names of tools begin with in the audit trail."""
WRITING: Final = frozenset({"write", "correct"})
"""What the audit trail calls the making of a version."""
MANY: Final = 10_000
"""Lines of the trail about one object that are looked at."""
Refusal = ExchangeError | DeskError | StoreError | StixError | LedgerError


class DeskIntake:
    """Brings what is put into a drawer in as ours, as an import by hand would."""

    def __init__(self, node: Node) -> None:
        self._node = node

    def take(
        self,
        tx: Transaction,
        drawer: Drawer,
        objects: Sequence[StixObject],
        *,
        account: Account,
        now: datetime,
    ) -> Sequence[str | None]:
        """Sign, keep and tell `objects` under the terms of `drawer`; returns of each why not, or None.

        When one is refused the transaction is to be undone and the others tried again.
        """
        at = self._node.bind(tx)
        try:
            terms, audience = read_order(order_of(str(drawer.terms)), at)
        except (DeskError, StixError) as error:
            return [_said(error)] * len(objects)
        is_of_tools = cache(partial(_is_of_tools, drawer=drawer, tx=tx))
        refused: list[Refusal | None] = [
            item.refused or self._why_not(obj, is_of_tools, terms, tx, now)
            for item, obj in zip(screen(objects, tx), objects, strict=True)
        ]
        if not any(refused):
            try:
                desk.bring_in(objects, terms, audience, actor=acting(account), now=now, desk=at)
            except Unavailable:
                raise
            except (ExchangeError, DeskError, StoreError, StixError, LedgerError) as error:
                refused = self._after(error, objects, terms, tx, now)
        return [None if error is None else _said(error) for error in refused]

    def _why_not(
        self,
        obj: StixObject,
        is_of_tools: Callable[[str], bool],
        terms: Terms,
        tx: Transaction,
        now: datetime,
    ) -> Refusal | None:
        held = tx.objects.record(obj.id)
        if held is None:
            gone = tx.objects.tombstone(obj.id, self._node.agency.id)
            return None if gone is None else Withdrawn(obj.id)
        if held.recalled is not None:
            return AlreadyRecalled(object=obj.id)
        if not is_of_tools(obj.id):
            return CameOtherwise(object=obj.id)
        same = tx.objects.record(obj.id, obj.version)
        return None if same is None else self._other_bytes(obj, same.object.raw, terms, tx, now)

    def _other_bytes(
        self, obj: StixObject, held: bytes, terms: Terms, tx: Transaction, now: datetime
    ) -> Refusal | None:
        """Return why a version that is held already cannot come in again: its bytes would be others."""
        dressed = self._dressed(obj, terms, tx, now)
        if isinstance(dressed, Malformed):
            return dressed
        return None if dressed.raw == held else VersionTaken(obj.id, obj.version)

    def _dressed(
        self, obj: StixObject, terms: Terms, tx: Transaction, now: datetime
    ) -> StixObject | Malformed:
        try:
            return self._node.outbox(tx).dress([obj], terms, now=now)[0]
        except Malformed as error:
            return error

    def _after(
        self, error: Refusal, objects: Sequence[StixObject], terms: Terms, tx: Transaction, now: datetime
    ) -> list[Refusal | None]:
        """Return whom `error` concerns: those that cannot bear the terms, else all that came together."""
        if isinstance(error, Malformed):
            dressed = [self._dressed(obj, terms, tx, now) for obj in objects]
            found: list[Refusal | None] = [one if isinstance(one, Malformed) else None for one in dressed]
            if any(found):
                return found
        return [error] * len(objects)


def take_back(node: Node, tx: Transaction, object_id: str, *, account: Account, now: datetime) -> None:
    """Recall an object of ours that `account` deletes from everybody who was told it.

    Nothing happens to one that was recalled before, nor to a release marking or one of the standard's: they
    say nothing by themselves, and other objects need them.
    """
    held = tx.objects.record(object_id)
    if held is None or _is_common(held.object):
        return
    with suppress(AlreadyRecalled, NotFound):
        desk.recall(object_id, DELETED, actor=acting(account), now=now, desk=node.bind(tx))


def acting(account: Account) -> Actor:
    """Return as whom a tool acts: it may release, since an administrator let it write under these terms."""
    return Actor(f"{TOOL}{account.name}", frozenset({"releaser"}))


def _is_common(obj: StixObject) -> bool:
    """Return whether `obj` is a release marking or one of the standard's, which other objects bear too."""
    return obj.type == "marking-definition" and not isinstance(read_marking(obj), OtherMarking)


def _is_of_tools(object_id: str, drawer: Drawer, tx: Transaction) -> bool:
    """Return whether tools alone wrote an object that we hold, and none of them through another drawer."""
    others = [one.id for one in tx.drawers.drawers() if one.terms is not None and one.id != drawer.id]
    every = Wanted(1, ids=(object_id,), which=frozenset({Which.ALL}))
    writers = [line.actor for line in tx.trail.read(object_id, limit=MANY) if line.verb in WRITING]
    return (
        bool(writers)
        and all(writer.startswith(TOOL) for writer in writers)
        and not any(tx.drawers.lines(other, every).lines for other in others)
    )


def _said(error: Exception) -> str:
    explained = explain(error, "en")
    return str(error) if explained is None else explained.sentence
