from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.ledger import Malformed
from tansiq.ledger.encoding import Reader, from_base64, from_seconds, to_base64, to_seconds, uvarint


@given(st.binary(max_size=80))
def test_base64_round_trip(data: bytes) -> None:
    assert from_base64(to_base64(data), "thing") == data


@pytest.mark.parametrize(
    "text", ["A", "AA", "AA=", "AB==", "AA==\n", " AA==", "AA==AA==", "A-_A", "AA=A", "=", "é", "QUJDQUJD="]
)
def test_base64_in_any_other_form_is_refused(text: str) -> None:
    with pytest.raises(Malformed, match="thing"):
        from_base64(text, "thing")


@given(st.integers(0, 2**63 - 1))
def test_number_round_trip(number: int) -> None:
    reader = Reader("number", uvarint(number))
    assert reader.uvarint() == number
    reader.finish()


@pytest.mark.parametrize("data", [b"", b"\x80", b"\x80\x00", b"\xff\x00", b"\xff" * 9 + b"\x01"])
def test_a_cut_padded_or_oversized_number_is_refused(data: bytes) -> None:
    with pytest.raises(Malformed):
        Reader("number", data).uvarint()


@pytest.mark.parametrize("number", [-1, 2**63])
def test_numbers_outside_63_bits_are_not_written(number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        uvarint(number)


def test_bytes_beyond_the_end_are_refused() -> None:
    with pytest.raises(Malformed, match="needs 3 from byte 1"):
        Reader("thing", b"abc", 1).take(3)


def test_surplus_bytes_are_refused() -> None:
    with pytest.raises(Malformed, match="1 bytes too many"):
        Reader("thing", b"abc", 2).finish()


def test_seconds_forget_fractions_and_zones() -> None:
    moment = datetime(2026, 3, 1, 13, 0, 0, 999_999, timezone(timedelta(hours=1)))
    assert from_seconds(to_seconds(moment), "time") == datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize("moment", [datetime(2026, 3, 1), datetime(1969, 1, 1, tzinfo=UTC)])  # noqa: DTZ001
def test_naive_and_prehistoric_moments_are_refused(moment: datetime) -> None:
    with pytest.raises(ValueError, match="datetime"):
        to_seconds(moment)


def test_a_time_beyond_the_calendar_is_refused() -> None:
    with pytest.raises(Malformed):
        from_seconds(2**63 - 1, "time")
