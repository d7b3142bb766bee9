"""One question put to the rules, and how rules compose."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from tansiq.release.facts import Facts, read_facts
from tansiq.release.reasons import Reason, ReasonCode
from tansiq.release.world import Audience, Record, World


@dataclass(frozen=True, slots=True)
class Case:
    """Whether `reader` may have `record`, or its part with `facts` opened to `audience`, at `now`."""

    record: Record
    reader: str
    now: datetime
    world: World
    facts: Facts
    audience: Audience

    @property
    def at_home(self) -> bool:
        """Whether the home agency originated the object."""
        return self.record.originator == self.world.home

    def of(self, record: Record) -> Case:
        """Return the same question about another `record`."""
        return question(record, self.reader, self.now, self.world)

    def of_part(self, ref: str) -> Case:
        """Return the same question about the parts that the granular marking `ref` marks."""
        facts = read_facts((ref,), self.record, self.world)
        audience = self.record.parts.get(ref, self.record.audience)
        return Case(self.record, self.reader, self.now, self.world, facts, audience)


def question(record: Record, reader: str, now: datetime, world: World) -> Case:
    """Return the question whether `reader` may have `record` as a whole."""
    return Case(
        record, reader, now, world, read_facts(record.object.markings, record, world), record.audience
    )


class Finding(NamedTuple):
    """What a rule found: whether it allows, why, and through which circles."""

    allowed: bool
    reasons: tuple[Reason, ...] = ()
    via: tuple[str, ...] = ()


Rule = Callable[[Case], Finding]

SILENT = Finding(allowed=True)


def allow(code: ReasonCode, step: int, **about: str) -> Finding:
    """Allow for one reason."""
    return Finding(allowed=True, reasons=(Reason(code, step, tuple(about.items())),))


def refuse(code: ReasonCode, step: int, **about: str) -> Finding:
    """Refuse for one reason."""
    return Finding(allowed=False, reasons=(Reason(code, step, tuple(about.items())),))


def together(findings: Iterable[Finding]) -> Finding:
    """Return one finding that allows if all of `findings` do; else the reasons of those that refuse."""
    found = [finding for finding in findings if finding is not SILENT]
    if len(found) < 2:
        return found[0] if found else SILENT
    refused = [finding for finding in found if not finding.allowed]
    reasons = tuple(reason for finding in refused or found for reason in finding.reasons)
    if refused:
        return Finding(allowed=False, reasons=reasons)
    return Finding(
        allowed=True, reasons=reasons, via=tuple(circle for finding in found for circle in finding.via)
    )


class AllOf:
    """Allows when every one of `rules` does; stops at the first that refuses; no rules refuse."""

    def __init__(self, *rules: Rule) -> None:
        self._rules = rules

    def __call__(self, case: Case) -> Finding:
        """Put `case` to the rules."""
        if not self._rules:
            return refuse(ReasonCode.NO_RULES, 0)
        findings = []
        for rule in self._rules:
            finding = rule(case)
            if not finding.allowed:
                return finding
            findings.append(finding)
        return together(findings)


class Together:
    """Allows when every one of `rules` does; gives the reasons of all that refuse; no rules refuse."""

    def __init__(self, *rules: Rule) -> None:
        self._rules = rules

    def __call__(self, case: Case) -> Finding:
        """Put `case` to the rules."""
        if not self._rules:
            return refuse(ReasonCode.NO_RULES, 0)
        return together(rule(case) for rule in self._rules)
