import pytest

from tansiq.ledger import Malformed, agency_key_name, feed_origin, receipt_key_name
from tests.ledger.cast import HOME, MEMBER


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
