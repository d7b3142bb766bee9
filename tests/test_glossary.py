"""The tables and catalogues use the words that the glossary fixes, no others, and write them as it says."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from babel.messages.pofile import read_po

from tansiq.stix import vocabularies
from tansiq.wording import LANGUAGES, tables

ROOT = Path(__file__).resolve().parent.parent
GLOSSARY = ROOT / "docs" / "glossary.md"
LOCALE = ROOT / "src" / "tansiq" / "locale"
ROW = re.compile(r"^- (\w\w): \*\*(.+)\*\*, not (.+)$", re.MULTILINE)
NARROW = "[:;?!»]"
ARABIC = "[\u0621-\u064a]"


class Fixed(NamedTuple):
    """A row of the glossary: in `lang` the `word` is used and nothing that begins like one of `banned`."""

    lang: str
    word: str
    banned: tuple[str, ...]


def rows() -> list[Fixed]:
    section = GLOSSARY.read_text("utf-8").split("## Fixed words")[1].split("\n## ")[0]
    return [Fixed(lang, word, tuple(banned.split(" · "))) for lang, word, banned in ROW.findall(section)]


def plain(text: str) -> str:
    """`text` without vowel signs and direction marks, in small letters."""
    return "".join(sign for sign in text.casefold() if unicodedata.category(sign) not in {"Mn", "Cf"})


def begins(banned: str, lang: str) -> re.Pattern[str]:
    """Where `banned` begins a word; Arabic writes articles and prepositions before it."""
    return re.compile(re.escape(plain(banned)) if lang == "ar" else rf"\b{re.escape(plain(banned))}")


@cache
def said(lang: str) -> tuple[tuple[str, str], ...]:
    """Every text in `lang`, after what it is called."""
    return tuple(_said(lang))


def _said(lang: str) -> Iterator[tuple[str, str]]:
    for code, sentence in tables().items():
        yield code, sentence[lang]
    for name in vocabularies.names():
        for term in vocabularies.get(name).codes:
            yield f"{name} {term.code}", {"ar": term.ar, "fr": term.fr, "en": term.en}[lang]
    if lang != "en":
        with (LOCALE / lang / "LC_MESSAGES" / "django.po").open("rb") as file:
            messages = [message for message in read_po(file, locale=lang) if message.id]
        for message in messages:
            forms = message.string if isinstance(message.string, (list, tuple)) else [message.string]
            yield from ((str(message.id), str(form)) for form in forms)


def found(pattern: re.Pattern[str], lang: str, *, bare: bool = False) -> list[str]:
    """What in `lang` holds `pattern`."""
    return [f"{name}: {text}" for name, text in said(lang) if pattern.search(plain(text) if bare else text)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_glossary_fixes_words_in_each_language(lang: str) -> None:
    assert len([row for row in rows() if row.lang == lang]) >= 5


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row.lang}-{row.word}")
def test_a_fixed_word_stands_in_the_glossary_and_is_said(row: Fixed) -> None:
    terms = GLOSSARY.read_text("utf-8").split("## Fixed words")[0]
    assert plain(row.word) in plain(terms)
    assert any(plain(row.word) in plain(text) for _, text in said(row.lang))


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row.lang}-{row.word}")
def test_what_a_fixed_word_replaces_is_not_said(row: Fixed) -> None:
    for banned in row.banned:
        assert found(begins(banned, row.lang), row.lang, bare=True) == []


def test_a_banned_word_is_found_under_article_vowels_and_capitals() -> None:
    assert begins("مسترجع", "ar").search(plain("المُسترجَع"))
    assert begins("rappel", "fr").search(plain("Rappelé"))
    assert not begins("flux", "fr").search(plain("afflux"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_digits_are_those_of_the_maghreb(lang: str) -> None:
    assert found(re.compile("[٠-٩۰-۹]"), lang) == []


def test_french_keeps_its_high_points_and_quotation_marks_on_the_line() -> None:
    assert found(re.compile(rf"(?<=[\w»)}}\]]) {NARROW}|« |«(?!\u00a0)|n° |(?<!\u00a0)»"), "fr") == []
    assert found(re.compile(r"\w'\w"), "fr") == []


def test_arabic_has_its_own_comma_semicolon_and_question_mark() -> None:
    assert found(re.compile(rf"{ARABIC}[\u064b-\u0652]?[,;?]"), "ar") == []
