"""Every case of the documents has a test that bears its number, and stands in `docs/interop.md`."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.interop.cases import DATA, TAXII_CASES, USE_CASES, Case, UseCase
from tests.interop.shared import SHARED

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "interop.md"
TESTS = {
    function.name: path.name
    for path in sorted(HERE.glob("test_*.py"))
    for function in ast.walk(ast.parse(path.read_text("utf-8")))
    if isinstance(function, ast.FunctionDef) and function.name.startswith("test_")
}


def row(first: str, second: str) -> list[str]:
    """The cells of the page's only table row that begins with `first` and `second`."""
    lines: list[str] = re.findall(r"^\| (.+) \|$", PAGE.read_text("utf-8"), re.MULTILINE)
    (found,) = [cells for line in lines if (cells := line.split(" | "))[:2] == [first, second]]
    return found


def test_the_checklist_has_39_mandatory_and_5_optional_cases() -> None:
    assert [case.mandatory for case in TAXII_CASES].count(True) == 39
    assert [case.mandatory for case in TAXII_CASES].count(False) == 5
    assert len({case.section for case in TAXII_CASES}) == 44


@pytest.mark.parametrize("case", TAXII_CASES, ids=lambda case: case.section)
def test_a_taxii_case_has_a_test_of_its_number_and_title(case: Case) -> None:
    words = re.findall(r"[a-z_]+|\d+", case.title.lower())
    assert f"{case.test}{'_'.join(words)}" in TESTS


@pytest.mark.parametrize("case", TAXII_CASES, ids=lambda case: case.section)
def test_a_taxii_case_stands_on_the_page_with_every_test_of_it(case: Case) -> None:
    cells = row(case.section, f"{case.title}{'' if case.mandatory else ' (optional)'}")
    named = set(re.findall(r"`(test_\w+)`", cells[3]))
    assert named == {test for test in TESTS if test.startswith(case.test)}


@pytest.mark.parametrize("use_case", USE_CASES, ids=lambda use_case: use_case.section)
def test_a_use_case_stands_on_the_page_with_its_data(use_case: UseCase) -> None:
    cells = row(use_case.section, use_case.title)
    assert cells[2] == "; ".join(f"{number} {title}" for number, title in use_case.data)
    assert cells[3] == ("mandatory" if use_case.consumer_must else "optional")


def test_every_use_case_has_its_data_made() -> None:
    assert len(USE_CASES) == 21
    assert set(SHARED) == set(DATA)


def test_the_page_names_no_test_that_is_not_there() -> None:
    named = set(re.findall(r"`(test_\w+)`", PAGE.read_text("utf-8")))
    assert named <= set(TESTS)
