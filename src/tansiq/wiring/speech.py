"""Turns errors, alarms and reasons into sentences in the reader's language."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from tansiq.exchange import BrokenFeed, Inadmissible
from tansiq.release import Decision
from tansiq.wording import LANGUAGES, sentence, tables

_BETWEEN_WORDS: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


@dataclass(frozen=True, slots=True)
class Explained:
    """An error as a person may read it: its `code`, one `sentence` and what it is `about`."""

    code: str
    sentence: str
    about: Mapping[str, str]


def language() -> str:
    """Return the command line's language: TANSIQ_LANGUAGE, else the locale's, else English."""
    for name in ("TANSIQ_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        chosen = os.environ.get(name, "")[:2]
        if chosen in LANGUAGES:
            return chosen
    return "en"


def explain(error: Exception, lang: str) -> Explained | None:
    """Return the sentence for one of our errors, None for any other exception (a fault to be seen whole)."""
    code = code_of(error)
    if code is None:
        return None
    about = {name: _said(value) for name, value in _about(error).items() if not isinstance(value, bytes)}
    filling = {"said": str(error), "index": "–", **about}
    return Explained(code, sentence(code, filling, lang), about)


def code_of(error: Exception) -> str | None:
    """Return under which code the wording has a sentence for `error`, None when it is none of ours.

    A class whose codes differ has a sentence for each, such as MALFORMED_JSON. The class comes before a bare
    code, which may be a word that somebody typed. What raises an alarm says what the alarm says.
    """
    if not type(error).__module__.startswith("tansiq."):
        return None
    own, kind = _capitals(str(getattr(error, "code", ""))), _capitals(type(error).__name__)
    alarming = isinstance(error, Inadmissible | BrokenFeed)
    codes = (_alarm_code(own),) if alarming else (f"{kind}_{own}", kind, own)
    return next((code for code in codes if code in tables()), None)


def alarm_sentence(code: str, about: Mapping[str, str], lang: str) -> str:
    """Return what the alarm `code` means and what to do; `about` holds names in the place of ids."""
    return sentence(_alarm_code(code), about, lang)


def sentences(decision: Decision, lang: str, name: Callable[[str], str]) -> list[dict[str, str]]:
    """Return the reasons of `decision` as codes and sentences in `lang`, with the names that `name` gives."""
    return [
        {
            "code": reason.code.value,
            "step": str(reason.step),
            "sentence": sentence(reason.code, _named(reason.about, lang, name), lang),
        }
        for reason in decision.reasons
    ]


def instrument(text: str, lang: str, date_of: Callable[[str], str] = str) -> str:
    """Return what people call a legal instrument; what the program wrote down (`kind:DATE`), in `lang`."""
    kind, _, date = text.partition(":")
    code = f"INSTRUMENT_{kind.upper()}"
    return sentence(code, {"date": date_of(date)}, lang) if code in tables() else text


def _named(about: tuple[tuple[str, str], ...], lang: str, name: Callable[[str], str]) -> dict[str, str]:
    return {
        key: instrument(value, lang, name) if key == "instrument" else name(value) for key, value in about
    }


def _about(error: Exception) -> Mapping[str, object]:
    about: Mapping[str, object] | None = getattr(error, "about", None)
    return vars(error) if about is None else about


def _said(value: object) -> str:
    if isinstance(value, tuple | list | frozenset):
        return ", ".join(map(str, value))
    return str(value) or "–"


def _alarm_code(code: str) -> str:
    return f"ALARM_{_capitals(code)}"


def _capitals(name: str) -> str:
    return _BETWEEN_WORDS.sub("_", name).replace("-", "_").upper()
