"""Turns errors and reasons into sentences in the reader's language."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tansiq.release import Decision
from tansiq.wording import LANGUAGES, sentence, tables


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
    """Return the sentence for one of our errors, None for any other exception (a fault to be seen whole).

    The code is the error's own `code` where it has one with a sentence, else its class in capitals.
    """
    if not type(error).__module__.startswith("tansiq."):
        return None
    about = {name: _said(value) for name, value in _about(error).items()}
    for code in (_capitals(str(getattr(error, "code", ""))), _capitals(type(error).__name__)):
        if code in tables():
            return Explained(code, sentence(code, about, lang), about)
    return None


def _about(error: Exception) -> Mapping[str, object]:
    return dict(getattr(error, "about", None) or vars(error))


def _said(value: object) -> str:
    return (
        ", ".join(str(item) for item in value) if isinstance(value, tuple | list | frozenset) else str(value)
    )


def _capitals(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).replace("-", "_").upper()


def sentences(decision: Decision, lang: str, name: Callable[[str], str]) -> list[dict[str, str]]:
    """Return the reasons of `decision` as codes and sentences in `lang`, with the names that `name` gives."""
    return [
        {
            "code": reason.code.value,
            "step": str(reason.step),
            "sentence": sentence(reason.code, {key: name(value) for key, value in reason.about}, lang),
        }
        for reason in decision.reasons
    ]
