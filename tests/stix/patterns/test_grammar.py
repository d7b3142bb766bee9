import pytest

from tansiq.stix.patterns.grammar import DEEPEST
from tests.stix.patterns.corpus import refusal


def nested(outer: int, inner: int) -> str:
    return "(" * outer + "[" + "(" * inner + "a:b = 1" + ")" * inner + "]" + ")" * outer


@pytest.mark.parametrize(("outer", "inner"), [(DEEPEST - 2, 0), (0, DEEPEST - 2), (30, DEEPEST - 32)])
def test_brackets_may_stand_in_brackets_up_to_a_depth(outer: int, inner: int) -> None:
    assert refusal(nested(outer, inner)) is None
    assert "deeper" in (refusal(nested(outer + 1, inner)) or "")
    assert "deeper" in (refusal(nested(outer, inner + 1)) or "")


def test_a_long_row_is_not_deep() -> None:
    assert refusal(" AND ".join(["[a:b = 1]"] * 5000) + " REPEATS 2 TIMES") is None
    assert (
        refusal(f"[{' OR '.join(['(a:b = t' + chr(39) + '2026-03-01T08:00:00Z' + chr(39) + ')'] * 5000)}]")
        is None
    )


def test_qualifiers_of_a_kind_stand_once_after_an_observation_and_more_often_after_a_group() -> None:
    assert "twice" in (refusal("[a:b = 1] WITHIN 1 SECONDS WITHIN 1 SECONDS") or "")
    assert refusal("([a:b = 1] WITHIN 1 SECONDS) WITHIN 1 SECONDS WITHIN 1 SECONDS") is None


def test_a_hash_is_judged_by_the_last_step_of_a_path_with_hashes() -> None:
    assert "no hash" in (refusal("[file:hashes.MD5 = 'f00']") or "")
    assert "no hash" in (refusal("[file:hashes.'sha-256' IN ('f00')]") or "")
    assert refusal("[file:MD5.hashes = 'f00']") is None
    assert refusal("[file:pe_hashes.MD5 = 'f00']") is None
