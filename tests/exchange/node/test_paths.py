import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.exchange import NotServed
from tansiq.exchange.node import feed_path, parse_slice_path, slice_path
from tests.exchange.cast import HOME


@settings(deadline=None)
@given(number=st.integers(0, 10**9), first=st.integers(0, 255), width=st.integers(1, 256))
def test_a_path_is_read_as_it_was_written(number: int, first: int, width: int) -> None:
    last = min(256, first + width)
    assert parse_slice_path(slice_path(number, first, last)) == (number, first, last)


def test_paths_look_like_those_of_tiles() -> None:
    assert slice_path(1234, 0, 256) == "pack/x001/234"
    assert slice_path(7, 3, 9) == "pack/007.p/3-9"
    assert feed_path(HOME) == "/feeds/00000001-0000-4000-8000-000000000000"


@pytest.mark.parametrize(
    "path",
    [
        *("pack/7.p/3-9", "pack/007.p/9-3", "pack/007.p/3-3", "pack/007.p/0-256", "pack/007.p/0-257"),
        *(
            "pack/007.p/03-9",
            "pack/x007",
            "pack/x000/007",
            "pack/007/",
            "pack/../007",
            "tile/0/007",
            "",
            "pack/٠٠٧",
        ),
    ],
)
def test_other_paths_are_not_served(path: str) -> None:
    with pytest.raises(NotServed):
        parse_slice_path(path)
