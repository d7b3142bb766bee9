import pytest

from tansiq.stix.patterns.tokens import KEYWORDS, TOKEN, token_of


def kinds(text: str) -> list[str]:
    return [token_of(found).kind for found in TOKEN.finditer(text)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("abc", "name"),
        ("a-b", "hyphenated"),
        ("AND-x", "hyphenated"),
        ("true", "boolean"),
        ("'t''", "string"),
        ("t'2026-03-01T08:00:00Z'", "timestamp"),
        ("h'0f'", "hex"),
        ("b'AAE='", "binary"),
        ("-.5", "float"),
        ("+7", "integer"),
        ("<>", "!="),
        ("==", "="),
        ("$", "unknown"),
    ],
)
def test_each_word_has_its_kind(text: str, kind: str) -> None:
    assert kinds(text)[0] == kind


def test_keywords_are_their_own_kind() -> None:
    assert kinds(" ".join(sorted(KEYWORDS)))[:-1] == sorted(KEYWORDS)


def test_the_longest_word_wins_as_in_the_grammar_of_oasis() -> None:
    assert kinds("05")[:-1] == ["integer", "integer"]
    assert kinds("1.2.3")[:-1] == ["float", "float"]
    assert kinds("1AND")[:-1] == ["integer", "AND"]
    assert kinds("trueAND")[:-1] == ["name"]


def test_space_and_remarks_are_stepped_over_and_places_are_kept() -> None:
    tokens = [token_of(found) for found in TOKEN.finditer("a /* b */ // c\n\u3000d")]
    assert [(token.text, token.start) for token in tokens] == [("a", 0), ("d", 16), ("", 17)]
