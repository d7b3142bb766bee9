"""What is computed beside an object when it is kept."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from tansiq.release import Record
from tansiq.stix import TLP, moment
from tansiq.store.facts import _order, facts
from tests.store.cast import record


@given(st.datetimes(timezones=st.just(UTC)), st.integers(0, 9), st.sampled_from(["", "5", "999"]))
def test_versions_sort_as_their_moments(at: datetime, digits: int, more: str) -> None:
    fraction = (f"{at.microsecond:06d}" + more)[:digits]
    second = at.replace(tzinfo=None, microsecond=0).isoformat()
    version = f"{second}.{fraction}Z" if fraction else f"{second}Z"
    assert _order(version) == moment(version).replace(tzinfo=None).isoformat(timespec="microseconds")


def test_what_has_no_version_comes_first() -> None:
    assert _order("") == ""


def test_the_strictest_level_is_the_one_that_is_listed() -> None:
    assert facts(record(tlp=TLP.RED)).tlp == "red"
    assert facts(record(tlp=None)).tlp is None


def test_a_long_title_is_found_through_the_text() -> None:
    kept: Record = record(text="x")
    assert facts(kept).text.split().count("report") == 1
