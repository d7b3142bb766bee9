from hashlib import shake_256

import pytest

from tansiq.ledger import Malformed, new_seed, salts, without
from tests.ledger.cast import SEED


def test_salts_are_cut_from_shake_256_of_tag_and_seed() -> None:
    stream = shake_256(b"tansiq/salts/1\n" + SEED).digest(4096)
    assert b"".join(salts(SEED)) == stream
    assert {len(salt) for salt in salts(SEED)} == {16}


@pytest.mark.parametrize(("first", "last"), [(0, 1), (7, 7), (7, 9), (200, 256), (256, 256)])
def test_some_salts_are_those_of_all(first: int, last: int) -> None:
    assert salts(SEED, first, last) == salts(SEED)[first:last]


@pytest.mark.parametrize(("first", "last"), [(-1, 1), (2, 1), (0, 257)])
def test_salts_beyond_the_pack_are_refused(first: int, last: int) -> None:
    with pytest.raises(Malformed):
        salts(SEED, first, last)


def test_an_erased_salt_is_gone_and_the_others_stay() -> None:
    remaining = without(SEED, 7)
    assert remaining[7] is None
    assert [one for one in remaining if one] == [*salts(SEED)[:7], *salts(SEED)[8:]]


@pytest.mark.parametrize("number", [-1, 256])
def test_a_salt_outside_the_pack_cannot_be_erased(number: int) -> None:
    with pytest.raises(Malformed):
        without(SEED, number)


@pytest.mark.parametrize("seed", [b"", bytes(31), bytes(33)])
def test_a_seed_of_another_length_is_refused(seed: bytes) -> None:
    with pytest.raises(Malformed):
        salts(seed)


def test_a_new_seed_is_drawn_from_what_is_given() -> None:
    assert new_seed(bytes) == bytes(32)
