"""Knocking at the feeds: to learn who is a partner here, or to tie all hands."""

import asyncio
from dataclasses import replace

from asgiref.typing import ASGIReceiveEvent, ASGISendEvent

from tansiq.exchange.node import Message
from tansiq.web.feeds import Feeds
from tansiq.web.feeds.application import MAX_AT_ONCE
from tests.exchange import cast
from tests.web.feeds.asking import Reply, ask, scope_of, send, signed
from tests.web.served import Served, founded, served

__all__ = ["founded", "served"]

HEAD = "checkpoint?after=0&seen=0&wait=0"


def claim(served: Served, agency: cast.Node, key: cast.Node) -> Message:
    """A request in the name of `agency` by whoever knows its public key, but signs with another."""
    now = served.node.now()
    honest = signed(agency, HEAD, served.node.agency.id, now)
    forged = signed(replace(agency, keyring=key.keyring), HEAD, served.node.agency.id, now)
    true_input = honest.headers["Signature-Input"]
    return replace(honest, headers={**forged.headers, "Signature-Input": true_input})


def test_nobody_learns_who_is_a_partner_by_claiming_to_be_one(served: Served) -> None:
    """A public key stands in every roster: its id in a request must not tell partners from strangers."""
    feeds = Feeds(lambda: served.node)
    thief = cast.node("identity--00000009-0000-4000-8000-000000000000", 9)
    stranger = cast.node("identity--00000008-0000-4000-8000-000000000000", 8)
    replies = [ask(feeds, claim(served, agency, thief)) for agency in (served.member, stranger)]
    assert replies[0] == replies[1]
    assert replies[0].status == 401


def test_a_reader_does_not_tie_all_hands(served: Served) -> None:
    feeds = Feeds(lambda: served.node)
    home, now = served.node.agency.id, served.node.now()
    ask(feeds, signed(served.member, HEAD, home, now))
    seen = int(now.timestamp()) + 10
    waiting = f"checkpoint?after=0&seen={seen}&wait=3"

    async def flood() -> list[Reply]:
        gone = asyncio.Event()
        asked = [send(feeds, signed(served.member, waiting, home, now), gone) for _ in range(MAX_AT_ONCE + 3)]
        asked.append(send(feeds, signed(served.outsider, HEAD, home, now), gone))
        return await asyncio.gather(*asked)

    *flooding, other = asyncio.run(flood())
    assert sorted(reply.status for reply in flooding) == [204] * MAX_AT_ONCE + [429] * 3
    assert other.status == 200
    assert ask(feeds, signed(served.member, HEAD, home, now)).status == 200


def test_a_body_that_never_ends_is_not_waited_for(served: Served) -> None:
    statuses: list[int] = []

    async def receive() -> ASGIReceiveEvent:
        await asyncio.sleep(0.01)
        return {"type": "http.request", "body": b"", "more_body": True}

    async def take(event: ASGISendEvent) -> None:
        if event["type"] == "http.response.start":
            statuses.append(event["status"])

    message = signed(served.member, "receipt", served.node.agency.id, served.node.now(), body=b"x")
    asyncio.run(Feeds(lambda: served.node, patience=0.05)(scope_of(message), receive, take))
    assert statuses == [408]
