"""Fetching a foreign collection: nothing is lost, nothing is doubled, and no server keeps us for ever."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest

from tansiq.exchange.taxii import Progress
from tansiq.exchange.taxii.client import (
    Foreign,
    ForeignAway,
    ForeignBusy,
    ForeignCircling,
    ForeignFailed,
    ForeignUnreadable,
    Pulled,
    Reply,
    pull,
)
from tansiq.exchange.taxii.client.pull import MOST_EMPTY
from tests.exchange.taxii.client.server import MEDIA, NOW, Memory, Server, identity, reply, stamp, talk


class Killed(BaseException):
    """What ends a process anywhere."""


def pulled(server: Server, memory: Memory) -> Pulled:
    """The last step of a run."""
    steps = list(pull(memory, talk(server), memory.source, memory.land))
    return steps[-1]


def full(number: int = 8, page: int = 3) -> Server:
    server = Server(page)
    server.add(*map(identity, range(number)))
    return server


def objects_asked(server: Server) -> list[str]:
    return [url.partition("?")[2] for _, url in server.asked]


def test_a_collection_comes_whole_and_in_its_exact_bytes() -> None:
    server, memory = full(), Memory()
    assert pulled(server, memory) == Pulled(3, added=8, done=True)
    assert list(memory.held) == [identity(number) for number in range(8)]
    assert memory.progress.objects == 8
    assert memory.progress.trouble is None
    assert memory.progress.succeeded is not None


def test_the_next_run_brings_only_what_is_new() -> None:
    server, memory = full(), Memory()
    pulled(server, memory)
    pulled(server, memory)
    server.add(identity(100), at=NOW)
    server.asked.clear()
    assert pulled(server, memory) == Pulled(1, added=1, done=True)
    assert "added_after=" in objects_asked(server)[0]


def test_after_something_new_the_next_run_looks_back_and_finds_what_was_shown_late() -> None:
    server, memory = full(), Memory()
    pulled(server, memory)
    last, _ = server.rows[-1]
    server.add(identity(99), at=last - timedelta(seconds=20))
    assert pulled(server, memory).added == 1
    assert identity(99) in memory.held


def test_after_nothing_new_it_does_not_look_back() -> None:
    server, memory = full(), Memory()
    pulled(server, memory)
    pulled(server, memory)
    assert pulled(server, memory) == Pulled(1, done=True)
    assert memory.progress.added_after == stamp(server.rows[-1][0])


def test_an_empty_collection_is_a_success() -> None:
    memory = Memory()
    assert pulled(Server(), memory) == Pulled(1, done=True)
    assert memory.progress.succeeded is not None


@pytest.mark.parametrize("point", range(6))
def test_a_kill_at_any_commit_loses_and_doubles_nothing(point: int) -> None:
    server, memory = full(), Memory()
    commits = iter(range(100))

    def killed() -> None:
        if next(commits) == point:
            raise Killed

    memory.fails = killed
    for _ in range(2):
        try:
            pulled(server, memory)
        except Killed:
            continue
    assert set(memory.held) == {identity(number) for number in range(8)}
    assert memory.progress.objects == 8


def stopped_after(pages: int, server: Server, memory: Memory) -> None:
    steps = pull(memory, talk(server), memory.source, memory.land)
    for _ in range(pages):
        next(steps)
    server.asked.clear()


def test_a_run_that_was_stopped_goes_on_where_it_was() -> None:
    server, memory = full(), Memory()
    stopped_after(2, server, memory)
    assert pulled(server, memory).added == 2
    assert objects_asked(server) == ["limit=1000&next=6"]


def test_after_one_page_nobody_knows_whether_the_server_keeps_the_place_so_it_goes_on_by_date() -> None:
    server, memory = full(), Memory()
    stopped_after(1, server, memory)
    assert pulled(server, memory).added == 5
    assert objects_asked(server)[0].startswith("limit=1000&added_after=")


class Keeping(Server):
    """A server that keeps the reader's place itself: `next` stays the same, and asking moves it on."""

    at = 0

    def _objects(self, query: dict[str, str]) -> Reply:
        self.at = self.at if "next" in query else 0
        given = super()._objects({**query, "next": str(self.at)})
        self.at += self.page
        body = json.loads(given.body)
        return reply({**body, "next": "mine"} if body.get("more") else body, 200, **_stamps(given))


def _stamps(given: Reply) -> dict[str, str]:
    last = given.headers.get("x-taxii-date-added-last")
    return {} if last is None else {"x_taxii_date_added_last": last}


def test_a_server_that_keeps_the_place_itself_is_followed() -> None:
    server, memory = Keeping(), Memory()
    server.add(*map(identity, range(8)))
    assert pulled(server, memory) == Pulled(3, added=8, done=True)


@pytest.mark.parametrize("pages", [1, 2])
def test_an_answer_lost_by_a_server_that_keeps_the_place_is_not_a_page_lost(pages: int) -> None:
    server, memory = Keeping(), Memory()
    server.add(*map(identity, range(12)))
    stopped_after(pages, server, memory)
    server.at += server.page  # it has gone on, and the answer never arrived
    pulled(server, memory)
    assert len(memory.held) == 12


