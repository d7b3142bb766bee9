"""Every alarm that is raised anywhere says what it means and what to do, in every language."""

from __future__ import annotations

import pytest

from tansiq.exchange.refusals import Refusal
from tansiq.wiring import alarm_sentence
from tansiq.wording import LANGUAGES, NoSentence
from tests.wording.call_sites import calls_of, literal, words_of
from tests.wording.specimens import BROKEN, words_of_refusal
from tests.wording.tables import table


def alarms() -> dict[str, frozenset[str]]:
    """Every alarm by its code, with the words that it is always about."""
    found = {code.value: words_of_refusal(code) | {"index"} for code in Refusal}
    found |= dict.fromkeys(BROKEN, frozenset({"why"}))
    for call in calls_of("raise_alarm", "_alarm", "alarm"):
        code = "'feed-behind'" if "FeedBehind.code" in call.args else None
        code = code or next((arg for arg in call.args if literal(arg)), None)
        if code is not None:
            found[str(literal(code))] = call.words.union(*map(words_of, call.args))
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("code", sorted(alarms()))
def test_an_alarm_has_a_sentence_that_can_be_filled(code: str, lang: str) -> None:
    said = alarm_sentence(code, dict.fromkeys(alarms()[code], "word"), lang)
    assert said.endswith(".")
    assert "{" not in said


def test_no_alarm_is_left_over() -> None:
    raised = {f"ALARM_{code.upper().replace('-', '_')}" for code in alarms()}
    assert table("alarms").keys() == raised


def test_an_alarm_that_nobody_worded_is_noticed() -> None:
    with pytest.raises(NoSentence, match="ALARM_NEVER_HEARD"):
        alarm_sentence("never-heard", {}, "en")
