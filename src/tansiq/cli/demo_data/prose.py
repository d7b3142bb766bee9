"""Makes sentences of patterns: picks alternatives, writes dates and places as the language wants them."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from random import Random

from babel.dates import format_date

from tansiq.cli.demo_data.tables import Place, areas, places, wording

_ALTERNATIVES = re.compile(r"\[([^\[\]]*)\]")
_LOCALES = {"ar": "ar_TN", "fr": "fr", "en": "en_GB"}
_HOURS = ((4, "night"), (7, "dawn"), (12, "morning"), (17, "afternoon"), (21, "evening"), (24, "night"))
_ELIDED = re.compile(r"[AÀEÉÈIÎOÔU]")
_NOT_ELIDED = "Oua"  # a semivowel: « de Ouagadougou »


def spell(template: str, words: Mapping[str, str], rng: Random) -> str:
    """Pick one of each group `[a|b]` in `template` and fill in `words`."""
    return _ALTERNATIVES.sub(lambda group: rng.choice(group[1].split("|")), template).format_map(words)


def paragraph(templates: Iterable[str], words: Mapping[str, str], rng: Random) -> str:
    """Spell `templates` one after another."""
    return " ".join(spell(template, words, rng) for template in templates)


def words(lang: str, place: Place, at: datetime) -> dict[str, str]:
    """Return what the sentences of `lang` fill in about an event in `place` at `at` (UTC)."""
    here, there = name(place, lang), name(places()[place.road], lang)
    when = _when(lang, at)
    return {
        "place": here,
        "other": there,
        "de_place": _from(here),
        "de_other": _from(there),
        "admin": areas()[place.admin][lang],
        "date": day(lang, at),
        "when": when,
        "When": when[0].upper() + when[1:],
    }


def name(named: Place, lang: str) -> str:
    """Return the name of a place in `lang`."""
    return {"ar": named.ar, "fr": named.fr, "en": named.en}[lang]


def day(lang: str, at: date) -> str:
    """Write day and month of `at`."""
    text = format_date(at, "d MMMM", locale=_LOCALES[lang])
    return text.replace("1 ", "1er ", 1) if lang == "fr" and at.day == 1 else text


def lowered(sentence: str) -> str:
    """Return `sentence` as it stands within another one."""
    return sentence[0].lower() + sentence[1:]


def _when(lang: str, at: datetime) -> str:
    part = next(part for end, part in _HOURS if at.hour < end)
    weekday = format_date(at, "EEEE", locale=_LOCALES[lang])
    return wording(lang).when[part].format(weekday=weekday, date=day(lang, at))


def _from(place: str) -> str:
    elided = _ELIDED.match(place) and not place.startswith(_NOT_ELIDED)
    return f"d’{place}" if elided else f"de {place}"
