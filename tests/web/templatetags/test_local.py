from datetime import date, timedelta

import pytest
from django.test import override_settings
from django.utils import translation

from tansiq.web.templatetags.local import ago, day, moment, number, overdue, span, weekday
from tests.web.cast import NOW


@pytest.mark.parametrize(
    ("lang", "words"), [("ar", "23 يوليوز 2026"), ("fr", "23 juillet 2026"), ("en", "23 July 2026")]
)
def test_a_day_is_written_as_the_reader_writes_it(lang: str, words: str) -> None:
    with translation.override(lang):
        assert day(NOW.date()) == f'<time datetime="2026-07-23">{words}</time>'


def test_a_node_chooses_the_names_of_its_months() -> None:
    with translation.override("ar"), override_settings(TANSIQ_LOCALES={"ar": "ar_DZ"}):
        assert "جويلية" in day(date(2026, 7, 23))


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