def test_a_server_that_forgot_the_way_is_asked_by_date() -> None:
    server, memory = full(), Memory()
    stopped_after(2, server, memory)
    server.answers = lambda _, url: reply({"title": "expired"}, 400) if "next=6" in url else None
    server.page = 100
    assert pulled(server, memory).added == 2
    assert len(memory.held) == 8


def test_a_server_without_next_is_followed_by_date() -> None:
    server, memory = full(), Memory()
    server.with_next = False
    assert pulled(server, memory) == Pulled(3, added=8, done=True)


def test_a_large_page_is_stored_in_several_transactions() -> None:
    server, memory = full(4_100, page=10_000), Memory()
    sizes: list[int] = []
    memory.fails = lambda: sizes.append(len(memory.held))
    pulled(server, memory)
    assert sizes == [2_000, 4_000, 4_100]


def test_another_process_that_got_further_is_left_alone() -> None:
    server, memory = full(), Memory()
    run = pull(memory, talk(server), memory.source, memory.land)
    next(run)
    memory.sources.progress = Progress(cursor=None, added_after="2026-03-01T00:00:00Z")
    before = dict(memory.held)
    assert list(run) == []
    assert memory.held == before


def test_a_source_that_was_removed_is_fetched_no_more() -> None:
    server, memory = full(), Memory()
    memory.sources.gone = True
    assert list(pull(memory, talk(server), memory.source, memory.land)) == []
    assert server.asked == []


def endless(url: str, envelope: Callable[[int], dict[str, object]]) -> Reply | None:
    number = int(url.rpartition("next=")[2]) if "next=" in url else 0
    return Reply(200, {"content-type": MEDIA}, json.dumps(envelope(number)).encode())


@pytest.mark.parametrize(
    "envelope",
    [
        lambda _: {"more": True, "next": "7", "objects": [json.loads(identity(1))]},
        lambda number: {"more": True, "next": str(1 - number), "objects": [json.loads(identity(1))]},
        lambda _: {"more": True, "objects": [json.loads(identity(1))]},
        lambda number: {"more": True, "next": str(number + 1)},
        lambda number: {"more": True, "next": str(number + 1), "objects": []},
    ],
    ids=["the same next again", "two in turn", "no way on", "empty pages", "pages of nothing"],
)
def test_a_server_that_goes_in_circles_is_left(envelope: Callable[[int], dict[str, object]]) -> None:
    server, memory = Server(answers=lambda _, url: endless(url, envelope)), Memory()
    with pytest.raises(ForeignCircling):
        pulled(server, memory)
    assert len(server.asked) <= MOST_EMPTY + 2


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff",
        b"[]",
        b"null",
        b"[" * 100_000,
        b'{"objects":' + b"[" * 100_000,
        b'{"objects":[{"type":"identity"}',
        b'{"objects":{}}',
        b'{"more":"yes"}',
        b'{"next":1}',
    ],
)
def test_what_is_no_envelope_is_refused_and_nothing_is_kept(body: bytes) -> None:
    memory = Memory()
    server = Server(answers=lambda *_: Reply(200, {"content-type": MEDIA}, body))
    with pytest.raises(ForeignUnreadable):
        pulled(server, memory)
    assert (memory.held, memory.progress) == ({}, Progress())


@pytest.mark.parametrize("moment", ["yesterday", "2026-13-01T00:00:00Z", "", "2026-03-01", "9" * 10_000])
def test_a_moment_of_adding_that_is_none_is_refused(moment: str) -> None:
    memory = Memory()
    server = Server(answers=lambda *_: reply({}, x_taxii_date_added_last=moment))
    with pytest.raises(ForeignUnreadable):
        pulled(server, memory)
    assert memory.progress == Progress()


@pytest.mark.parametrize(("status", "kind"), [(500, ForeignFailed), (503, ForeignBusy), (429, ForeignBusy)])
def test_a_failure_on_the_way_keeps_the_pages_before_it(status: int, kind: type[Foreign]) -> None:
    server, memory = full(), Memory()
    server.answers = lambda _, url: reply({"title": "no"}, status) if "next=6" in url else None
    with pytest.raises(kind):
        pulled(server, memory)
    assert len(memory.held) == 6
    server.answers = lambda *_: None
    assert pulled(server, memory) == Pulled(1, added=2, done=True)


def test_a_line_that_breaks_keeps_the_pages_before_it() -> None:
    server, memory = full(), Memory()

    def breaking(_: str, url: str) -> Reply | None:
        if "next=3" in url:
            raise ForeignAway(url)
        return None

    server.answers = breaking
    with pytest.raises(ForeignAway):
        pulled(server, memory)
    assert len(memory.held) == 3


def test_what_is_refused_here_does_not_stop_the_rest() -> None:
    server, memory = full(), Memory()
    memory.refused = {identity(4)}
    assert pulled(server, memory).added == 7
