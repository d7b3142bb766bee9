"""The keystone: nobody but the decision makes a released value, and it stays with its reader."""

from __future__ import annotations

import copy
import pickle

import pytest

from tansiq.release import Forged, MixedReaders, Released, gather
from tansiq.release.released import seal
from tests.release.cast import MEMBER, OUTSIDER

SECRET = "the well at noon"


def test_it_hands_out_value_and_reader() -> None:
    assert seal(SECRET, MEMBER).value == SECRET
    assert seal(SECRET, MEMBER).reader == MEMBER


def test_what_is_made_of_it_is_released_to_the_same_reader() -> None:
    longer = seal(SECRET, MEMBER).map(len)
    assert (longer.value, longer.reader) == (len(SECRET), MEMBER)


def test_many_become_one() -> None:
    assert gather(MEMBER, [seal(1, MEMBER), seal(2, MEMBER)]).value == (1, 2)
    assert gather(MEMBER, []).value == ()


def test_attack_handing_one_readers_value_to_another() -> None:
    with pytest.raises(MixedReaders) as mixed:
        gather(OUTSIDER, [seal(1, OUTSIDER), seal(SECRET, MEMBER)])
    assert (mixed.value.wanted, mixed.value.found) == (OUTSIDER, MEMBER)


@pytest.mark.parametrize("token", [None, object(), "token"])
def test_attack_making_one_by_hand(token: object) -> None:
    with pytest.raises(Forged):
        Released(SECRET, OUTSIDER, token)


def test_attack_changing_the_reader() -> None:
    released = seal(SECRET, MEMBER)
    with pytest.raises(Forged):
        released._reader = OUTSIDER
    with pytest.raises(Forged):
        del released._reader


def test_attack_initialising_it_again() -> None:
    released = seal("public", OUTSIDER)
    with pytest.raises(Forged):
        released.__init__(SECRET, OUTSIDER)  # type: ignore[misc]
    assert released.value == "public"


def test_attack_copying_or_pickling() -> None:
    released = seal(SECRET, MEMBER)
    for steal in (copy.copy, copy.deepcopy, pickle.dumps):
        with pytest.raises(Forged):
            steal(released)


def test_attack_subclassing() -> None:
    with pytest.raises(Forged):
        type("Wider", (Released,), {})


def test_its_representation_shows_nothing() -> None:
    assert repr(seal(SECRET, MEMBER)) == f"Released[str] to {MEMBER}"
    assert SECRET not in f"{seal(SECRET, MEMBER)}"
