"""Dates, ages, clocks and numbers in the reader's language, by CLDR."""

from __future__ import annotations

from contextvars import ContextVar
from datetime import date, datetime, timedelta
from functools import cache
from typing import Final, Literal

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time, format_timedelta, get_datetime_format
from babel.numbers import format_decimal
from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext

register = template.Library()

LOCALES: Final = {"ar": "ar_MR", "fr": "fr", "en": "en_GB"}
"""Where the agency's country does not say otherwise: the digits of the Maghreb, the months of the Sahel."""
_MAGHREB: Final = frozenset({"DZ", "LY", "MA", "MR", "TN"})
_COUNTRY: Final[ContextVar[str]] = ContextVar("country", default="")
RECENT: Final = timedelta(days=7)
"""Beyond this an age is shown as a date."""
MINUTE: Final = timedelta(minutes=1)

Shape = Literal["narrow", "short", "medium", "long"]


def reader_locale() -> Locale:
    """Return the CLDR locale for the language of the running request."""
    return _locale(get_language() or settings.LANGUAGE_CODE, _COUNTRY.get())


def use_country(country: str) -> None:
    """Write dates as in `country` (ISO 3166-1 alpha-2) for the rest of the running request."""
    _COUNTRY.set(country)


@cache
def _locale(language: str, country: str) -> Locale:
    known = f"{language}_{country}" if country in _MAGHREB or language != "ar" else ""
    try:
        return Locale.parse(known or LOCALES.get(language, "en_GB"))
    except (UnknownLocaleError, ValueError):
        return Locale.parse(LOCALES.get(language, "en_GB"))


@register.filter
def day(value: date | None) -> SafeString | str:
    """Write the day of `value`, in the reader's time zone, as a `<time>` element."""
    if value is None:
        return ""
    local = timezone.localtime(value) if isinstance(value, datetime) else value
    return _time(local, format_date(local, "d MMMM y", locale=reader_locale()))


@register.filter
def weekday(value: datetime) -> str:
    """Write the weekday, day and month of `value`."""
    return format_date(timezone.localtime(value), "EEEE d MMMM y", locale=reader_locale())


@register.filter
def moment(value: datetime | None) -> SafeString | str:
    """Write the day and minute of `value`, in the reader's time zone, as a `<time>` element."""
    if value is None:
        return ""
    return _time(value, _moment(value))


@register.filter
def ago(value: datetime | None, now: datetime) -> SafeString | str:
    """Write how long before `now` the `value` is, or its date when that is more than a week."""
    if value is None:
        return ""
    age = now - value
    if abs(age) >= RECENT:
        return day(value)
    if abs(age) < MINUTE:
        return _time(value, pgettext("time", "just now"), hint=_moment(value))
    return _time(value, _span(-age, direction=True), hint=_moment(value))


@register.filter
def span(seconds: float | None) -> str:
    """Write a length of time given in `seconds`."""
    return "" if seconds is None else _span(timedelta(seconds=seconds))


@register.filter
def overdue(due: datetime | None, now: datetime) -> bool:
    """Return whether the clock that ends at `due` has run out."""
    return due is not None and due <= now


@register.filter
def number(value: float) -> str:
    """Write a number with the reader's separators."""
    return format_decimal(value, locale=reader_locale())


def _span(length: timedelta, *, direction: bool = False, shape: Shape = "long") -> str:
    return format_timedelta(length, add_direction=direction, format=shape, locale=reader_locale())


def _moment(value: datetime) -> str:
    locale, local = reader_locale(), timezone.localtime(value)
    parts = (format_time(local, "HH:mm", locale=locale), format_date(local, "d MMMM y", locale=locale))
    return str(get_datetime_format("medium", locale=locale)).format(*parts)


def _time(value: date, words: str, *, hint: str = "") -> SafeString:
    title = format_html(' title="{}"', hint) if hint else SafeString("")
    return format_html('<time datetime="{}"{}>{}</time>', value.isoformat(), title, words)
