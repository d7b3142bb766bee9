from contextvars import copy_context
from datetime import timedelta

import pytest
from django.test import override_settings
from django.utils import translation

from tansiq.web.templatetags.local import ago, day, moment, number, overdue, span, use_country, weekday
from tests.web.cast import NOW


def written(lang: str, country: str) -> str:
    """The day of `NOW` in a request of its own."""

    def write() -> str:
        use_country(country)
        return str(day(NOW.date()))

    with translation.override(lang):
        return copy_context().run(write)


@pytest.mark.parametrize(
    ("lang", "words"), [("ar", "23 يوليو 2026"), ("fr", "23 juillet 2026"), ("en", "23 July 2026")]
)
def test_a_day_is_written_as_the_reader_writes_it(lang: str, words: str) -> None:
    assert written(lang, "NE") == f'<time datetime="2026-07-23">{words}</time>'


@pytest.mark.parametrize(
    ("country", "month"), [("DZ", "جويلية"), ("MA", "يوليوز"), ("MR", "يوليو"), ("XX", "يوليو")]
)
def test_months_bear_the_names_of_the_agency_s_country(country: str, month: str) -> None:
    assert month in written("ar", country)


def test_a_moment_stands_in_the_reader_s_time_zone() -> None:
    with translation.override("en"), override_settings(TIME_ZONE="Asia/Tokyo"):
        assert ">23 July 2026, 16:40</time>" in moment(NOW)


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(hours=3), "3 hours ago"),
        (timedelta(hours=-3), "in 3 hours"),
        (timedelta(days=30), "23 June 2026"),
    ],
)
def test_an_age_becomes_a_date_after_a_week(age: timedelta, words: str) -> None:
    with translation.override("en"):
        assert words in ago(NOW - age, NOW)


def test_what_never_happened_is_not_written() -> None:
    assert (day(None), moment(None), ago(None, NOW), span(None)) == ("", "", "", "")


def test_a_clock_runs_out_at_its_end() -> None:
    assert overdue(NOW, NOW)
    assert not overdue(NOW + timedelta(seconds=1), NOW)
    assert not overdue(None, NOW)


def test_numbers_and_lengths_of_time() -> None:
    with translation.override("fr"):
        assert number(1284) == "1\u202f284"
        assert span(4100) == "1\xa0heure"
        assert weekday(NOW) == "jeudi 23 juillet 2026"
