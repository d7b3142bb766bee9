"""Moments to the microsecond."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.exchange.taxii import micros, written
from tansiq.stix import moment


def test_a_moment_is_written_with_six_digits_even_on_the_second() -> None:
    assert written(micros(datetime(2026, 3, 1, 12, tzinfo=UTC))) == "2026-03-01T12:00:00.000000Z"
    assert written(1) == "1970-01-01T00:00:00.000001Z"


@settings(deadline=None)
@given(st.integers(-62_000_000_000_000_000, 250_000_000_000_000_000))
def test_what_is_written_reads_back(moment_: int) -> None:
    assert micros(moment(written(moment_))) == moment_
