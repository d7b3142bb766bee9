import pytest

from tansiq.ledger import (
    Malformed,
    agency_key_name,
    circle_id,
    feed_origin,
    is_convened_by,
    receipt_key_name,
)
from tests.ledger.cast import HOME, MEMBER

DRAWN = "1f2e3d4c-5b6a-4789-89ab-cdef01234567"


def test_a_feed_is_named_by_its_sender_and_then_its_receiver() -> None:
    there, back = feed_origin(HOME, MEMBER), feed_origin(MEMBER, HOME)
    assert there == f"tansiq/feed/{HOME[10:]}/{MEMBER[10:]}"
    assert there != back


def test_the_keys_of_an_agency_have_different_names() -> None:
    assert agency_key_name(HOME) == f"tansiq/agency/{HOME[10:]}"
    assert receipt_key_name(HOME) == f"tansiq/receipts/{HOME[10:]}"


@pytest.mark.parametrize(
    "agency",
    [
        "",
        HOME[10:],
        HOME + "\n",
        HOME.upper(),
        HOME.replace("identity", "report"),
        HOME.replace("-4a86", "-1a86"),
    ],
)
def test_what_is_no_agency_id_names_nothing(agency: str) -> None:
    for name in (agency_key_name, receipt_key_name, lambda one: feed_origin(one, MEMBER)):
        with pytest.raises(Malformed):
            name(agency)


def test_nobody_has_a_feed_to_itself() -> None:
    with pytest.raises(Malformed):
        feed_origin(HOME, HOME)


def test_a_circle_bears_its_convener_in_its_id() -> None:
    circle = circle_id(HOME, DRAWN)
    assert circle.startswith(f"identity--{DRAWN[:24]}")
    assert is_convened_by(circle, HOME)
    assert not is_convened_by(circle, MEMBER)
    assert not is_convened_by(f"identity--{DRAWN}", HOME)
    assert not is_convened_by("circle--sahel", HOME)


@pytest.mark.parametrize("drawn", ["", DRAWN.upper(), f"{DRAWN}0", DRAWN.replace("-4", "-1")])
def test_a_circle_is_made_of_a_new_uuid(drawn: str) -> None:
    with pytest.raises(Malformed):
        circle_id(HOME, drawn)
