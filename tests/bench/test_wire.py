import socket
import threading
from collections.abc import Iterator
from contextlib import suppress

import pytest

from bench.wire import Wire


@pytest.fixture
def echo() -> Iterator[int]:
    """Answer every connection with what it says, until the end."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer() -> None:
            with suppress(OSError):  # the end
                while True:
                    near, _ = listening.accept()
                    with near:
                        near.sendall(near.recv(100))

        answering = threading.Thread(target=answer)
        answering.start()
        yield listening.getsockname()[1]
        listening.shutdown(socket.SHUT_RDWR)
        answering.join()


def ask(wire: Wire, said: bytes) -> bytes:
    host, port = wire.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as near:
        near.sendall(said)
        return near.recv(100)


def test_a_wire_counts_both_directions(echo: int) -> None:
    with Wire(echo) as wire:
        assert ask(wire, b"a convoy") == b"a convoy"
        assert wire.carried == 16


def test_a_cut_wire_carries_nothing_until_it_is_mended(echo: int) -> None:
    with Wire(echo) as wire:
        wire.cut()
        with suppress(ConnectionError):
            assert ask(wire, b"a convoy") == b""
        wire.mend()
        assert ask(wire, b"a convoy") == b"a convoy"
