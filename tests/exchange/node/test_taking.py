"""Taking entries in, whichever way they come."""

from __future__ import annotations

import pytest

from tansiq.exchange import NotServed
from tansiq.exchange.node import Fetched
from tansiq.exchange.node.taking import Taker
from tansiq.ledger import Malformed, decode_pack, encode_pack, open_checkpoint
from tansiq.release import Audience
from tests.exchange.cast import NOW, Cast, note


def taker(cast: Cast, sender: str) -> Taker:
    member = cast.member
    return Taker(member.store, sender, member.keyring, lambda: NOW, Fetched(member.random_bytes))


class Shifted:
    """Hands over the slice before the one that was asked for."""

    def __init__(self, cast: Cast) -> None:
        self._link = cast.member.link(cast.home)

    def slice(self, number: int, first: int, last: int) -> bytes:
        part = decode_pack(self._link.slice(number, first, last))
        return encode_pack(type(part)(part.index, part.first, part.bodies[:-1], seed=part.seed))


def test_slices_from_anywhere_are_taken_in(cast: Cast) -> None:
    (object_id,) = cast.home.tell(note(), to=Audience(agencies=frozenset({cast.member.id})))
    link = cast.member.link(cast.home)
    taking = taker(cast, cast.home.id)
    trusted, _ = taking.trusted()
    head = open_checkpoint(link.checkpoint(0, 0, 0) or b"", trusted.origin, trusted.keys)
    assert taking.receive(trusted, head, link)
    assert cast.member.holds(object_id)


def test_another_slice_than_the_one_asked_for_is_refused(cast: Cast) -> None:
    cast.home.tell(note(), to=Audience(agencies=frozenset({cast.member.id})))
    taking = taker(cast, cast.home.id)
    trusted, _ = taking.trusted()
    note_ = cast.member.link(cast.home).checkpoint(0, 0, 0) or b""
    with pytest.raises(Malformed):
        taking.receive(trusted, open_checkpoint(note_, trusted.origin, trusted.keys), Shifted(cast))


def test_nothing_is_taken_from_a_stranger(cast: Cast) -> None:
    with pytest.raises(NotServed):
        taker(cast, "identity--00000099-0000-4000-8000-000000000000").trusted()
