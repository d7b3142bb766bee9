"""Steps 1 and 2: who may ask at all, and whether there is still something to give."""

from __future__ import annotations

from datetime import UTC

from tansiq.release.case import SILENT, Case, Finding, Together, refuse
from tansiq.release.reasons import ReasonCode
from tansiq.release.world import Standing

_NOT_ACTIVE = {
    None: ReasonCode.NOT_A_PARTNER,
    Standing.INVITED: ReasonCode.PARTNER_INVITED,
    Standing.SUSPENDED: ReasonCode.PARTNER_SUSPENDED,
    Standing.LEFT: ReasonCode.PARTNER_LEFT,
}


def active_partner(case: Case) -> Finding:
    """(1) The reader is an active partner."""
    standing = case.world.standing(case.reader)
    if standing is Standing.ACTIVE:
        return SILENT
    return refuse(_NOT_ACTIVE[standing], 1, reader=case.reader)


def not_recalled(case: Case) -> Finding:
    """(2) The object is not recalled."""
    if case.record.recalled is None:
        return SILENT
    return refuse(ReasonCode.RECALLED, 2, at=case.record.recalled.isoformat())


def not_expired(case: Case) -> Finding:
    """(2) Neither the record's expiry nor the last day of its retention is over."""
    expires, retention = case.record.expires, case.facts.retention
    if expires is not None and expires <= case.now:
        return refuse(ReasonCode.EXPIRED, 2, until=expires.isoformat())
    return retained(case) if retention is not None else SILENT


def retained(case: Case) -> Finding:
    """(2) The last day (UTC) of the retention is not over."""
    retention = case.facts.retention
    if retention is None or case.now.astimezone(UTC).date() <= retention:
        return SILENT
    return refuse(ReasonCode.EXPIRED, 2, until=retention.isoformat())


in_force = Together(not_recalled, not_expired)
