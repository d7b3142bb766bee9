"""Whatever the release decision says can be said to people."""

from __future__ import annotations

import pytest

from tansiq.release import ReasonCode
from tansiq.wording import LANGUAGES, sentence
from tests.release.scenes import reasons_for


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("code", list(ReasonCode))
def test_a_reason_brings_all_that_its_sentence_needs(code: ReasonCode, lang: str) -> None:
    for reason in reasons_for(code):
        said = sentence(reason.code, dict(reason.about), lang)
        assert all(value in said for _, value in reason.about)
