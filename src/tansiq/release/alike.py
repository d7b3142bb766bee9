"""Deciding about many objects at one moment: what objects of one kind have in common is decided once."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import datetime

from tansiq.release.case import Finding, question
from tansiq.release.classes import data_class, is_graded
from tansiq.release.company import definitions_of, needed_with
from tansiq.release.decision import decide
from tansiq.release.parts import CREATOR
from tansiq.release.reasons import Decision, Outcome
from tansiq.release.released import Released, seal
from tansiq.release.rules import DEFINITIONS, entitled
from tansiq.release.world import Record, World
from tansiq.stix import StixObject

Company = tuple[Released[StixObject], ...]


class Alike:
    """Answers as `decide` and `needed_with` do, at `now`, for as long as nothing in `world` changes."""

    def __init__(self, now: datetime, world: World) -> None:
        self._now = now
        self._world = world
        self._found: dict[tuple[str, Hashable], Finding] = {}
        self._company: dict[Hashable, Company] = {}
        self._clear: dict[str, set[str]] = {}

    def decide(self, record: Record, reader: str) -> Decision:
        """Answer whether agency `reader` may have the version `record`, and why; see `decide`."""
        found = self._found_in_common(record, reader)
        if found is None or (found.allowed and not self._is_clear(record, reader)):
            return decide(record, reader, self._now, world=self._world)
        obj = record.object
        if not found.allowed:
            return Decision(reader, obj.id, obj.version, Outcome.NO, found.reasons)
        released = seal(obj, reader)
        return Decision(reader, obj.id, obj.version, Outcome.WHOLE, found.reasons, found.via, released)

    def needed_with(self, record: Record, decision: Decision) -> Company:
        """Return what goes before what `decision` released of `record`; see `needed_with`."""
        if decision.released is None:
            return ()
        obj = decision.released.value
        kind = (decision.reader, record.originator, obj.created_by, *definitions_of(obj))
        company = self._company.get(kind)
        if company is None:
            company = self._company[kind] = needed_with(record, decision, self._now, world=self._world)
        return company

    def _found_in_common(self, record: Record, reader: str) -> Finding | None:
        """Return what the steps 1 to 8 find for all objects like `record`; None where each is for itself.

        They look at nothing of our own object but what `_kind_of` tells apart.
        """
        home, kind = self._world.home, _kind_of(record)
        if kind is None or record.originator != home or home in {reader, record.object.id}:
            return None
        found = self._found.get((reader, kind))
        if found is None:
            case = question(record, reader, self._now, self._world)
            found = self._found[reader, kind] = entitled(case)
        return found

    def _is_clear(self, record: Record, reader: str) -> bool:
        """Whether step 9 takes nothing: what can be reached from `record` is unknown here or open whole."""
        clear = self._clear.setdefault(reader, set())
        reached, queue = {record.object.id}, [record]
        for one in queue:
            for pointer, ref in one.object.refs:
                if pointer == CREATOR or ref in reached or ref in clear:
                    continue
                reached.add(ref)
                other = self._world.record(ref)
                if other is None or other.originator == reader:
                    continue
                found = self._found_in_common(other, reader)
                if found is None or not found.allowed:
                    return False
                queue.append(other)
        if self._world.record(record.object.id) is not record:
            reached.discard(record.object.id)
        clear |= reached
        return True


def _kind_of(record: Record) -> Hashable | None:
    """Return all that the steps 1 to 8 look at in our own object; None for definitions and marked parts."""
    obj = record.object
    if obj.granular or obj.type in DEFINITIONS:
        return None
    graded = obj.grading is not None or not is_graded(obj)
    dates = record.shared, record.recalled, record.expires
    return obj.markings, data_class(obj), graded, record.audience, dates, record.holds
