"""The clerk: asks what is due, leaves alone what is not, stops when told to."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from tansiq.exchange.taxii import Direction
from tansiq.wiring import Node
from tansiq.wiring.taxii import Clerk, Secret, Wish, add_source, pause_source, run_now, sources
from tests.exchange.taxii.client.server import Server, identity
from tests.net.foreign import PASSWORD, USER, Foreign, foreign

PATIENCE = 30.0


@pytest.fixture
def site() -> Iterator[Foreign]:
    server = Server()
    server.add(*map(identity, range(4)))
    with foreign(server) as served:
        yield served


@pytest.fixture
def clerk(node: Node) -> Iterator[Clerk]:
    made = Clerk(node)
    yield made
    made.close()


def known(node: Node, site: Foreign) -> str:
    wish = Wish(site.url, Direction.PULL, username=USER, secret=Secret(PASSWORD))
    return add_source(node, replace(wish, every=900)).id


def objects(node: Node) -> int:
    return sources(node)[0].progress.objects


def soon(seen: Callable[[], bool], clerk: Clerk) -> None:
    end = time.monotonic() + PATIENCE
    while not seen():
        assert time.monotonic() < end
        clerk.round()
        time.sleep(0.02)


def test_what_a_person_wants_asked_is_asked(node: Node, site: Foreign, clerk: Clerk) -> None:
    source = known(node, site)
    clerk.round()
    assert (clerk._errands, objects(node)) == ({}, 0)
    run_now(node, source)
    soon(lambda: objects(node) == 4, clerk)


def test_after_a_run_the_source_is_left_alone(node: Node, site: Foreign, clerk: Clerk) -> None:
    source = known(node, site)
    run_now(node, source)
    soon(lambda: source in clerk._rested, clerk)
    run_now(node, source)
    clerk.round()
    assert clerk._errands == {}


def test_a_source_that_is_paused_is_broken_off(node: Node, site: Foreign, clerk: Clerk) -> None:
    source = known(node, site)
    run_now(node, source)
    site.drip = 0.2
    soon(lambda: source in clerk._errands, clerk)
    pause_source(node, source)
    soon(lambda: source not in clerk._errands, clerk)
    assert objects(node) == 0
    assert sources(node)[0].progress.trouble is None


def test_the_end_of_the_node_breaks_off_what_is_under_way(node: Node, site: Foreign, clerk: Clerk) -> None:
    source = known(node, site)
    run_now(node, source)
    site.drip = 0.2
    soon(lambda: source in clerk._errands, clerk)
    clerk.close()
    assert clerk._errands == {}


def test_a_failure_is_said_in_the_log_and_waits(
    node: Node, site: Foreign, clerk: Clerk, caplog: pytest.LogCaptureFixture
) -> None:
    source = known(node, site)
    site.closed = True
    (node.home / "taxii" / source).unlink()
    run_now(node, source)
    soon(lambda: sources(node)[0].progress.trouble == "FOREIGN_DENIED", clerk)
    soon(lambda: source in clerk._rested, clerk)
    assert "does not accept" in caplog.text
