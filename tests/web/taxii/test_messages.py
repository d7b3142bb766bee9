"""Requests as they come over ASGI: what is announced too large is not read, what drips is cut off."""

from __future__ import annotations

import asyncio

import pytest
from asgiref.typing import ASGIReceiveEvent

from tansiq.web.taxii import messages
from tansiq.web.taxii.errors import BadRequest, TooLarge, TooSlow, Unauthorized
from tansiq.web.taxii.messages import Request, answer, read, read_body, refusal, write
from tests.web.taxii.asking import iter_receive, scope_of


def request(query: bytes = b"", **headers: str) -> Request:
    given = {name.replace("_", "-").encode(): value.encode() for name, value in headers.items()}
    return Request("POST", "/x", query, given, "203.0.113.7")


def body_of(pieces: list[bytes], limit: int = 10, **headers: str) -> bytes | None:
    return asyncio.run(read_body(request(b"", **headers), iter_receive(pieces), limit))


def test_a_request_is_read_from_its_scope() -> None:
    scope = scope_of("GET", "/taxii2/", "a=b", {"Accept": "x/y", "Cookie": "z", "X-Cert": "7"})
    scope["headers"] = [*scope["headers"], (b"accept", b"z/w")]
    found = read(scope, b"x-cert")
    assert found.header("accept") == "x/y, z/w"
    assert (found.header("cookie"), found.header("x-cert")) == (None, "7")
    assert (found.address, found.pairs()) == ("203.0.113.7", [("a", "b")])


def test_a_query_is_decoded_once() -> None:
    assert request(b"match%5Bid%5D=a%252Cb&c=&%D8%A7=+").pairs() == [
        ("match[id]", "a%2Cb"),
        ("c", ""),
        ("ا", " "),
    ]


@pytest.mark.parametrize("query", [b"%", b"a=%zz", b"a=%ff", b"\xff", b"&".join([b"a=1"] * 201)])
def test_a_query_that_cannot_be_read_is_refused(query: bytes) -> None:
    with pytest.raises(BadRequest):
        request(query).pairs()


@pytest.mark.parametrize(
    ("peer", "forwarded", "sender"),
    [
        ("203.0.113.7", "198.51.100.1", "203.0.113.7"),
        ("127.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("::1", "10.0.0.1, 2001:db8::1", "2001:db8::1"),
        ("127.0.0.1", "198.51.100.1, unknown", "127.0.0.1"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("", "198.51.100.1", ""),
    ],
)
def test_only_a_proxy_here_says_who_sent_it(peer: str, forwarded: str, sender: str) -> None:
    scope = scope_of("GET", "/taxii2/", "", {"x-forwarded-for": forwarded}, peer)
    assert read(scope).sender == sender


def test_a_body_is_put_together() -> None:
    assert body_of([b"12345", b"", b"67890"]) == b"1234567890"
    assert body_of([b""]) == b""


def test_a_body_announced_too_large_is_not_read() -> None:
    async def never() -> ASGIReceiveEvent:
        raise AssertionError("it was read")

    with pytest.raises(TooLarge):
        asyncio.run(read_body(request(content_length="11"), never, 10))


@pytest.mark.parametrize("length", ["1", "-5", "0x10", "9" * 40, ""])
def test_a_body_that_grows_too_large_is_cut_off(length: str) -> None:
    with pytest.raises(TooLarge):
        body_of([b"123456", b"78901", b"2"], content_length=length)


def test_a_sender_who_has_gone_is_noticed() -> None:
    assert asyncio.run(read_body(request(), iter_receive([]), 10)) is None


def test_a_body_that_does_not_come_is_waited_for_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "IDLE", 0.01)

    async def silent() -> ASGIReceiveEvent:
        await asyncio.get_running_loop().create_future()
        raise AssertionError("it came")

    with pytest.raises(TooSlow):
        asyncio.run(read_body(request(), silent, 10))


def test_a_body_that_drips_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "GRACE", 0.05)

    async def drip() -> ASGIReceiveEvent:
        await asyncio.sleep(0.01)
        return {"type": "http.request", "body": b"x", "more_body": True}

    with pytest.raises(TooSlow):
        asyncio.run(read_body(request(), drip, 10**6))


def test_every_answer_says_how_long_it_is_and_that_it_is_not_kept() -> None:
    for sent in (answer(200, "é".encode()), answer(204, b""), refusal(Unauthorized())):
        headers = dict(sent.headers)
        assert headers[b"content-length"] == str(len(sent.body)).encode()
        assert headers[b"cache-control"] == b"no-store"


def test_a_head_has_the_length_of_the_body_that_it_leaves_out() -> None:
    events: list[object] = []

    async def take(event: object) -> None:
        events.append(event)

    asyncio.run(write(answer(200, b"{}"), take, body=False))
    assert len(events) == 2
    assert "(b'content-length', b'2')" in str(events[0])
    assert "'body': b''" in str(events[1])
