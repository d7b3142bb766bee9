"""Which of the objects that an object refers to, directly or through others, are closed to its reader."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from tansiq.release.case import SILENT, Case, Finding
from tansiq.release.parts import Cut, hidden_parts, referents
from tansiq.release.rules import entitled, is_definition
from tansiq.stix import StixObject


def step_nine(case: Case) -> tuple[Finding, StixObject | None]:
    """Return the finding of step 9 for the object of `case`, and what its reader may have of it."""
    obj = case.record.object
    if not obj.granular and not referents(obj):
        return SILENT, obj
    web = _Web()
    web.reach(case)
    web.settle()
    return web.taken[obj.id]


@dataclass(frozen=True, slots=True)
class _Node:
    """An object that steps 1 to 8 leave open: its `case`, what it `names` and where, its hidden `parts`."""

    case: Case
    names: Mapping[str, Sequence[str]]
    parts: Mapping[str, tuple[str, ...]]

    def without(self, closed: Collection[str]) -> Cut:
        """Return what step 9 takes from the object when its reader may not know of `closed` objects."""
        pointers = (pointer for ref, found in self.names.items() if ref in closed for pointer in found)
        return Cut(self.case, self.parts, tuple(pointers))


@dataclass(slots=True)
class _Web:
    """What can be reached from one object: the `open` objects, who refers to whom, and what is `closed`.

    `taken` is what step 9 last said of each open object.
    """

    open: dict[str, _Node] = field(default_factory=dict)
    referrers: dict[str, list[str]] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)
    taken: dict[str, tuple[Finding, StixObject | None]] = field(default_factory=dict)

    def reach(self, start: Case) -> None:
        """Walk from `start`, itself entitled, through everything that steps 1 to 8 leave open."""
        seen = {start.record.object.id}
        queue = [start]
        for case in queue:
            obj = case.record.object
            node = self.open[obj.id] = _Node(case, referents(obj), hidden_parts(case))
            for ref in node.names:
                self.referrers.setdefault(ref, []).append(obj.id)
            queue += [other for ref in node.names if ref not in seen and (other := self._admit(ref, case))]
            seen.update(node.names)

    def _admit(self, ref: str, case: Case) -> Case | None:
        record = case.world.record(ref)
        if record is None or record.originator == case.reader:
            return None
        other = case.of(record)
        if not entitled(other).allowed:
            self.closed.add(ref)
            return None
        return None if is_definition(other) else other

    def settle(self) -> None:
        """Close, round by round, what step 9 refuses; a round looks again at what names the newly closed."""
        doubtful = set(self.open)
        while doubtful:
            taken = {ref: self.open[ref].without(self.closed).take() for ref in doubtful}
            refused = {ref for ref, (_, rest) in taken.items() if rest is None}
            self.taken |= taken
            self.closed |= refused
            named = {referrer for ref in refused for referrer in self.referrers.get(ref, ())}
            doubtful = named - self.closed
