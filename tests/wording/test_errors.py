"""Every error of every room, however it comes about, has a sentence that can be filled, in every language."""

from __future__ import annotations

import pytest

from tansiq.desk import NotFound
from tansiq.wiring.speech import code_of, explain
from tansiq.wording import LANGUAGES
from tests.wording.specimens import kinds, specimens
from tests.wording.tables import table


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: f"{kind.__module__}.{kind.__name__}")
def test_an_error_has_a_sentence_that_can_be_filled(kind: type[Exception]) -> None:
    for error in specimens(kind):
        for lang in LANGUAGES:
            explained = explain(error, lang)
            assert explained is not None, f"errors.toml has no sentence for {error!r}"
            assert "{" not in explained.sentence


def test_an_error_that_nobody_worded_is_noticed() -> None:
    class NeverHeardOf(NotFound):
        code = "NEVER_HEARD_OF"

    NeverHeardOf.__module__ = "tansiq.desk.errors"
    assert code_of(NeverHeardOf(typed="x")) is None


def test_a_fault_of_python_has_no_sentence() -> None:
    assert explain(ZeroDivisionError("division by zero"), "en") is None


def test_no_sentence_is_left_over() -> None:
    said = {code_of(error) for kind in kinds() for error in specimens(kind)}
    assert table("errors").keys() - said == set()
