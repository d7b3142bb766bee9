"""Handing out again: who stopped being a partner gets nothing, and what ended is gone for everybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from tansiq.release import NotHome, Snapshot, Standing, own, still
from tests.release.cast import HOME, MEMBER, OUTSIDER

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
MICROS = int(NOW.timestamp()) * 1_000_000
WORLD = Snapshot(home=HOME, standings={MEMBER: Standing.ACTIVE, OUTSIDER: Standing.SUSPENDED})


@dataclass(frozen=True)
class Line:
    """One thing that was told."""

    recalled: int | None = None
    expires: int | None = None


def test_what_is_in_force_goes_out_again() -> None:
    lines = (Line(), Line(expires=MICROS + 1))
    again = still(MEMBER, lines, NOW, world=WORLD)
    assert (again.reader, again.value) == (MEMBER, lines)


@pytest.mark.parametrize("ended", [Line(recalled=1), Line(expires=MICROS), Line(expires=MICROS - 1)])
@pytest.mark.parametrize("reader", [MEMBER, HOME])
def test_what_ended_does_not(ended: Line, reader: str) -> None:
    assert still(reader, [Line(), ended], NOW, world=WORLD).value == (Line(),)


@pytest.mark.parametrize("standing", [None, Standing.INVITED, Standing.SUSPENDED, Standing.LEFT])
def test_whoever_is_no_active_partner_gets_nothing(standing: Standing | None) -> None:
    world = Snapshot(home=HOME, standings={} if standing is None else {OUTSIDER: standing})
    assert still(OUTSIDER, [Line()], NOW, world=world).value == ()


def test_the_home_agency_reads_its_own_papers() -> None:
    assert own("papers", HOME, world=WORLD).value == "papers"


def test_attack_a_partner_asking_for_papers_that_never_left() -> None:
    with pytest.raises(NotHome):
        own("papers", MEMBER, world=WORLD)


def test_a_moment_before_its_end_it_still_goes() -> None:
    line = Line(expires=MICROS)
    assert still(MEMBER, [line], NOW - timedelta(microseconds=1), world=WORLD).value == (line,)
