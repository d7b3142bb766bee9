"""Which of the objects that an object refers to, directly or through others, are closed to its reader."""

from __future__ import annotations

from dataclasses import dataclass, field

from tansiq.release.case import SILENT, Case, Finding
from tansiq.release.parts import Cut, hidden_parts, open_cut, referents
from tansiq.release.rules import entitled, is_definition
from tansiq.stix import StixObject


@dataclass(slots=True)
class _Web:
    """What can be reached from one object: what is still `open`, with its hidden parts; what is `closed`."""

    open: dict[str, tuple[Case, dict[str, tuple[str, ...]]]] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)
    referrers: dict[str, list[str]] = field(default_factory=dict)

    def reach(self, start: Case) -> None:
        """Walk from `start`, itself entitled, through everything that steps 1 to 8 leave open."""
        seen = {start.record.object.id}
        queue = [start]
        for case in queue:
            self.open[case.record.object.id] = (case, hidden_parts(case))
            for ref in referents(case.record.object):
                self.referrers.setdefault(ref, []).append(case.record.object.id)
                other = None if ref in seen else self._admit(ref, case)
                seen.add(ref)
                if other is not None:
                    queue.append(other)

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
        """Close, round by round, what step 9 refuses."""
        doubtful = set(self.open)
        while refused := {ref for ref in doubtful - self.closed if self.cut(ref).take()[1] is None}:
            self.closed |= refused
            doubtful = {referrer for ref in refused for referrer in self.referrers.get(ref, ())}

    def cut(self, ref: str) -> Cut:
        """Return what step 9 cuts from the open object `ref`."""
        case, parts = self.open[ref]
        return open_cut(case, parts, self.closed)


def step_nine(case: Case) -> tuple[Finding, StixObject | None]:
    """Return the finding of step 9 for the object of `case`, and what its reader may have of it."""
    obj = case.record.object
    if not obj.granular and not referents(obj):
        return SILENT, obj
    web = _Web()
    web.reach(case)
    web.settle()
    found, rest = web.cut(obj.id).take()
    if rest is not None and obj.id in web.closed:
        return web.cut(obj.id).spoilt(), None
    return found, rest
