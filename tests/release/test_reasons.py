"""Every reason can be brought about, belongs to the step that the page says, and is on the page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tansiq.release import ReasonCode
from tests.release.scenes import reasons_for

PAGE = (Path(__file__).parents[2] / "spec" / "release.md").read_text("utf-8")
WITHOUT_STEP = {ReasonCode.NO_RULES, ReasonCode.UNSAFE, ReasonCode.HOME_READS}


@pytest.mark.parametrize("code", list(ReasonCode))
def test_every_reason_has_its_scene(code: ReasonCode) -> None:
    reasons = [reason for reason in reasons_for(code) if reason.code is code]
    assert reasons
    assert {reason.step == 0 for reason in reasons} == {code in WITHOUT_STEP}


@pytest.mark.parametrize("code", sorted(set(ReasonCode) - {ReasonCode.UNSAFE}))
def test_every_reason_is_on_the_page(code: ReasonCode) -> None:
    assert f"`{code}`" in PAGE


def test_the_page_names_no_other_reason() -> None:
    named = set(re.findall(r"`([A-Z]+(?:_[A-Z]+)+)`", PAGE))
    assert named <= {code.value for code in ReasonCode}
