"""Volumes: any order, some twice, and a name for what is missing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.exchange import BadParcel
from tansiq.exchange.carry import join_volumes, split_volumes
from tansiq.exchange.carry.volumes import SMALLEST

DATA = bytes(range(256)) * 100


@given(st.randoms(use_true_random=False), st.integers(SMALLEST, 9000))
def test_they_come_together_in_any_order_and_twice(chance: object, size: int) -> None:
    volumes = list(split_volumes(DATA, size))
    chance.shuffle(volumes)  # type: ignore[attr-defined]
    assert join_volumes([*volumes, volumes[0]]) == (DATA,)
    assert max(map(len, volumes)) <= size


def test_two_parcels_and_a_whole_one_are_kept_apart() -> None:
    volumes = [*split_volumes(DATA, SMALLEST), *split_volumes(DATA[1:], SMALLEST)]
    assert set(join_volumes([*volumes, b"whole"])) == {b"whole", DATA, DATA[1:]}


def test_what_is_missing_is_named() -> None:
    volumes = split_volumes(DATA, SMALLEST)
    with pytest.raises(BadParcel) as error:
        join_volumes([volumes[0], *volumes[2:-1]])
    assert error.value.code == "volumes-missing"
    assert error.value.about == {"missing": f"2, {len(volumes)}", "count": str(len(volumes))}


def test_an_altered_volume_is_noticed() -> None:
    first, *rest = split_volumes(DATA, SMALLEST)
    with pytest.raises(BadParcel) as error:
        join_volumes([first[:-1] + b"?", *rest])
    assert error.value.code == "parcel-damaged"


@pytest.mark.parametrize("size", [0, -1, SMALLEST - 1])
def test_volumes_that_would_be_too_small_are_refused(size: int) -> None:
    with pytest.raises(BadParcel) as error:
        split_volumes(DATA, size)
    assert error.value.code == "volume-too-small"


def test_attack_a_volume_of_none() -> None:
    with pytest.raises(BadParcel):
        join_volumes([b"tansiq-volume/1 " + b"0" * 64 + b" 1/0\n"])
