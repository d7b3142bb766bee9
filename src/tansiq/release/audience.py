"""Steps 3 to 5: to whom the originator, and this node, opened the object."""

from __future__ import annotations

from collections.abc import Iterable

from tansiq.release.case import SILENT, Case, Finding, allow, refuse
from tansiq.release.reasons import Reason, ReasonCode
from tansiq.release.world import Grant, Membership
from tansiq.stix import TLP, Onward


def markings_known(case: Case) -> Finding:
    """(3) Every marking is known here, and every release marking is the originator's own."""
    unknown = tuple(Reason(ReasonCode.MARKING_UNKNOWN, 3, (("marking", ref),)) for ref in case.facts.unknown)
    foreign = tuple(Reason(ReasonCode.MARKING_FOREIGN, 3, (("marking", ref),)) for ref in case.facts.foreign)
    return Finding(allowed=False, reasons=unknown + foreign) if unknown or foreign else SILENT


def tlp_present(case: Case) -> Finding:
    """(3) The object has a TLP marking."""
    return SILENT if case.facts.tlp is not None else refuse(ReasonCode.TLP_MISSING, 3)


def tlp_allows(case: Case) -> Finding:
    """(3) RED names the reader; the other levels leave the choice of partners to the audience."""
    tlp = case.facts.tlp
    if tlp is None:
        return SILENT
    if tlp is TLP.RED and case.reader not in case.audience.agencies:
        return refuse(ReasonCode.TLP_RED_NOT_NAMED, 3, reader=case.reader)
    return allow(ReasonCode.TLP_ALLOWS, 3, tlp=tlp.value)


def not_excluded(case: Case) -> Finding:
    """(4) No exclusion names the reader."""
    if case.reader in case.audience.exclusions:
        return refuse(ReasonCode.EXCLUDED, 4, reader=case.reader)
    return SILENT


def in_audience(case: Case) -> Finding:
    """(4) The audience names the reader, or one of its circles opens the object to it."""
    named = case.reader in case.audience.agencies
    via = opened(case.audience.circles, case)
    if not named and not via:
        return _outside(case)
    by_name = [Reason(ReasonCode.IN_AUDIENCE, 4, (("reader", case.reader),))] if named else []
    by_circle = [Reason(ReasonCode.IN_CIRCLE, 4, (("circle", circle),)) for circle in via]
    return Finding(allowed=True, reasons=(*by_name, *by_circle), via=via)


def opened(circles: Iterable[str], case: Case) -> tuple[str, ...]:
    """Return those of `circles` that open the object of `case` to its reader, sorted."""
    return tuple(
        circle
        for circle in sorted(circles)
        if (member := _membership(circle, case)) is not None and _sees(member, case)
    )


def _membership(circle: str, case: Case) -> Membership | None:
    roster = case.world.rosters().get(circle)
    return None if roster is None else roster.member(case.reader, case.now)


def _sees(member: Membership, case: Case) -> bool:
    return member.since is None or member.since <= case.record.shared


def _outside(case: Case) -> Finding:
    audience = case.audience
    if not audience.agencies and not audience.circles:
        return refuse(ReasonCode.AUDIENCE_EMPTY, 4)
    late = tuple(_late(circle, case) for circle in sorted(audience.circles) if _membership(circle, case))
    return (
        Finding(allowed=False, reasons=late)
        if late
        else refuse(ReasonCode.NOT_IN_AUDIENCE, 4, reader=case.reader)
    )


def _late(circle: str, case: Case) -> Reason:
    return Reason(ReasonCode.JOINED_LATER, 4, (("reader", case.reader), ("circle", circle)))


def onward(case: Case) -> Finding:
    """(5) Where another agency originated the object, it permits that the object goes on to the reader."""
    if case.at_home:
        return SILENT
    if case.record.originator == case.reader:
        return allow(ReasonCode.ONWARD_TO_ORIGINATOR, 5, reader=case.reader)
    about = {"originator": case.record.originator, "reader": case.reader}
    rules = [marking.onward for marking in case.facts.releases]
    if rules and all(_permits(rule, case) for rule in rules):
        return allow(ReasonCode.ONWARD_BY_MARKING, 5, **about)
    return _granted(case, about)


def _permits(rule: Onward, case: Case) -> bool:
    return case.reader in rule.agencies or bool(opened(rule.circles, case))


def _granted(case: Case, about: dict[str, str]) -> Finding:
    grants = [
        grant for grant in case.world.grants(case.record.object.id, case.reader) if _concerns(grant, case)
    ]
    flaws = [_flaw(grant, case) for grant in grants]
    if None in flaws:
        return allow(ReasonCode.ONWARD_BY_GRANT, 5, **about)
    codes = (ReasonCode.ONWARD_NOT_PERMITTED, *(flaw for flaw in flaws if flaw is not None))
    return Finding(allowed=False, reasons=tuple(Reason(code, 5, tuple(about.items())) for code in codes))


def _concerns(grant: Grant, case: Case) -> bool:
    record = case.record
    return (grant.object, grant.to, grant.by) == (record.object.id, case.reader, record.originator)


def _flaw(grant: Grant, case: Case) -> ReasonCode | None:
    if grant.expires is not None and grant.expires <= case.now:
        return ReasonCode.GRANT_EXPIRED
    covered = grant.purposes is None or case.facts.purposes <= grant.purposes
    return None if covered else ReasonCode.GRANT_PURPOSE
