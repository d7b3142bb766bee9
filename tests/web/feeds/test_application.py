"""The feeds, as partners and strangers ask for them (spec/node.md, section 4)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tansiq.exchange import Address
from tansiq.exchange.node import Message, hello
from tansiq.ledger import decode_pack
from tansiq.release import Standing
from tansiq.store import Locked
from tansiq.web.feeds import Feeds, is_for_feeds, on_contact
from tests.exchange import cast
from tests.web.feeds.asking import Reply, ask, send, signed
from tests.web.served import Served

HEAD = "checkpoint?after=0&seen=0&wait=0"


@pytest.fixture
def feeds(served: Served) -> Feeds:
    """The application over the node."""
    return Feeds(lambda: served.node)


Asker = Callable[..., Reply]


@pytest.fixture
def member(served: Served, feeds: Feeds) -> Asker:
    """Asks as the member does."""

    def asked(what: str, during: Callable[[], Any] | None = None, **more: Any) -> Reply:
        message = signed(served.member, what, served.node.agency.id, served.node.now(), **more)
        return ask(feeds, message, during)

    return asked


def caught_up(served: Served, *, wait: float = 0) -> str:
    """The question of a member that has everything, head and all."""
    size = served.home.view().feeds.outgoing(cast.MEMBER).frontier.size
    return f"checkpoint?after={size}&seen={int(served.node.now().timestamp()) + 10}&wait={wait:g}"


def to_member(served: Served, text: str = "Seen at dawn.") -> str:
    return served.write(text=text, to=cast.to(cast.MEMBER))


def test_the_head_is_served_to_its_reader(served: Served, member: Asker) -> None:
    to_member(served)
    reply = member(HEAD)
    assert (reply.status, reply.headers["content-type"]) == (200, "text/plain; charset=utf-8")
    assert reply.body.startswith(b"tansiq")


def test_nothing_newer_is_no_content(served: Served, member: Asker) -> None:
    to_member(served)
    member(HEAD)
    assert member(caught_up(served)).status == 204


def test_a_reader_that_waits_is_told_at_once(served: Served, member: Asker) -> None:
    to_member(served)
    member(HEAD)
    reply = member(caught_up(served, wait=25), during=lambda: to_member(served))
    assert reply.status == 200


def test_what_others_are_told_wakes_nobody(served: Served, member: Asker) -> None:
    member(HEAD)
    reply = member(caught_up(served, wait=1), during=lambda: served.write(to=cast.to(cast.OUTSIDER)))
    assert (reply.status, reply.body) == (204, b"")


def test_a_reader_that_is_suspended_while_it_waits_is_sent_away(served: Served, member: Asker) -> None:
    member(HEAD)
    reply = member(caught_up(served, wait=25), during=lambda: stand(served, Standing.SUSPENDED))
    assert (reply.status, reply.code) == (404, "not-served")


def stand(served: Served, standing: Standing) -> None:
    with served.node.store.transaction() as tx:
        tx.agencies.set_standing(cast.MEMBER, standing, now=served.node.now())


def test_a_reader_that_leaves_is_not_kept(served: Served, feeds: Feeds, member: Asker) -> None:
    member(HEAD)
    message = signed(served.member, caught_up(served, wait=60), served.node.agency.id, served.node.now())

    async def leave() -> Reply:
        gone = asyncio.Event()
        asking = asyncio.create_task(send(feeds, message, gone))
        await asyncio.sleep(0.3)
        assert not asking.done()
        gone.set()
        return await asyncio.wait_for(asking, 10)

    assert asyncio.run(leave()).status == 0


def test_a_slice_is_served_and_resumes(served: Served, member: Asker) -> None:
    to_member(served)
    size = served.home.view().feeds.outgoing(cast.MEMBER).frontier.size
    whole = member(f"pack/000.p/0-{size}")
    assert (whole.status, whole.headers["accept-ranges"]) == (200, "bytes")
    assert decode_pack(whole.body).end == size
    ranged = {"Range": "bytes=10-", "If-Range": whole.headers["etag"]}
    part = member(f"pack/000.p/0-{size}", headers=ranged)
    total = len(whole.body)
    assert (part.status, part.body) == (206, whole.body[10:])
    assert part.headers["content-range"] == f"bytes 10-{total - 1}/{total}"
    other = member(f"pack/000.p/0-{size}", headers={**ranged, "If-Range": '"another"'})
    assert (other.status, other.body) == (200, whole.body)
    beyond = member(f"pack/000.p/0-{size}", headers={**ranged, "Range": f"bytes={total}-"})
    assert (beyond.status, beyond.headers["content-range"]) == (416, f"bytes */{total}")


def test_a_tile_is_served(served: Served, member: Asker) -> None:
    to_member(served)
    reply = member("tile/0/000.p/1")
    assert (reply.status, len(reply.body)) == (200, 32)


def test_a_receipt_that_is_none_is_refused(served: Served, member: Asker) -> None:
    to_member(served)
    member(HEAD)
    reply = member("receipt", body=b"no note")
    assert (reply.status, reply.code) == (400, "bad-receipt")


def test_an_address_statement_moves_the_partner(served: Served, member: Asker) -> None:
    (served.node.home / "address").write_text("http://127.0.0.1:8400")
    moved = Address("http://127.0.0.1:9999")
    reply = member("hello", body=hello(served.member.keyring, moved, now=served.node.now()))
    assert reply.status == 204
    with served.node.snapshot() as tx:
        partner = tx.agencies.partner(cast.MEMBER)
        assert partner is not None
        assert partner.address.url == "http://127.0.0.1:9999"


@pytest.mark.parametrize(
    "what",
    [
        "checkpoint",
        "checkpoint?after=-1",
        "checkpoint?after=1e9",
        "checkpoint?wait=nan",
        "checkpoint?after=" + "9" * 400,
        "checkpoint?" + "&".join(f"a{n}=1" for n in range(50)),
        "checkpoint/x",
        "pack/999",
        "pack/000.p/5-2",
        "pack/../../keys.json",
        "tile/9/999",
        "tile/0/000.p/255",
        "",
        "nothing",
        "receipt",
    ],
)
def test_odd_questions_are_answered_calmly(served: Served, member: Asker, what: str) -> None:
    to_member(served)
    assert member(what).status in {200, 404}


@pytest.mark.usefixtures("served")
def test_a_large_body_is_not_read(member: Asker) -> None:
    assert member("receipt", body=b"x" * 70_000).status == 413


def test_a_stranger_learns_nothing(served: Served, feeds: Feeds) -> None:
    stranger = cast.node("identity--00000009-0000-4000-8000-000000000000", 9)
    home, now = served.node.agency.id, served.node.now()
    to_member(served)
    for feed in (stranger.id, cast.MEMBER, cast.OUTSIDER):
        reply = ask(feeds, signed(stranger, HEAD, home, now, feed=feed))
        assert (reply.status, reply.code) == (401, "unknown-key")


def test_the_feed_of_another_is_as_if_it_were_not_there(served: Served, feeds: Feeds, member: Asker) -> None:
    to_member(served)
    mine = member("nothing")
    other = ask(
        feeds,
        signed(served.outsider, HEAD, served.node.agency.id, served.node.now(), feed=cast.MEMBER),
    )
    assert (other.status, other.body, other.headers) == (404, mine.body, mine.headers)


def test_a_suspended_partner_gets_nothing(served: Served, member: Asker) -> None:
    to_member(served)
    stand(served, Standing.SUSPENDED)
    assert {(reply.status, reply.code) for reply in (member(HEAD), member("pack/000.p/0-1"))} == {
        (404, "not-served")
    }


@pytest.mark.usefixtures("served")
def test_who_did_not_sign_is_refused(feeds: Feeds) -> None:
    reply = ask(feeds, Message("GET", "/feeds/x/checkpoint"))
    assert (reply.status, reply.code) == (401, "unknown-key")


def test_a_request_for_another_node_is_refused(served: Served, feeds: Feeds) -> None:
    reply = ask(feeds, signed(served.member, HEAD, cast.OUTSIDER, served.node.now()))
    assert (reply.status, reply.code) == (401, "unknown-key")


def test_a_changed_question_is_refused(served: Served, feeds: Feeds) -> None:
    message = signed(served.member, HEAD, served.node.agency.id, served.node.now())
    message.target = message.target.replace("after=0", "after=1")
    assert ask(feeds, message).status == 401


def test_a_wrong_clock_is_told_the_time(served: Served, feeds: Feeds) -> None:
    message = signed(served.member, HEAD, served.node.agency.id, served.node.now() - timedelta(days=2))
    reply = ask(feeds, message)
    assert (reply.status, reply.code) == (401, "clock-skew")
    assert str(served.node.now().year) in reply.body.decode()


def test_a_reader_that_has_more_than_we_do_stops_the_feed(served: Served, member: Asker) -> None:
    to_member(served)
    reply = member("checkpoint?after=500&seen=0&wait=0")
    assert (reply.status, reply.code) == (409, "feed-behind")
    assert member(HEAD).status == 409


@pytest.mark.usefixtures("served")
def test_a_partner_that_calls_is_noticed(member: Asker) -> None:
    seen: list[str] = []
    on_contact.append(seen.append)
    try:
        member(HEAD)
    finally:
        on_contact.remove(seen.append)
    assert seen == [cast.MEMBER]


def test_a_store_that_fails_is_said_without_detail(
    served: Served, member: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise Locked("secret path")

    monkeypatch.setattr(served.node.store, "snapshot", fail)
    reply = member(HEAD)
    assert (reply.status, reply.code) == (503, "unavailable")
    assert b"secret" not in reply.body


def test_need_to_know_the_outsider_sees_the_same_bytes(served: Served, feeds: Feeds) -> None:
    """What home tells the member leaves every byte that the outsider can obtain unchanged (invariant 6)."""
    home = served.node.agency.id

    def everything() -> list[tuple[int, bytes]]:
        paths = (HEAD, "pack/000.p/0-1", "pack/000.p/0-2", "pack/000", "tile/0/000.p/1", "tile/0/000.p/2")
        asked = (ask(feeds, signed(served.outsider, path, home, served.node.now())) for path in paths)
        return [(reply.status, reply.body) for reply in asked]

    served.write(to=cast.to(cast.OUTSIDER))
    before = everything()
    to_member(served, "What the outsider must not know")
    assert everything() == before


def test_which_paths_are_for_the_feeds() -> None:
    assert [is_for_feeds(path) for path in ("/feeds", "/feeds/x", "/feedsx", "/")] == [
        True,
        True,
        False,
        False,
    ]
