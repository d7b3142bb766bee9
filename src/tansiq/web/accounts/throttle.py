"""How often somebody may try to log in: attempts stand in the audit trail, so a restart forgives nothing.

Names are kept as keyed digests, since people type passwords into the wrong field.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Final

from django.utils.crypto import salted_hmac

from tansiq.store import Noted, Transaction
from tansiq.web.accounts.errors import TooSoon
from tansiq.wiring import Node

NOBODY: Final = "-"
ATTEMPT: Final = "login.attempt"
SUCCESS: Final = "login"
FIRST_WAIT: Final = timedelta(seconds=15)
LONGEST_WAIT: Final = timedelta(hours=1)
MEMORY: Final = timedelta(days=1)
"""Attempts older than this count no more."""
READ: Final = 200


@dataclass(frozen=True, slots=True)
class Rule:
    """How many failures in a row about one `subject` are `free`; each further one doubles the wait."""

    subject: str
    free: int

    def wait(self, lines: Sequence[Noted], now: datetime) -> timedelta:
        """Return how long after `now` the next attempt is looked at; the trail's `lines` are newest first."""
        recent = takewhile(lambda line: line.verb == ATTEMPT and now - line.at < MEMORY, lines)
        failures = [line.at for line in recent]
        over = len(failures) - self.free
        if over < 0:
            return timedelta(0)
        lockout = min(FIRST_WAIT * (1 << min(over, 20)), LONGEST_WAIT)
        return failures[0] + lockout - now


def admit(node: Node, name: str, address: str) -> None:
    """Note an attempt to log in as `name` from `address`, before its password is looked at.

    Raises `TooSoon` while a lockout runs; such an attempt is not noted, so that it does not prolong the wait.
    """
    now = node.now()
    with node.store.transaction() as tx:
        rules = _rules(name, address)
        wait = max(rule.wait(tx.trail.read(rule.subject, limit=READ), now) for rule in rules)
        if wait > timedelta(0):
            raise TooSoon(wait)
        for rule in rules:
            tx.trail.note(NOBODY, ATTEMPT, rule.subject, at=now, detail={})


def succeeded(node: Node, name: str, address: str) -> None:
    """Note that `name` logged in: what was tried before counts no more."""
    with node.store.transaction() as tx:
        _note_success(tx, name, address, node.now())


def _note_success(tx: Transaction, name: str, address: str, now: datetime) -> None:
    for rule in _rules(name, address):
        tx.trail.note(name, SUCCESS, rule.subject, at=now, detail={})


def _rules(name: str, address: str) -> tuple[Rule, Rule]:
    digest = salted_hmac("tansiq.login", name.casefold(), algorithm="sha256").hexdigest()[:32]
    return Rule(f"login:name:{digest}", 4), Rule(f"login:address:{address}", 19)
