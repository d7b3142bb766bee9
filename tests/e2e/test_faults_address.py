"""Ports that are taken, addresses without TLS, and an impostor at a partner's address."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.e2e.faults import Pair, alarm, arrives, receipted, tell, well
from tests.e2e.nodes import NodeProcess, pair
from tests.services.network import HOSTS, Network, own_network

ROOT = Path(__file__).parents[2]


def not_started(node: NodeProcess, *options: str) -> str:
    """Start a server that must not start; returns what it says."""
    done = node.run("serve", *options)
    assert done.returncode == 1, done.stdout
    assert "ready" not in done.stdout
    assert done.stderr.startswith("tansiq: "), done.stderr
    return done.stderr


def test_a_port_that_is_taken_is_named(stopped: Pair) -> None:
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", stopped.ports[0]))
        other.listen()
        assert str(stopped.ports[0]) in not_started(stopped.a, "--port", str(stopped.ports[0]))
    stopped.start()
    arrives(stopped.b, tell(stopped.a, stopped.b, "The port is free again"))


@pytest.mark.parametrize("url", ["http://192.0.2.1:8400", "http://node.example.org", "ftp://127.0.0.1/", "-"])
def test_an_address_without_tls_is_refused(stopped: Pair, url: str) -> None:
    not_started(stopped.a, "--port", "0", "--url", url)
    assert (stopped.a.home / "address").read_text().strip() == f"http://127.0.0.1:{stopped.ports[0]}"


@pytest.fixture
def network() -> Iterator[Network]:
    with own_network() as made:
        yield made


@pytest.fixture
def far(network: Network, tmp_path: Path) -> Iterator[tuple[NodeProcess, NodeProcess]]:
    """Two nodes off loopback, paired and at work."""
    nodes = (
        NodeProcess(tmp_path / "alpha", "Alpha", "MA", wrapper=network.wrapper),
        NodeProcess(tmp_path / "bravo", "Bravo", "ML", wrapper=network.wrapper),
    )
    try:
        for node, host in zip(nodes, HOSTS, strict=True):
            node.init()
            node.start(8400, "--host", host)
        pair(*nodes, tmp_path)
        yield nodes
    finally:
        for node in nodes:
            node.stop()


def outside(network: Network, deed: str) -> list[str]:
    """Return the command that does `deed` at the address of the first node."""
    return [*network.wrapper, sys.executable, "-m", "tests.e2e.tls", deed, HOSTS[0], "8400"]


@contextmanager
def deaf_impostor(network: Network) -> Iterator[None]:
    """Have somebody else answer at the address of the first node, who must hear nothing."""
    command = outside(network, "pretend")
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "ready\n"
        try:
            yield
        finally:
            other.kill()
        assert other.stdout.read() == ""


def test_an_impostor_hears_nothing_and_the_partner_comes_back(
    far: tuple[NodeProcess, NodeProcess], network: Network
) -> None:
    a, b = far
    assert a.url == f"https://{HOSTS[0]}:8400"
    arrives(b, tell(a, b, "Through TLS"))
    receipted(a)
    a.stop()
    late = tell(a, b, "While somebody else answers")
    with deaf_impostor(network):
        (row,) = b.ask("sync", code=1)["partners"]
        assert row["error"]["code"] == "WRONG_CERTIFICATE"
        assert alarm(b, "wrong-certificate")["about"]["pin"]
    a.start(8400, "--host", HOSTS[0])
    arrives(b, late)
    well(a, b)


def test_a_node_off_loopback_speaks_nothing_older_than_tls_1_3(
    far: tuple[NodeProcess, NodeProcess], network: Network
) -> None:
    assert far[0].url.startswith("https:")
    for version, heard in (("TLSv1_3", "TLSv1.3\n"), ("TLSv1_2", "refused\n")):
        command = [*outside(network, "greet"), version]
        said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
        assert said == heard
