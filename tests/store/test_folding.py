"""Texts fold to the letters by which people search."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.store import folding
from tansiq.store.folding import fold, words


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("أُمَّةٌ", "امه"),
        ("آخر إلى ٱلقاهرة", "اخر الي القاهره"),
        ("القـــاهرة", "القاهره"),
        ("مسؤول مائة", "مسوول مايه"),
        ("کتاب فارسی", "كتاب فارسي"),
        ("ﻻ", "لا"),
        ("٢٠٢٤ ۱۹", "2024 19"),
        ("Élève naïve", "eleve naive"),
        ("Œuvre Ærø Straße", "oeuvre aero strasse"),
        ("  N'Djaména\u00a0:\nriver_bank ", "n djamena river bank"),
        ("a\u200fb\u2066c\u2069", "abc"),
        ("", ""),
    ],
)
def test_folding(typed: str, folded: str) -> None:
    assert fold(typed) == folded


def test_words_are_named_once() -> None:
    assert words("Fuel, FUEL trucks") == ("fuel", "trucks")


@given(st.text())
def test_what_is_folded_stays_as_it_is(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(), st.text())
def test_the_words_of_a_part_are_found_in_the_whole(before: str, part: str) -> None:
    assert all(word in fold(f"{before} {part}") for word in words(part))


def test_no_text_makes_the_memory_of_characters_grow_for_ever() -> None:
    fold("".join(map(chr, range(0x4E00, 0x4E00 + 2 * folding.REMEMBERED))))
    assert len(folding._FOLDED) == folding.REMEMBERED
    assert fold("Élève ٢٤") == "eleve 24"


@given(
    st.text()
    | st.lists(st.sampled_from(["Élève", "a\u00a0b", "\u0301", " ", "'", "أُمَّةٌ", "_", "\x1c", "Œ"])).map(
        "".join
    )
)
def test_word_by_word_a_text_folds_as_it_does_whole(text: str) -> None:
    assert fold(text) == folding._fold_any(text)


@given(st.text(st.characters(max_codepoint=0x7F)))
def test_plain_letters_fold_as_all_others_do(text: str) -> None:
    assert fold(text) == folding._fold_any(text)


def test_of_long_words_none_is_remembered() -> None:
    before = folding._remembered.cache_info().currsize
    fold("é" * 33)
    assert folding._remembered.cache_info().currsize == before
