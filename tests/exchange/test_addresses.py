import pytest

from tansiq.exchange import Address, BadAddress, check_address, is_loopback
from tests.exchange.cast import MINUTE, NOW

PIN = "0f" * 32
PUBLIC = Address("https://node.example", PIN)
LOOPBACK = Address("http://127.0.0.1:8000")


@pytest.mark.parametrize(
    ("address", "home"),
    [
        (PUBLIC, PUBLIC),
        (PUBLIC, LOOPBACK),
        (Address("https://192.0.2.1:8443/node", PIN), PUBLIC),
        (LOOPBACK, Address("http://localhost:9000")),
        (Address("http://[::1]:8000"), LOOPBACK),
        (Address("https://127.0.0.1", PIN), LOOPBACK),
        (Address(), PUBLIC),
    ],
)
def test_an_address_that_may_be_used(address: Address, home: Address) -> None:
    assert check_address(address, home=home) is address


@pytest.mark.parametrize(
    ("address", "home"),
    [
        (Address("http://node.example"), PUBLIC),
        (Address("http://node.example"), LOOPBACK),
        (Address("http://node.example", PIN), PUBLIC),
        (Address("https://node.example"), PUBLIC),
        (Address("https://node.example", PIN.upper()), PUBLIC),
        (LOOPBACK, PUBLIC),
        (LOOPBACK, Address()),
        (Address("https://127.0.0.1", PIN), PUBLIC),
        (Address("https://localhost", PIN), PUBLIC),
        (Address("https://name:word@node.example", PIN), PUBLIC),
        (Address("https://node.example/?q", PIN), PUBLIC),
        (Address("https://node.example/#f", PIN), PUBLIC),
        (Address("https://node.example:0", PIN), PUBLIC),
        (Address("https://node.example:99999", PIN), PUBLIC),
        (Address("https://[::1", PIN), PUBLIC),
        (Address("https://node.example/\r\nHost: x", PIN), PUBLIC),
        (Address("https://", PIN), PUBLIC),
        (Address("unix:/run/socket", PIN), PUBLIC),
    ],
)
def test_an_address_that_must_not_be_used(address: Address, home: Address) -> None:
    with pytest.raises(BadAddress):
        check_address(address, home=home)


def test_a_name_that_only_looks_like_loopback_is_not() -> None:
    assert not is_loopback("http://127.0.0.1.example")
    assert is_loopback("http://127.9.9.9")


def test_the_same_place_said_again_later_leads_nowhere_else() -> None:
    said, again = (Address("https://node.example", PIN, at) for at in (NOW, NOW + MINUTE))
    assert said.leads_where(again)
    assert not said.leads_where(Address("https://other.example", PIN, NOW))
    assert not said.leads_where(Address("https://node.example", "1e" * 32, NOW))
