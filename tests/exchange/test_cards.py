import msgspec
import pytest

from tansiq.exchange import BadCard, check_names, names_of, public_keys
from tansiq.exchange.cards import Card, card_of, read_card
from tansiq.ledger import Names
from tests.exchange.cast import HOME, NAMES, OUTSIDER, Cast, node


def test_a_card_is_read_as_it_was_written(cast: Cast) -> None:
    card = msgspec.json.decode(msgspec.json.encode(card_of(cast.home.agency)), type=Card)
    assert read_card(card) == cast.home.agency


def other() -> Card:
    return card_of(node(OUTSIDER, 5).agency)


@pytest.mark.parametrize(
    "change",
    [
        {"id": OUTSIDER},
        {"id": "nobody"},
        {"keys": other().keys},
        {"keys": ("",)},
        {"receipt_key": other().receipt_key},
        {"receipt_key": "x"},
        {"seal": ""},
        {"seal": "age1qqqq"},
    ],
)
def test_a_card_that_does_not_fit_together_is_refused(cast: Cast, change: dict[str, object]) -> None:
    with pytest.raises(BadCard):
        read_card(msgspec.structs.replace(card_of(cast.home.agency), **change))


def test_a_key_for_two_uses_is_refused(cast: Cast) -> None:
    card = card_of(cast.home.agency)
    with pytest.raises(BadCard):
        read_card(msgspec.structs.replace(card, keys=card.keys * 2))


@pytest.mark.parametrize(
    "name", [" Agency", "Agency ", "Ag\x00ency", "Ag\u202eency", "Ag\u200bency", "Ag\nency"]
)
def test_a_name_with_signs_that_cannot_be_seen_is_refused(name: str) -> None:
    with pytest.raises(BadCard):
        check_names(Names(ar=NAMES["ar"], fr=name, en=NAMES["en"]))


@pytest.mark.parametrize("names", [{}, {"ar": "وكالة", "fr": "Agence"}, {**NAMES, "en": ""}])
def test_a_name_that_is_missing_is_missed(names: dict[str, str]) -> None:
    with pytest.raises(BadCard):
        names_of(names)


def test_the_newest_key_stands_first(cast: Cast) -> None:
    cast.home.rotate()
    known = cast.home.view().agencies.known(HOME)
    assert known is not None
    assert public_keys(known)[0] == cast.home.keyring.node.public
