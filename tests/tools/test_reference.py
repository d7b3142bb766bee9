"""The pages of docs/reference/ say what the program says."""

import pytest

from tansiq.release import ReasonCode
from tansiq.wording import tables
from tools.reference import FOLDER, pages, steps_of


@pytest.mark.parametrize("name", sorted(pages()))
def test_a_page_is_up_to_date(name: str) -> None:
    assert (FOLDER / name).read_text("utf-8") == pages()[name], "run `make reference`"


def test_every_sentence_stands_on_a_page() -> None:
    written = pages()["reasons.md"] + pages()["errors.md"]
    for code in tables():
        assert f"| `{code}` | {tables()[code]['en']} |" in written


def test_a_code_belongs_to_the_step_that_first_names_it() -> None:
    spec = "`BEFORE`\n## The steps\n`EARLY`\n1. **One.** `FIRST`\n   `SECOND`\n2. **Two.** `FIRST` `THIRD`\n"
    assert steps_of(spec) == {"EARLY": "–", "FIRST": "1", "SECOND": "1", "THIRD": "2"}


def test_every_reason_but_the_double_of_tests_has_a_place_in_the_specification() -> None:
    spec = (FOLDER.parents[1] / "spec" / "release.md").read_text("utf-8")
    assert set(ReasonCode) - steps_of(spec).keys() == {ReasonCode.UNSAFE}
