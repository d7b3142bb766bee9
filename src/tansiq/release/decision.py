"""The decision itself: the steps in order, and what the reader is given at their end."""

from __future__ import annotations

import logging
from datetime import datetime

from tansiq.release.case import Case, Finding, allow, question, together
from tansiq.release.closed import step_nine
from tansiq.release.partner import in_force
from tansiq.release.reasons import Decision, Outcome, Reason, ReasonCode
from tansiq.release.released import seal
from tansiq.release.rules import entitled, is_definition
from tansiq.release.world import Record, World
from tansiq.stix import StixObject

_log = logging.getLogger(__name__)
_FLAGS = {ReasonCode.RECALLED: ReasonCode.RECALLED_HERE, ReasonCode.EXPIRED: ReasonCode.EXPIRED_HERE}


def decide(record: Record, reader: str, now: datetime, *, world: World) -> Decision:
    """Answer whether agency `reader` may have the version `record` at `now`, and why (spec/release.md)."""
    if reader == world.home:
        return may_read(record, now, world=world)
    case = question(record, reader, now, world)
    found = entitled(case)  # (1) to (8)
    if not found.allowed:
        return _refused(case, found)
    if is_definition(case):
        return _given(case, found, record.object)
    last, rest = step_nine(case)  # (9)
    return _refused(case, last) if rest is None else _given(case, together((found, last)), rest)


def may_read(record: Record, now: datetime, *, world: World) -> Decision:
    """Answer whether the home agency's people may read `record`; its own they may, flagged when withdrawn."""
    case = question(record, world.home, now, world)
    found = in_force(case)  # (2)
    if not found.allowed and not case.at_home:
        return _refused(case, found)
    flags = tuple(Reason(_FLAGS[reason.code], 2, reason.about) for reason in found.reasons)
    return _given(
        case, together((allow(ReasonCode.HOME_READS, 0), Finding(allowed=True, reasons=flags))), record.object
    )


class UnsafeReleaseAll:
    """Stands in for `decide` in tests of other rooms: gives all to everybody, and says so in the log."""

    def __call__(self, record: Record, reader: str, now: datetime, *, world: World) -> Decision:
        """Give `record` whole to `reader`, unchecked."""
        _log.warning("UNSAFE: %s goes to %s without a decision", record.object.id, reader)
        return _given(question(record, reader, now, world), allow(ReasonCode.UNSAFE, 0), record.object)


def _refused(case: Case, found: Finding) -> Decision:
    obj = case.record.object
    return Decision(case.reader, obj.id, obj.version, Outcome.NO, found.reasons)


def _given(case: Case, found: Finding, rest: StixObject) -> Decision:
    obj = case.record.object
    outcome = Outcome.WHOLE if rest is obj else Outcome.REDACTED
    return Decision(
        case.reader, obj.id, obj.version, outcome, found.reasons, found.via, seal(rest, case.reader)
    )
