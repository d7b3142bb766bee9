"""What must be told before a released object so that its reader can understand and honour it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from tansiq.release.case import question
from tansiq.release.decision import decide
from tansiq.release.partner import in_force
from tansiq.release.reasons import Decision
from tansiq.release.released import Released, seal
from tansiq.release.world import Record, World
from tansiq.stix import StixObject


def needed_with(
    record: Record, decision: Decision, now: datetime, *, world: World
) -> tuple[Released[StixObject], ...]:
    """Return what goes before the object that `decision` released of `record`; nothing before nothing.

    First its creator, then its extensions, then its markings (spec/release.md, "What goes with it").
    """
    if decision.released is None:
        return ()
    company = _Company(record, decision.reader, now, world)
    released = decision.released.value
    found = (
        *company.creator(released),
        *(obj for refs in definitions_of(released) for obj in company.definitions(refs)),
    )
    return tuple(seal(obj, decision.reader) for obj in dict.fromkeys(found))


def definitions_of(obj: StixObject) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the ids of the extensions of `obj`, and those of its markings."""
    extensions = obj.data.get("extensions", ())
    return tuple([name for name in extensions if name.startswith("extension-definition--")]), _markings(obj)


def _markings(obj: StixObject) -> tuple[str, ...]:
    if not obj.granular:
        return obj.markings
    granular = (marking.ref for marking in obj.granular if marking.ref is not None)
    return tuple(dict.fromkeys((*obj.markings, *granular)))


class _Company:
    """Finds what goes with an object of `record` to `reader`."""

    def __init__(self, record: Record, reader: str, now: datetime, world: World) -> None:
        self._authors = {record.originator, world.home}
        self._originator = record.originator
        self._reader = reader
        self._now = now
        self._world = world

    def creator(self, obj: StixObject) -> Iterator[StixObject]:
        """Yield the identity that created `obj`, unless it is the reader's own."""
        if obj.created_by is None or obj.created_by == self._reader:
            return
        record = self._world.record(obj.created_by)
        if record is None:
            return
        if record.originator == record.object.id == self._originator:
            if self._in_force(record):
                yield record.object
            return
        released = decide(record, self._reader, self._now, world=self._world).released
        if released is not None:
            yield released.value

    def definitions(self, refs: Iterable[str]) -> Iterator[StixObject]:
        """Yield the definitions `refs` and what marks these, the marking before the marked."""
        entered: set[str] = set()
        done: set[str] = set()
        stack = [*reversed(list(refs))]
        while stack:
            ref = stack[-1]
            found = self._definition(ref)
            deeper = [] if found is None or ref in entered else set(_markings(found)) - entered
            entered.add(ref)
            stack += sorted(deeper)
            if not deeper and stack.pop() not in done and found is not None:
                done.add(ref)
                yield found

    def _definition(self, ref: str) -> StixObject | None:
        record = self._world.record(ref)
        if record is None or record.originator not in self._authors or not self._in_force(record):
            return None
        return record.object

    def _in_force(self, record: Record) -> bool:
        return in_force(question(record, self._reader, self._now, self._world)).allowed
