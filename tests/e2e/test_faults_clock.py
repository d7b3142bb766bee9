"""A node whose clock is two days off: it is seen, and the exchange goes on."""

from __future__ import annotations

import pytest

from tests.e2e.faults import Pair, alarm, arrives, receipted, tell, well
from tests.services.clock import clock_off_by


@pytest.mark.parametrize("days", [2, -2])
def test_a_clock_two_days_off_is_seen_by_both_and_the_exchange_goes_on(stopped: Pair, days: int) -> None:
    a, b = stopped.nodes
    b.extra = clock_off_by(f"{days:+}d")
    stopped.start()
    arrives(b, tell(a, b, "At the hour of Alpha"))
    receipted(a)
    minutes = days * 24 * 60
    assert alarm(b, "partner-clock")["about"]["minutes"] == str(-minutes)
    assert alarm(a, "partner-clock")["about"]["minutes"] == str(minutes)
    own = tell(b, a, "At the hour of Bravo")
    if days > 0:
        arrives(a, own)
    else:  # by its own clock it has not paired yet
        assert "BASIS_NOT_BEGUN" in {reason["code"] for reason in b.ask("why", own, a.agency)["reasons"]}
    receipted(b)
    well(a, b)
