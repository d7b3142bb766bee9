"""Steps 6 to 8: by what right, for what purpose, how graded, and whether somebody asked to wait."""

from __future__ import annotations

from collections.abc import Sequence

from tansiq.release.case import SILENT, Case, Finding, allow, refuse, together
from tansiq.release.classes import data_class, is_graded
from tansiq.release.reasons import Reason, ReasonCode
from tansiq.release.world import Basis

NO_PURPOSE = "-"


def legal_basis(case: Case) -> Finding:
    """(6) For every purpose a basis in force covers it and the class of data."""
    kind = data_class(case.record.object)
    bases = [
        basis
        for basis in case.world.bases(case.reader)
        if basis.partner == case.reader and (basis.classes is None or kind in basis.classes)
    ]
    purposes = sorted(case.facts.purposes) or [NO_PURPOSE]
    return together(_covered(purpose, kind, bases, case) for purpose in purposes)


def _covered(purpose: str, kind: str, bases: Sequence[Basis], case: Case) -> Finding:
    covering = [
        basis
        for basis in bases
        if purpose == NO_PURPOSE or basis.purposes is None or purpose in basis.purposes
    ]
    about = {"reader": case.reader, "purpose": purpose, "class": kind}
    codes = {_state(basis, case): basis.instrument for basis in reversed(covering)}
    for code in (ReasonCode.BASIS_CURRENT, ReasonCode.BASIS_EXPIRED, ReasonCode.BASIS_NOT_BEGUN):
        if code in codes:
            verdict = allow if code is ReasonCode.BASIS_CURRENT else refuse
            return verdict(code, 6, **about, instrument=codes[code])
    return refuse(ReasonCode.NO_LEGAL_BASIS, 6, **about)


def _state(basis: Basis, case: Case) -> ReasonCode:
    if basis.ends is not None and basis.ends <= case.now:
        return ReasonCode.BASIS_EXPIRED
    return ReasonCode.BASIS_CURRENT if basis.starts <= case.now else ReasonCode.BASIS_NOT_BEGUN


def has_purpose(case: Case) -> Finding:
    """(7) The object has a purpose."""
    return SILENT if case.facts.purposes else refuse(ReasonCode.PURPOSE_MISSING, 7)


def has_grading(case: Case) -> Finding:
    """(7) The object is graded, unless it is of a kind that others grade."""
    obj = case.record.object
    return SILENT if obj.grading is not None or not is_graded(obj) else refuse(ReasonCode.GRADING_MISSING, 7)


def no_hold(case: Case) -> Finding:
    """(8) No hold stands."""
    held = tuple(Reason(ReasonCode.HELD, 8, (("hold", hold.code),)) for hold in case.record.holds)
    return Finding(allowed=False, reasons=held) if held else SILENT
