"""What a parcel holds for whom."""

from __future__ import annotations

from tansiq.exchange.carry import make_parcel
from tansiq.ledger import claimed, decode_pack
from tansiq.release import Audience
from tests.exchange.cast import NOW, Cast, note


def test_it_holds_the_signed_head_and_every_entry_up_to_it(cast: Cast) -> None:
    for number in range(300):
        cast.home.tell(note(f"Seen {number}"), to=Audience(agencies=frozenset({cast.member.id})))
    made = make_parcel(cast.home.store, cast.home.keyring, cast.member.id, now=NOW)
    assert made.head is not None
    assert [(piece.start, piece.end) for piece in made.pieces] == [(0, 256), (256, claimed(made.head).size)]
    assert all(len(decode_pack(piece.data).bodies) == piece.end - piece.start for piece in made.pieces)


def test_the_outsider_gets_nothing_of_what_others_were_told(cast: Cast) -> None:
    before = make_parcel(cast.home.store, cast.home.keyring, cast.outsider.id, now=NOW)
    cast.home.tell(note("Seen"), to=Audience(agencies=frozenset({cast.member.id})))
    assert make_parcel(cast.home.store, cast.home.keyring, cast.outsider.id, now=NOW) == before
