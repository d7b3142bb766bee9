"""Where a node listens, and where it must not; the rest is shown by real nodes in tests/e2e."""

import socket
from collections.abc import Iterator

import pytest

from tansiq.exchange import BadAddress
from tansiq.wiring import Node, Serving, serve
from tansiq.wiring.errors import PlainHttpRefused, PortTaken
from tansiq.wiring.home import read_address
from tansiq.wiring.serving import Socket


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def never(url: str) -> None:
    raise AssertionError(url)


def test_a_port_that_is_taken_is_refused(node: Node, taken: int) -> None:
    with pytest.raises(PortTaken) as refused:
        serve(node, Serving(port=taken), ready=never)
    assert refused.value.about == {"host": "127.0.0.1", "port": str(taken)}
    assert read_address(node.home) is None


@pytest.mark.parametrize("host", ["192.0.2.1", "no-such-host.invalid"])
def test_an_address_of_another_machine_is_refused(node: Node, host: str) -> None:
    with pytest.raises(PortTaken):
        serve(node, Serving(host=host, port=0), ready=never)


def test_plain_http_off_loopback_is_refused(node: Node) -> None:
    with pytest.raises(PlainHttpRefused):
        serve(node, Serving(host="0.0.0.0", port=0, url="http://node.example.org"), ready=never)  # noqa: S104
    assert read_address(node.home) is None


def test_an_address_off_loopback_without_tls_is_not_announced(node: Node) -> None:
    with pytest.raises(PlainHttpRefused):
        serve(node, Serving(port=0, url="http://node.example.org"), ready=never)
    with pytest.raises(BadAddress):
        serve(node, Serving(port=0, url="node.example.org"), ready=never)
    assert read_address(node.home) is None


@pytest.mark.parametrize(
    ("listen", "url"),
    [(Socket("127.0.0.1", 8400), "http://127.0.0.1:8400"), (Socket("::1", 8400), "http://[::1]:8400")],
)
def test_the_address_of_a_socket_is_written_as_a_url(listen: Socket, url: str) -> None:
    assert listen.url == url
