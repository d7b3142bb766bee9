from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.stix import Flaw, Malformed, moment, timestamp


def test_a_moment_is_written_in_utc_to_the_millisecond() -> None:
    local = datetime(2026, 1, 1, 0, 30, 0, 999999, tzinfo=timezone(timedelta(hours=1)))
    assert timestamp(local) == "2025-12-31T23:30:00.999Z"


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        timestamp(datetime(2026, 1, 1))  # noqa: DTZ001


@given(st.datetimes(timezones=st.just(UTC)))
def test_what_is_written_is_read_again(when: datetime) -> None:
    assert moment(timestamp(when)) == when.replace(microsecond=when.microsecond // 1000 * 1000)


def test_more_digits_than_microseconds_are_cut() -> None:
    assert moment("2026-01-01T00:00:00.123456789Z").microsecond == 123456


@pytest.mark.parametrize(
    "text",
    [
        "",
        "now",
        "2026-01-01",
        "2026-01-01T00:00:00",
        "2026-01-01T00:00:00+00:00",
        "2026-13-01T00:00:00Z",
        "2026-02-29T00:00:00Z",
        "2026-01-01T24:00:00Z",
        "2026-01-01T00:00:60Z",
        "٢٠٢٦-01-01T00:00:00Z",
    ],
)
def test_what_is_no_moment_is_refused_with_its_place(text: str) -> None:
    with pytest.raises(Malformed) as caught:
        moment(text, "/published")
    assert (caught.value.code, caught.value.pointer) == (Flaw.TIMESTAMP, "/published")
