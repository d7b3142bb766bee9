"""Guessing passwords takes longer and longer, for names that exist and for others."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from tansiq.store import Noted
from tansiq.web.accounts.errors import TooSoon
from tansiq.web.accounts.throttle import ATTEMPT, LONGEST_WAIT, MEMORY, SUCCESS, Rule, admit, succeeded
from tests.web.served import Served

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
RULE = Rule("x", 4)


def lines(*ages: float, verb: str = ATTEMPT) -> list[Noted]:
    """Lines of the trail, newest first, so many seconds before now."""
    return [Noted(1, "-", verb, "x", NOW - timedelta(seconds=age), {}) for age in ages]


def test_the_first_attempts_are_free() -> None:
    assert RULE.wait(lines(1, 2, 3), NOW) <= timedelta(0)


def test_each_further_failure_doubles_the_wait() -> None:
    waits = [RULE.wait(lines(*([0.0] * count)), NOW) for count in range(4, 10)]
    assert [later / earlier for earlier, later in pairwise(waits)] == [2.0] * 5


def test_the_wait_has_an_end() -> None:
    assert RULE.wait(lines(*([0.0] * 200)), NOW) == LONGEST_WAIT


def test_a_success_forgives() -> None:
    assert RULE.wait([*lines(5, verb=SUCCESS), *lines(*([6.0] * 50))], NOW) <= timedelta(0)


def test_a_day_forgives() -> None:
    assert RULE.wait(lines(*([MEMORY.total_seconds() + 1] * 50)), NOW) <= timedelta(0)


@pytest.mark.parametrize("name", ["salma", "no such person"])
def test_a_name_that_is_guessed_at_is_locked(served: Served, name: str) -> None:
    for _ in range(4):
        admit(served.node, name, "127.0.0.1")
    with pytest.raises(TooSoon):
        admit(served.node, name, "127.0.0.2")


def test_an_address_that_guesses_is_locked(served: Served) -> None:
    for number in range(19):
        admit(served.node, f"name {number}", "127.0.0.1")
    with pytest.raises(TooSoon):
        admit(served.node, "another", "127.0.0.1")
    admit(served.node, "another", "127.0.0.2")


def test_a_lockout_does_not_grow_by_knocking(served: Served) -> None:
    def knock() -> timedelta:
        with pytest.raises(TooSoon) as soon:
            admit(served.node, "salma", "127.0.0.1")
        return soon.value.wait

    for _ in range(4):
        admit(served.node, "salma", "127.0.0.1")
    first = knock()
    assert all(knock() <= first for _ in range(20))


def test_whoever_logs_in_may_fail_again(served: Served) -> None:
    for _ in range(3):
        admit(served.node, "salma", "127.0.0.1")
    succeeded(served.node, "salma", "127.0.0.1")
    for _ in range(4):
        admit(served.node, "salma", "127.0.0.1")


def test_what_was_typed_as_a_name_is_not_kept(served: Served) -> None:
    admit(served.node, "my password by mistake", "127.0.0.1")
    with served.node.snapshot() as tx:
        assert "mistake" not in str(list(tx.trail.read(limit=100)))
