"""OASIS' own pattern validator as the oracle; where the standard is followed instead, its section."""

import re
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.stix.patterns.common import COMMON, is_common
from tests.stix.patterns import corpus
from tests.stix.patterns.strategies import PATTERNS

MD5, SHA1 = "0f" * 16, "0f" * 20
STRICTER = {
    "9.5.1: REPEATS takes a positive integer": "[a:b = 1] REPEATS 0 TIMES",
    "9.5.1: WITHIN takes a number greater than zero": "[a:b = 1] WITHIN 0.0 SECONDS",
    "2.16: a timestamp is one of RFC 3339, so its day exists": "[a:b = t'2026-02-30T00:00:00Z']",
    "9.5.1, 2.16: the days of START and STOP exist": (
        "[a:b = 1] START t'2026-02-29T00:00:00Z' STOP t'2026-03-01T00:00:00Z'"
    ),
    "10.3: an MD6 is as long as an MD6 is": f"[file:hashes.MD6 = '{MD5}0']",
    "10.3: a hash does not end with a line": f"[file:hashes.MD5 = '{MD5}\n']",
    "our own bound: as deep as this room reads JSON": "[" + "(" * 64 + "a:b = 1" + ")" * 64 + "]",
}
LOOSER = {
    "9.6.1: IN compares with each of a set": f"[file:hashes.MD5 IN ('{MD5}', '{MD5}')]",
    "9.6.1: LIKE takes a part of a text": "[file:hashes.MD5 LIKE '0f%']",
    "9.6.1: MATCHES takes a regular expression": "[file:hashes.'SHA-1' NOT MATCHES '^0f']",
    "9.7: an index may follow any list": f"[x-a:hashes[0] = '{SHA1}']",
}

INDEXED = re.compile(r"hashes\s*\[\s*\+?[0-9]")


def agree(pattern: str) -> bool:
    """Whether both judge `pattern` alike, or as the first in `STRICTER`, the last in `LOOSER`."""
    why = corpus.refusal(pattern)
    if why is None and INDEXED.search(pattern):
        return True
    if why is not None and why.endswith(("greater than zero is needed", "not in the calendar")):
        return True
    return (why is None) == corpus.oracle_accepts(pattern)


@pytest.mark.parametrize("pattern", corpus.GOOD)
def test_both_accept_what_is_right(pattern: str) -> None:
    assert corpus.refusal(pattern) is None
    assert corpus.oracle_accepts(pattern)


@pytest.mark.parametrize("pattern", corpus.BAD)
def test_both_refuse_what_is_wrong(pattern: str) -> None:
    assert corpus.refusal(pattern)
    assert not corpus.oracle_accepts(pattern)


@pytest.mark.parametrize("pattern", STRICTER.values(), ids=STRICTER)
def test_the_standard_is_followed_where_the_oracle_accepts_too_much(pattern: str) -> None:
    assert corpus.refusal(pattern)
    assert corpus.oracle_accepts(pattern)


@pytest.mark.parametrize("pattern", LOOSER.values(), ids=LOOSER)
def test_the_standard_is_followed_where_the_oracle_refuses_too_much(pattern: str) -> None:
    assert corpus.refusal(pattern) is None
    assert not corpus.oracle_accepts(pattern)


@pytest.mark.parametrize("pattern", corpus.GOOD)
def test_both_judge_alike_after_every_change_of_a_letter_or_word(pattern: str) -> None:
    changed = (*corpus.letters_changed(pattern), *corpus.words_changed(pattern))
    assert [spoiled for spoiled in changed if not agree(spoiled)] == []


@given(PATTERNS, st.data())
@settings(max_examples=60)
def test_both_accept_whatever_the_grammar_writes_and_judge_it_alike_when_a_letter_changes(
    pattern: str, data: st.DataObject
) -> None:
    assert corpus.refusal(pattern) is None
    assert corpus.oracle_accepts(pattern)
    at = data.draw(st.integers(0, len(pattern) - 1))
    put = data.draw(st.sampled_from(["", "'", "(", "]", ".", "A", "0", "\\", " ", "-", pattern[at] * 2]))
    assert agree(pattern[:at] + put + pattern[at + 1 :])


@given(st.text(st.sampled_from("[]()'\\/*:.,=<>! \nat1-+_bhT\u00a0\u200b"), max_size=12))
def test_both_judge_any_letters_alike(letters: str) -> None:
    assert agree(letters)
    assert agree(f"[a:b = {letters}]")
    assert agree(f"[a:{letters} = 1]")


@given(st.lists(st.sampled_from(corpus.WORDS), max_size=14), st.sampled_from(["", " "]))
def test_both_judge_any_words_alike(words: list[str], between: str) -> None:
    assert agree(between.join(words))


@given(st.integers(0, 2**32))
def test_both_judge_spoiled_patterns_alike(seed: int) -> None:
    assert agree(corpus.spoiled(Random(seed)))


@pytest.mark.long
def test_both_judge_a_hundred_thousand_spoiled_patterns_alike() -> None:
    chance = Random(9)
    spoiled = (corpus.spoiled(chance) for _ in range(100_000))
    assert [pattern for pattern in spoiled if not agree(pattern)] == []


@given(st.from_regex(COMMON, fullmatch=True))
@settings(max_examples=40)
def test_what_is_common_is_accepted_by_the_grammar_and_the_oracle(pattern: str) -> None:
    assert is_common(pattern)
    assert corpus.refusal(pattern) is None
    assert corpus.oracle_accepts(pattern)


@pytest.mark.parametrize("pattern", [*corpus.GOOD, *corpus.BAD])
def test_nothing_is_common_that_the_grammar_refuses(pattern: str) -> None:
    changed = (pattern, *corpus.letters_changed(pattern), *corpus.words_changed(pattern))
    assert [one for one in changed if is_common(one) and corpus.refusal(one)] == []
