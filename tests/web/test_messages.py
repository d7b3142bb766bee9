"""The catalogues are complete."""

import runpy
from pathlib import Path

import pytest

TOOL = Path(__file__).resolve().parents[2] / "tools" / "messages.py"


@pytest.fixture(scope="module")
def tool() -> dict[str, object]:
    return runpy.run_path(str(TOOL))


def test_every_sentence_is_translated(tool: dict[str, object]) -> None:
    check = tool["check"]
    assert callable(check)
    check()


@pytest.mark.parametrize(("lang", "forms"), [("ar", 6), ("fr", 2)])
def test_each_language_has_its_plurals(tool: dict[str, object], lang: str, forms: int) -> None:
    read = tool["read"]
    assert callable(read)
    plural = [message for message in read(lang) if isinstance(message.id, tuple)]
    assert plural
    assert {len(message.string) for message in plural} == {forms}
