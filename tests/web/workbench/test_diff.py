from hypothesis import given
from hypothesis import strategies as st

from tansiq.web.workbench.report.diff import LONGEST, Change, word_diff


def test_a_changed_word_is_removed_and_added() -> None:
    changes = word_diff("two men came", "three men came")
    assert changes == (Change("removed", "two"), Change("added", "three"), Change("same", " men came"))


@given(st.text(), st.text())
def test_the_runs_spell_both_texts(before: str, after: str) -> None:
    changes = word_diff(before, after)
    assert "".join(change.text for change in changes if change.kind != "removed") == after
    assert "".join(change.text for change in changes if change.kind != "added") == before


def test_very_long_texts_are_replaced_whole() -> None:
    before, after = "a " * LONGEST, "b " * LONGEST
    assert word_diff(before, after) == (Change("removed", before), Change("added", after))
