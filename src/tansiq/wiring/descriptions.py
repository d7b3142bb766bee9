"""All that our own people may know of one object: content, marking, history, who was told, what came back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson

from tansiq import desk
from tansiq.desk import Actor
from tansiq.exchange import Ack, Signature, Told, Tombstone
from tansiq.ledger import Kind
from tansiq.release import Record, Released
from tansiq.stix import PAP, TLP, Marking, ReleaseMarking, StixObject, read_marking, standard_marking
from tansiq.store import Transaction
from tansiq.wiring.node import Node
from tansiq.wiring.proof import is_verified

ACKNOWLEDGE_WITHIN = timedelta(hours=24)
"""A recall that is not acknowledged after this long is overdue."""


@dataclass(frozen=True, slots=True)
class RecallState:
    """How far a recall has come: `outstanding` agencies have not answered, `overdue` ones should have."""

    tombstone: Tombstone
    asked: tuple[str, ...]
    acks: tuple[Ack, ...]
    outstanding: tuple[str, ...]
    overdue: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ObjectState:
    """One object as this node holds it, for its own people alone."""

    id: str
    originator: str
    sender: str | None
    via: tuple[str, ...]
    """The circles through which it came; none for our own."""
    record: Record | None
    """None once the object was withdrawn and erased here."""
    versions: tuple[Record, ...]
    markings: tuple[Marking, ...]
    signature: Signature | None
    verified: bool
    """Whether the originator's signature verified just now over the bytes that are kept."""
    told: tuple[Told, ...]
    recall: RecallState | None

    @property
    def state(self) -> str:
        """Return current, recalled (ours, taken back) or withdrawn (another's, erased here)."""
        if self.recall is None:
            return "current"
        return "recalled" if self.record is not None else "withdrawn"

    @property
    def tlp(self) -> TLP | None:
        """Return the strictest TLP level of the object."""
        return max((m for m in self.markings if isinstance(m, TLP)), key=list(TLP).index, default=None)

    @property
    def pap(self) -> PAP | None:
        """Return the strictest PAP level of the object."""
        return max((m for m in self.markings if isinstance(m, PAP)), key=list(PAP).index, default=None)

    @property
    def marking(self) -> ReleaseMarking | None:
        """Return the release marking of the object."""
        return next((m for m in self.markings if isinstance(m, ReleaseMarking)), None)


def object_state(
    node: Node, object_id: str, *, actor: Actor, justification: str = ""
) -> Released[ObjectState]:
    """Return what `actor` may know of an object, noting the read.

    Raises `NotFound` when this node never held it, or may not show it.
    """
    now = node.now()
    with node.store.transaction() as tx:
        opened = desk.open_object(
            object_id, actor=actor, now=now, desk=node.bind(tx), justification=justification
        )
        return opened.map(lambda shown: _state(tx, object_id, shown, now))


def withdrawn_state(node: Node, object_id: str) -> ObjectState | None:
    """Return what remains of an object that was withdrawn and erased here; None when it was not."""
    with node.snapshot() as tx:
        tombstone = tx.objects.tombstone(object_id)
        if tombstone is None or tombstone.erased is None:
            return None
        return ObjectState(
            id=object_id,
            originator=tombstone.originator,
            sender=tombstone.sender,
            via=(),
            record=None,
            versions=(),
            markings=(),
            signature=None,
            verified=False,
            told=tuple(tx.feeds.told(object_id)),
            recall=_recall(tx, tombstone, node.now()),
        )


def describe_object(node: Node, object_id: str, *, actor: Actor, justification: str = "") -> dict[str, Any]:
    """Return an object as scripts see it; of a withdrawn one only that, and why, it is gone.

    Raises `NotFound` when this node never held it, or may not show it.
    """
    withdrawn = withdrawn_state(node, object_id)
    if withdrawn is not None:
        return _described(withdrawn, node)
    released = object_state(node, object_id, actor=actor, justification=justification)
    return released.map(lambda state: _described(state, node)).value


def _state(tx: Transaction, object_id: str, shown: StixObject, now: datetime) -> ObjectState:
    record = tx.objects.record(object_id)
    signature = tx.objects.signature(object_id)
    tombstone = tx.objects.tombstone(object_id)
    if record is None:
        raise desk.NotFound(kind="object", typed=object_id, known="-")
    return ObjectState(
        id=object_id,
        originator=record.originator,
        sender=tx.objects.sender(object_id),
        via=tx.objects.via(object_id),
        record=record,
        versions=tuple(tx.objects.versions(object_id)),
        markings=_markings(tx, shown),
        signature=signature,
        verified=is_verified(tx, record, signature),
        told=tuple(tx.feeds.told(object_id)),
        recall=None if tombstone is None else _recall(tx, tombstone, now),
    )


def _markings(tx: Transaction, shown: StixObject) -> tuple[Marking, ...]:
    held = ((ref, tx.objects.marking(ref)) for ref in shown.markings)
    read = (standard_marking(ref) or (read_marking(obj) if obj else None) for ref, obj in held)
    return tuple(marking for marking in read if marking is not None)


def _recall(tx: Transaction, tombstone: Tombstone, now: datetime) -> RecallState:
    told = tx.feeds.told(tombstone.object_id)
    asked = tuple(sorted({t.reader for t in told if t.kind is Kind.RECALL}))
    acks = tuple(tx.feeds.acks(tombstone.object_id))
    outstanding = tuple(a for a in asked if a not in {ack.by for ack in acks if ack.what == "erased"})
    late = now - tombstone.at > ACKNOWLEDGE_WITHIN
    return RecallState(tombstone, asked, acks, outstanding, outstanding if late else ())


def _described(state: ObjectState, node: Node) -> dict[str, Any]:
    record, shown = state.record, None if state.record is None else state.record.object
    return {
        "id": state.id,
        "type": state.id.partition("--")[0],
        "version": "" if shown is None else shown.version,
        "title": "" if shown is None else shown.title,
        "state": state.state,
        "from": state.originator,
        "from_name": node.name(state.originator),
        "object": None if shown is None else orjson.loads(shown.raw),
        "verified": state.verified,
        "tlp": None if state.tlp is None else state.tlp.value,
        "grading": None if shown is None or shown.grading is None else str(shown.grading),
        "purposes": [] if state.marking is None else list(state.marking.purposes),
        "expires": None if record is None or record.expires is None else record.expires.isoformat(),
        "versions": [{"version": v.object.version, "shared": v.shared.isoformat()} for v in state.versions],
        "told": [_told(entry, node) for entry in state.told],
        "recall": None if state.recall is None else _recalled(state.recall),
    }


def _told(told: Told, node: Node) -> dict[str, Any]:
    return {
        "agency": told.reader,
        "name": node.name(told.reader),
        "kind": told.kind.name.lower(),
        "version": told.version,
        "index": told.index,
        "at": told.at.isoformat(),
        "received": None if told.received is None else told.received.isoformat(),
    }


def _recalled(recall: RecallState) -> dict[str, Any]:
    return {
        "reason": recall.tombstone.reason,
        "at": recall.tombstone.at.isoformat(),
        "erased": None if recall.tombstone.erased is None else recall.tombstone.erased.isoformat(),
        "asked": list(recall.asked),
        "acknowledged": _acknowledged(recall.acks),
        "outstanding": list(recall.outstanding),
        "overdue": list(recall.overdue),
    }


def _acknowledged(acks: Sequence[Ack]) -> list[dict[str, Any]]:
    return [{"agency": ack.by, "what": ack.what, "code": ack.code, "at": ack.at.isoformat()} for ack in acks]
