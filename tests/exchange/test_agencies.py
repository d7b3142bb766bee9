from dataclasses import replace

from tests.exchange.cast import Cast


def test_the_newest_key_is_in_force(cast: Cast) -> None:
    agency = cast.home.agency
    assert replace(agency, keys=("old", agency.key)).key == agency.key
