"""Every reason has a sentence in every language, and it says what the reason is about."""

from __future__ import annotations

import string

import pytest

from tansiq.release import ReasonCode
from tansiq.wording import LANGUAGES, NoSentence, Unfilled, sentence, tables

NAMES = string.Template(
    "$at $circle $class $count $hold $instrument $marking $originator $purpose $reader $tlp $until"
)
ABOUT = dict.fromkeys(NAMES.get_identifiers(), "WORD")


def placeholders(wording: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(wording) if name is not None}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("code", list(ReasonCode))
def test_every_reason_has_a_sentence_in_every_language(code: ReasonCode, lang: str) -> None:
    said = sentence(code, ABOUT, lang)
    assert said.endswith(".")
    assert "{" not in said


@pytest.mark.parametrize("code", sorted(tables()))
def test_the_three_languages_say_the_same_things(code: str) -> None:
    wordings = tables()[code]
    assert set(wordings) == set(LANGUAGES)
    assert len({frozenset(placeholders(wording)) for wording in wordings.values()}) == 1


@pytest.mark.parametrize("code", list(ReasonCode))
def test_arabic_is_written_in_arabic_and_french_is_not_english(code: ReasonCode) -> None:
    wordings = tables()[code]
    assert any("\u0600" <= letter <= "\u06ff" for letter in wordings["ar"])
    assert wordings["fr"] != wordings["en"]


def test_names_in_another_script_do_not_turn_arabic_round() -> None:
    assert "\u2068Agency B\u2069" in sentence("EXCLUDED", {"reader": "Agency B"}, "ar")


def test_braces_in_a_name_stay_braces() -> None:
    assert "{0.__class__}" in sentence("EXCLUDED", {"reader": "{0.__class__}"}, "en")


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(NoSentence, match="NEVER_HEARD"):
        sentence("NEVER_HEARD", {}, "en")


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(NoSentence, match="'xx'"):
        sentence("EXCLUDED", {"reader": "B"}, "xx")


def test_a_missing_placeholder_is_named() -> None:
    with pytest.raises(Unfilled, match="reader"):
        sentence("EXCLUDED", {}, "en")
