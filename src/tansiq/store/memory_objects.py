"""Objects, their versions, recalls and grants in memory; and the listings over them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from tansiq.desk import Filter, Found
from tansiq.exchange import Signature, Tombstone
from tansiq.release import Audience, Grant, Record
from tansiq.stix import StixObject
from tansiq.store.codec import micros
from tansiq.store.errors import VersionTaken, Withdrawn
from tansiq.store.facts import DEFINITIONS, facts
from tansiq.store.folding import words
from tansiq.store.memory_state import Held, State


class MemoryObjects:
    """Object versions with what is known beside them, for the exchange and for the desk."""

    def __init__(self, state: State) -> None:
        self._state = state

    def record(self, object_id: str, version: str | None = None) -> Record | None:
        """Return that version of the object, or the current one, if it is held."""
        held = self._held(object_id, version)
        return None if held is None else held.record

    def signature(self, object_id: str, version: str | None = None) -> Signature | None:
        """Return the originator's signature over that version, or the current one."""
        held = self._held(object_id, version)
        return None if held is None else held.signature

    def versions(self, object_id: str) -> Sequence[Record]:
        """Return every version held, oldest first."""
        return [held.record for held in sorted(self._state.objects.get(object_id, ()), key=_order)]

    def everything(self) -> Iterator[tuple[Record, Signature]]:
        """Yield every version that is held, with its originator's signature."""
        for versions in self._state.objects.values():
            for held in versions:
                yield held.record, held.signature

    def sender(self, object_id: str) -> str | None:
        """Return who told us the current version; None for our own."""
        held = self._held(object_id, None)
        return None if held is None else held.sender

    def via(self, object_id: str) -> tuple[str, ...]:
        """Return the circles through which the current version came."""
        held = self._held(object_id, None)
        return () if held is None else held.via

    def add(
        self, record: Record, signature: Signature, *, sender: str | None, via: tuple[str, ...] = ()
    ) -> None:
        """Keep one version; see `add_many`."""
        self.add_many([(record, signature)], sender=sender, via=via)

    def add_many(
        self, rows: Sequence[tuple[Record, Signature]], *, sender: str | None, via: tuple[str, ...] = ()
    ) -> None:
        """Keep versions that `sender` told us through the circles `via`; equal bytes again change nothing.

        Raises `VersionTaken` when a version is held with other bytes, `Withdrawn` after a recall.
        """
        for record, signature in rows:
            self._add(record, signature, sender, via)

    def set_audience(self, object_id: str, audience: Audience) -> None:
        """Change to whom this node opens the object, in every version."""
        self._change(object_id, audience=audience)

    def recall(self, tombstone: Tombstone) -> None:
        """Keep the first `tombstone` of an originator's object, and mark every version as recalled."""
        self._state.tombstones.setdefault((tombstone.object_id, tombstone.originator), tombstone)
        record = self.record(tombstone.object_id)
        if record is not None and record.originator == tombstone.originator and record.recalled is None:
            self._change(tombstone.object_id, recalled=tombstone.at)

    def erase(self, object_id: str, *, at: datetime) -> None:
        """Forget every byte of the object and who has read it, and note in its tombstone when."""
        self._state.objects.pop(object_id, None)
        for key in [key for key in self._state.read if key[1] == object_id]:
            self._state.read.pop(key)
        for key, tombstone in list(self._state.tombstones.items()):
            if tombstone.object_id == object_id:
                self._state.tombstones[key] = replace(tombstone, erased=tombstone.erased or at)

    def tombstone(self, object_id: str, originator: str | None = None) -> Tombstone | None:
        """Return what remains of the object of `originator` if it was recalled.

        Without one: of the object that is held, else of the last that was.
        """
        record = self.record(object_id)
        if originator is None and record is not None:
            originator = record.originator
        if originator is not None:
            return self._state.tombstones.get((object_id, originator))
        return next((one for one in reversed(self.tombstones()) if one.object_id == object_id), None)

    def tombstones(self) -> Sequence[Tombstone]:
        """Return every tombstone of an object that was here, oldest first."""
        return [one for one in self._state.tombstones.values() if one.held]

    def marking(self, ref: str) -> StixObject | None:
        """Return the marking definition if it is held."""
        record = self.record(ref)
        return record.object if record is not None and record.object.type == "marking-definition" else None

    def grant(self, grant: Grant, statement: bytes, signature: Signature) -> None:
        """Keep a verified grant, once."""
        held = self._state.grants.get((grant.object, grant.to), ())
        if all(known[1] != statement for known in held):
            self._state.grants[grant.object, grant.to] = (*held, (grant, statement, signature))

    def grants(self, object_id: str, reader: str) -> Sequence[Grant]:
        """Return the grants for the object to `reader`, oldest first."""
        return [grant for grant, _, _ in self._state.grants.get((object_id, reader), ())]

    def find(self, wanted: Filter, *, user: str) -> Sequence[Found]:
        """Return the rows that `wanted` describes, newest first, as `user` has read them."""
        rows = [self._found(held, user) for held in self._listed(wanted)]
        rows.sort(key=lambda row: -row.position)
        return [row for row in rows if wanted.before is None or row.position < wanted.before][: wanted.limit]

    def count(self, wanted: Filter, *, user: str) -> int:  # noqa: ARG002 - who counts sees what the filter says
        """Return how many rows `wanted` describes, whatever its cursor and limit."""
        return sum(1 for _ in self._listed(wanted))

    def mark_read(self, object_id: str, *, user: str, at: datetime) -> None:  # noqa: ARG002 - memory keeps no dates
        """Note that `user` has read the current version."""
        held = self._held(object_id, None)
        if held is not None:
            self._state.read[user, object_id] = held.position

    def _held(self, object_id: str, version: str | None) -> Held | None:
        versions = self._state.objects.get(object_id, ())
        if version is None:
            return max(versions, key=_order, default=None)
        return next((held for held in versions if held.record.object.version == version), None)

    def _add(self, record: Record, signature: Signature, sender: str | None, via: tuple[str, ...]) -> None:
        obj = record.object
        if (obj.id, record.originator) in self._state.tombstones:
            raise Withdrawn(obj.id)
        held = self._held(obj.id, obj.version)
        if held is not None:
            if held.record.object.raw != obj.raw:
                raise VersionTaken(obj.id, obj.version)
            return
        moment = self._state.grow("added", micros(record.shared))
        added = Held(record, signature, sender, via, self._state.next("position"), moment, facts(record))
        self._state.objects[obj.id] = (*self._state.objects.get(obj.id, ()), added)

    def _change(
        self, object_id: str, *, audience: Audience | None = None, recalled: datetime | None = None
    ) -> None:
        versions = self._state.objects.get(object_id)
        if versions is not None:
            self._state.objects[object_id] = tuple(_changed(held, audience, recalled) for held in versions)

    def _found(self, held: Held, user: str) -> Found:
        record = held.record
        unread = self._state.read.get((user, record.object.id), 0) < held.position
        return Found(record, held.sender, held.via, record.shared, held.position, unread)

    def _listed(self, wanted: Filter) -> Iterator[Held]:
        asked = words(wanted.text)
        for versions in self._state.objects.values():
            held = max(versions, key=_order)
            read = self._state.read.get((wanted.unread_by or "", held.record.object.id), 0)
            if wanted.unread_by is not None and read >= held.position:
                continue
            if _fits(held, wanted) and all(word in held.facts.text for word in asked):
                yield held


def _order(held: Held) -> tuple[str, int]:
    return held.facts.order, held.position


def _changed(held: Held, audience: Audience | None, recalled: datetime | None) -> Held:
    record = held.record
    record = replace(record, audience=audience or record.audience, recalled=recalled or record.recalled)
    return replace(held, record=record)


def _is_content(held: Held) -> bool:
    """Whether a listing holds the object unasked: neither a definition nor an agency's own identity."""
    return held.facts.type not in DEFINITIONS and held.record.object.id != held.record.originator


def _fits(held: Held, wanted: Filter) -> bool:
    in_box = wanted.box == "all" or (held.sender is None) == (wanted.box == "own")
    typed = _is_content(held) if wanted.type is None else held.facts.type == wanted.type
    circles = held.record.audience.circles.union(held.via)
    return (
        in_box
        and typed
        and wanted.sender in {None, held.sender}
        and wanted.tlp in {None, held.facts.tlp}
        and wanted.lang in {None, held.facts.lang}
        and (wanted.circle is None or wanted.circle in circles)
        and (wanted.since is None or held.record.shared > wanted.since)
        and (wanted.recalled is None or wanted.recalled == (held.record.recalled is not None))
    )
