"""Bringing objects to a foreign server: all of them, each until its fate is known."""

import json
from collections.abc import Sequence

import pytest

from tansiq.exchange.taxii import Direction
from tansiq.exchange.taxii.client import (
    Batch,
    ForeignFailed,
    ForeignPending,
    Pushed,
    Reply,
    push,
)
from tansiq.exchange.taxii.client.push import LIMIT, MOST_ASKED, MOST_FORGOTTEN
from tansiq.release import Released, own
from tests.exchange.taxii.client.server import Memory, Server, identity, reply, talk
from tests.release.cast import HOME, world


class Drawer:
    """What is to be brought, in order."""

    def __init__(self, objects: Sequence[bytes]) -> None:
        self.objects = objects

    def __call__(self, tx: Memory, after: int, limit: int) -> Released[Batch]:
        assert not tx.sources.gone
        part = self.objects[after : after + limit]
        end = after + len(part)
        batch = Batch(b",".join(part), len(part), end, end < len(self.objects))
        return own(batch, HOME, world=world())


def no_pause(_: float) -> None:
    """Wait for nothing."""


def pushed(server: Server, memory: Memory, objects: Sequence[bytes]) -> Pushed:
    """The last step of a run."""
    steps = list(push(memory, talk(server), memory.source, Drawer(objects), no_pause))
    return steps[-1]


def memory() -> Memory:
    return Memory(Direction.PUSH)


def brought(server: Server) -> list[bytes]:
    return [one for batch in server.posted for one in batch]


def many(number: int) -> list[bytes]:
    return [identity(one) for one in range(number)]


def test_everything_is_brought_in_order_and_once() -> None:
    server, kept = Server(room=1_000_000), memory()
    assert pushed(server, kept, many(LIMIT + 3)) == Pushed(LIMIT + 3, done=True)
    assert brought(server) == many(LIMIT + 3)
    assert (kept.progress.objects, kept.progress.trouble) == (LIMIT + 3, None)


def test_the_next_run_brings_only_what_is_new() -> None:
    server, kept = Server(), memory()
    pushed(server, kept, many(4))
    server.posted.clear()
    assert pushed(server, kept, many(6)) == Pushed(2, done=True)
    assert brought(server) == many(6)[4:]
    assert pushed(server, kept, many(6)) == Pushed(done=True)


def test_what_the_server_refuses_is_said_with_its_reason() -> None:
    server, kept = Server(refuses=["identity--x"]), memory()
    done = pushed(server, kept, many(3))
    assert [(one.id, one.message) for one in done.refused] == [("identity--x", "not today")]
    assert kept.progress.objects == 2


def test_a_pending_status_is_asked_for_until_it_is_complete() -> None:
    server, kept = Server(pending=3), memory()
    waits: list[float] = []
    steps = list(push(kept, talk(server), kept.source, Drawer(many(2)), waits.append))
    assert steps[-1] == Pushed(2, done=True)
    assert waits == [1.0, 2.0]
    assert len(server.posted) == 1


def test_a_status_that_never_ends_is_asked_for_again_by_the_next_run() -> None:
    server, kept = Server(pending=MOST_ASKED + 5), memory()
    with pytest.raises(ForeignPending):
        pushed(server, kept, many(2))
    assert pushed(server, kept, many(2)) == Pushed(2, done=True)
    assert len(server.posted) == 1


def test_a_post_that_the_server_has_forgotten_is_sent_again() -> None:
    server, kept = Server(pending=1), memory()
    server.answers = lambda _, url: reply({}, 404) if "/status/" in url and len(server.posted) < 2 else None
    assert pushed(server, kept, many(2)).done
    assert len(server.posted) == 2


def test_a_server_that_forgets_every_post_is_left() -> None:
    server, kept = Server(pending=1000), memory()
    server.answers = lambda _, url: reply({}, 404) if "/status/" in url else None
    with pytest.raises(ForeignPending):
        pushed(server, kept, many(2))
    assert len(server.posted) == MOST_FORGOTTEN + 1


def test_a_server_with_little_room_gets_small_batches() -> None:
    server, kept = Server(room=1_000), memory()
    assert pushed(server, kept, many(20)) == Pushed(20, done=True)
    assert brought(server) == many(20)


def test_a_server_that_finds_it_too_large_only_then_gets_small_batches_too() -> None:
    server, kept = Server(), memory()
    served = server.ask

    def small(method: str, url: str, body: bytes = b"") -> Reply:
        return reply({}, 413) if len(body) > 1_000 else served(method, url, body)

    server.ask = small  # type: ignore[method-assign]
    assert pushed(server, kept, many(9)) == Pushed(9, done=True)


def test_an_object_too_large_for_the_server_is_left_out_and_named() -> None:
    server, kept = Server(room=600), memory()
    large = json.dumps({**json.loads(identity(1)), "description": "x" * 1_000}).encode()
    done = pushed(server, kept, [identity(0), large, identity(2)])
    assert brought(server) == [identity(0), identity(2)]
    assert [one.id for one in done.refused] == [json.loads(large)["id"]]


def test_a_failure_on_the_way_keeps_what_was_brought_before() -> None:
    server, kept = Server(room=1_000_000), memory()
    server.answers = lambda method, _: (
        reply({}, 500) if method == "POST" and len(server.posted) == 1 else None
    )
    with pytest.raises(ForeignFailed):
        pushed(server, kept, many(LIMIT + 1))
    server.answers = lambda *_: None
    assert pushed(server, kept, many(LIMIT + 1)) == Pushed(1, done=True)
    assert brought(server) == many(LIMIT + 1)


def test_a_source_that_was_removed_is_brought_nothing() -> None:
    server, kept = Server(), memory()
    kept.sources.gone = True
    assert list(push(kept, talk(server), kept.source, Drawer(many(2)), no_pause)) == []
    assert server.posted == []
