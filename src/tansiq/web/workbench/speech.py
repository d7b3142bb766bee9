"""Codes of the rooms below as sentences in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from babel.dates import format_date, format_datetime
from django.utils import timezone
from django.utils.translation import gettext

from tansiq.desk import Actor, Verb, may
from tansiq.exchange import Alarm
from tansiq.release import Decision
from tansiq.stix import vocabularies
from tansiq.web.templatetags.local import reader_locale
from tansiq.web.workbench.parts import Alarm as AlarmShown
from tansiq.web.workbench.reading import Names
from tansiq.wiring import explain, sentences
from tansiq.wording import NoSentence, Unfilled, sentence

LABELLED: Final = ("purposes", "data-classes", "tlp")
_ISO: Final = re.compile(r"\d{4}-\d\d-\d\d(T[0-9:.]+(\+00:00|Z))?\Z")


def said(error: Exception, lang: str) -> str:
    """Return the sentence for one of our errors; any other exception is raised again, to be seen whole."""
    explained = explain(error, lang)
    if explained is not None:
        return explained.sentence
    if not type(error).__module__.startswith("tansiq."):
        raise error
    return gettext("This was refused: %(code)s.") % {"code": getattr(error, "code", type(error).__name__)}


def reasons(decision: Decision, names: Names) -> list[tuple[int, str]]:
    """Return the reasons of a decision, each with its step, in the order of the steps."""
    told = sentences(decision, names.lang, lambda value: label(value, names))
    return [(int(one["step"]), one["sentence"]) for one in told]


def label(value: str, names: Names) -> str:
    """Return what people call an agency, a circle, a code or a moment; anything else unchanged."""
    for vocabulary in LABELLED:
        for term in vocabularies.get(vocabulary).codes:
            if term.code == value:
                return str(getattr(term, names.lang))
    return _moment(value) or names.named(value)


def _moment(value: str) -> str:
    """Return a moment or a day as the reader writes it, nothing for what is none."""
    if not _ISO.match(value):
        return ""
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return ""
    locale = reader_locale()
    if len(value) == len("2026-01-01"):
        return format_date(at, "d MMMM y", locale=locale)
    return format_datetime(timezone.localtime(at), "d MMMM y HH:mm", locale=locale)


def alarms(found: Iterable[Alarm], names: Names, actor: Actor) -> tuple[AlarmShown, ...]:
    """Return alarms as sentences; whoever may arrange things with partners gets the means to settle them."""
    settles = may(actor, Verb.ARRANGE)
    return tuple(_alarm(alarm, names, settles=settles) for alarm in found)


def _alarm(alarm: Alarm, names: Names, *, settles: bool) -> AlarmShown:
    about = None if alarm.partner is None else names.agency(alarm.partner)
    return AlarmShown(
        sentence=_alarming(
            alarm.code, {key: label(value, names) for key, value in alarm.about.items()}, names.lang
        ),
        at=alarm.at,
        about=about,
        id=alarm.id if settles else None,
    )


def _alarming(code: str, about: Mapping[str, str], lang: str) -> str:
    try:
        return sentence(f"ALARM_{code.upper().replace('-', '_')}", about, lang)
    except (NoSentence, Unfilled):
        details = ", ".join(f"{name}: {value}" for name, value in about.items())
        return gettext("Look at this: %(code)s (%(details)s)") % {"code": code, "details": details}
