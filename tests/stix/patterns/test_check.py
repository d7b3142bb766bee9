import pytest

from tansiq.stix import Flaw, Malformed
from tansiq.stix.patterns import LONGEST, require_pattern
from tests.stix.patterns.corpus import BAD, GOOD

DEEP = 100_000


def refusal(pattern: str) -> Malformed:
    with pytest.raises(Malformed) as caught:
        require_pattern(pattern, "/pattern")
    return caught.value


@pytest.mark.parametrize("pattern", GOOD)
def test_a_right_pattern_passes(pattern: str) -> None:
    require_pattern(pattern, "/pattern")


@pytest.mark.parametrize("pattern", BAD)
def test_a_wrong_pattern_is_refused_at_its_place(pattern: str) -> None:
    error = refusal(pattern)
    assert (error.code, error.pointer) == (Flaw.RULE, "/pattern")
    assert error.detail.startswith("character ")


def test_the_place_of_the_error_is_told() -> None:
    assert refusal("[a:b = 1 AND c:d = x]").detail.startswith("character 20, 'x': ")
    assert refusal("[a:b = 1] REPEATS 0 TIMES").detail.startswith("character 19, '0': ")
    assert refusal("[a:b = 1").detail.startswith("character 9, the end: ")


@pytest.mark.parametrize(
    "pattern",
    [
        "(" * DEEP + "[a:b = 1]" + ")" * DEEP,
        "[" + "(" * DEEP + "a:b = 1" + ")" * DEEP + "]",
        "[" * DEEP,
        "[a:b = 1 /*" + "/*" * DEEP,
        "[a:b = " + "'\\" * DEEP,
        "[a:b = b'" + "A" * DEEP,
        "[a:b" + "[0]" * DEEP + "]",
    ],
)
def test_hostile_brackets_and_quotes_are_refused_and_do_not_exhaust(pattern: str) -> None:
    assert refusal(pattern).code is Flaw.RULE


def test_a_pattern_longer_than_a_million_characters_is_refused() -> None:
    assert refusal(" " * (LONGEST + 1)).code is Flaw.TOO_LARGE
    require_pattern("[" + "a:b = 1 OR " * 90_000 + "a:b = 1]", "/pattern")


def test_a_regular_expression_that_would_never_end_is_text() -> None:
    require_pattern("[a:b MATCHES '^((a+)+)+$' AND a:b = '" + "a" * 5000 + "!']", "/pattern")
    require_pattern("[a:b MATCHES '((((']", "/pattern")
