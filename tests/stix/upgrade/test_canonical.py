import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.stix.upgrade.canonical import canonical


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (7.0, "7"),
        (-0.5, "-0.5"),
        (1e-6, "0.000001"),
        (1e-7, "1e-7"),
        (1.5e-300, "1.5e-300"),
        (1e20, "100000000000000000000"),
        (1e21, "1e+21"),
        (25798122559100490.0, "25798122559100490"),
        (5e-324, "5e-324"),
    ],
)
def test_numbers_are_written_as_ecmascript_writes_them(value: float, text: str) -> None:
    assert canonical(value) == text


def test_names_are_sorted_by_their_utf_16() -> None:
    assert (
        canonical({"\ue000": 1, "\U0001f600": 2, "b": 3, "a": 4}) == '{"a":4,"b":3,"\U0001f600":2,"\ue000":1}'
    )


def test_text_is_escaped_no_more_than_it_must() -> None:
    assert canonical('\x01\b\t\n\x7f/"\\é') == '"\\u0001\\b\\t\\n\x7f/\\"\\\\é"'
    assert canonical([True, None, "واحة", 1]) == '[true,null,"واحة",1]'


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=8,
    )
)
def test_what_is_written_reads_back_as_the_same(value: object) -> None:
    assert json.loads(canonical(value), parse_int=float) == value
