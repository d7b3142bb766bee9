"""Words of a foreign server, fit to be shown."""

from tansiq.exchange.taxii.client.resources import SHOWN, shown


def test_control_characters_and_directions_do_not_reach_a_terminal() -> None:
    assert shown("a\x1b[31mb\nc\u202ed") == "a�[31mb�c�d"


def test_long_words_are_cut() -> None:
    assert len(shown("x" * 10_000)) == SHOWN
