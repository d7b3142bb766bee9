"""TAXII 2.1 over HTTP: every address, what is refused and how, and what is never done twice."""

from __future__ import annotations

import asyncio
import gzip
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from importlib import import_module

import orjson
import pytest
import zstandard
from asgiref.typing import ASGIReceiveEvent

from tansiq.store import Unavailable
from tansiq.web.taxii import Taxii, messages
from tansiq.web.taxii.service import Service
from tansiq.wiring import Node, taxii
from tests.web.served import Served
from tests.web.taxii.asking import (
    PASSWORD,
    ROOT,
    TAXII,
    Reply,
    Tool,
    basic,
    envelope,
    indicator,
    iter_receive,
    scope_of,
    send,
    tool,
)

NOTES = f"{ROOT}collections/notes/"
OBJECTS = f"{NOTES}objects/"
FIRST = f"{OBJECTS}{indicator(1)['id']}/"
UNKNOWN = "indicator--00000000-0000-4000-8000-999999999999"


@pytest.fixture
def siem(app: Taxii, served: Served) -> Tool:
    """A tool of this agency that may read from and write to the drawer `notes`."""
    asking = tool(app, served.node, "siem")
    taxii.add_drawer(served.node, "Notes", alias="notes")
    taxii.grant(served.node, "siem", "notes", read=True, write=True)
    return asking


def refused(reply: Reply, status: int) -> Reply:
    """Check that `reply` is a whole error resource (TAXII 2.1, 3.6.1)."""
    assert reply.status == status, reply.body
    assert reply.header("content-type") == TAXII
    assert reply.json["title"]
    assert reply.json["http_status"] == str(status)
    assert reply.json["error_code"]
    assert reply.json["description"]
    return reply


def test_what_was_posted_comes_back(siem: Tool) -> None:
    status = siem.post("notes", envelope(indicator(1), indicator(2)))
    assert status.status == 202
    assert status.json["success_count"] == 2
    assert siem.get(f"{ROOT}status/{status.json['id']}/").body == status.body
    assert siem.objects("notes") == [indicator(1), indicator(2)]
    page = siem.get(OBJECTS, "limit=1")
    assert page.json["more"]
    assert page.header("content-type") == TAXII
    assert page.header("x-taxii-date-added-first") == page.header("x-taxii-date-added-last")


def test_every_address_answers(siem: Tool) -> None:
    siem.post("notes", envelope(indicator(1)))
    root = siem.get("/taxii2/").json["default"]
    assert siem.get(root).json["max_content_length"] == 100 * 1024 * 1024
    listed = siem.get(f"{ROOT}collections/").json["collections"]
    assert {one["alias"] for one in listed} == {"released", "notes"}
    assert [siem.get(f"{ROOT}collections/{one['id']}/").json for one in listed] == listed
    assert siem.get(f"{NOTES}manifest/").json["objects"][0]["id"] == indicator(1)["id"]
    assert siem.get(FIRST).json["objects"] == [indicator(1)]
    assert siem.get(f"{FIRST}versions/").json["versions"] == [indicator(1)["modified"]]


@pytest.mark.parametrize("path", ["/taxii2", ROOT[:-1], NOTES[:-1], OBJECTS[:-1], f"{NOTES}manifest"])
def test_the_last_slash_may_be_missing(siem: Tool, path: str) -> None:
    assert siem.get(path).told == siem.get(f"{path}/").told


def test_a_head_is_the_get_without_its_body(siem: Tool) -> None:
    siem.post("notes", envelope(indicator(1)))
    for path in ("/taxii2/", ROOT, NOTES, OBJECTS, FIRST, f"{ROOT}openapi.json"):
        full, head = siem.get(path), siem.ask("HEAD", path)
        assert (head.status, head.headers, head.body) == (full.status, full.headers, b"")
    refused(siem.get(f"{OBJECTS}{UNKNOWN}/"), 404)
    assert siem.ask("HEAD", f"{OBJECTS}{UNKNOWN}/").status == 404


def test_options_says_which_methods_there_are(siem: Tool) -> None:
    asked = Tool(siem.app).ask("OPTIONS", OBJECTS)
    assert (asked.status, asked.header("allow")) == (204, "GET, HEAD, POST, OPTIONS")
    assert not [name for name, _ in asked.headers if name.startswith("access-control")]
    assert siem.ask("OPTIONS", FIRST).header("allow") == "GET, HEAD, DELETE, OPTIONS"


@pytest.mark.parametrize(
    "path", ["/taxii2/", ROOT, NOTES, OBJECTS, "/api/", "/api/other/", "/taxii2/x", f"{ROOT}openapi.json"]
)
def test_who_does_not_say_who_it_is_learns_nothing(siem: Tool, path: str) -> None:
    asked = refused(Tool(siem.app).get(path), 401)
    assert asked.header("www-authenticate") == 'Basic realm="TAXII", charset="UTF-8", Bearer realm="TAXII"'
    assert asked.told == Tool(siem.app, basic("siem", "wrong")).get(path).told


@pytest.mark.parametrize("path", ["/api/", "/api/other/", "/taxii2/x/", f"{ROOT}collections/none/objects/"])
def test_there_is_nothing_elsewhere(siem: Tool, path: str) -> None:
    refused(siem.get(path), 404)


@pytest.mark.parametrize(
    ("method", "path"), [("PUT", OBJECTS), ("DELETE", OBJECTS), ("POST", FIRST), ("PATCH", NOTES)]
)
def test_another_method_is_refused_by_name(siem: Tool, method: str, path: str) -> None:
    assert "GET, HEAD" in str(refused(siem.ask(method, path), 405).header("allow"))


def test_whoever_takes_no_taxii_is_told(siem: Tool) -> None:
    refused(siem.get(OBJECTS, accept="application/taxii+json;version=2.0"), 406)
    refused(siem.post("notes", envelope(indicator(1)), accept="application/json"), 406)
    assert siem.get(f"{ROOT}openapi.json", accept="application/json").status == 200


@pytest.mark.parametrize("kind", ["application/json", "application/taxii+json;version=2.0", ""])
def test_a_body_of_another_kind_is_refused(siem: Tool, kind: str) -> None:
    refused(siem.post("notes", envelope(indicator(1)), **{"content-type": kind}), 415)


@pytest.mark.parametrize(
    "body", [b"", b"null", b"[]", b"{", b'{"objects":{}}', b'{"objects":[],"objects":[]}']
)
def test_a_body_that_is_no_envelope_is_refused(siem: Tool, body: bytes) -> None:
    refused(siem.post("notes", body), 422)


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=-1",
        "limit=x",
        "next=x",
        "added_after=yesterday",
        "match[version]=x",
        "match[type]=a&match[type]=b",
        "match[spec]=1",
        "%",
        "match[id]=%ff",
    ],
)
def test_a_query_that_cannot_be_read_is_refused(siem: Tool, query: str) -> None:
    refused(siem.get(OBJECTS, query), 400)


def test_what_is_wrong_in_a_body_is_said_and_the_rest_stored(siem: Tool) -> None:
    status = siem.post("notes", envelope(indicator(1), indicator(2, spec_version="2.0"), None, {}))
    assert status.status == 202
    assert (status.json["success_count"], status.json["failure_count"]) == (1, 3)
    assert siem.objects("notes") == [indicator(1)]


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress])
def test_a_body_may_be_packed(siem: Tool, pack: Callable[[bytes], bytes]) -> None:
    body = pack(orjson.dumps(envelope(indicator(1))))
    coding = "gzip" if pack is gzip.compress else "zstd"
    assert siem.post("notes", body, content_encoding=coding).json["success_count"] == 1
    refused(siem.post("notes", body[:-4], content_encoding=coding), 400)
    assert refused(siem.post("notes", body, content_encoding="br"), 415).header("accept-encoding")


def test_an_answer_is_packed_for_who_asks_and_nobody_else(siem: Tool) -> None:
    siem.post("notes", envelope(*map(indicator, range(1, 30))))
    plain = siem.get(OBJECTS)
    assert plain.header("content-encoding") is None
    packed = siem.get(OBJECTS, accept_encoding="gzip, deflate, br, zstd")
    assert packed.header("content-encoding") == "zstd"
    assert zstandard.decompress(packed.body) == plain.body
    assert gzip.decompress(siem.get(OBJECTS, accept_encoding="gzip").body) == plain.body
    assert siem.get(OBJECTS).told == plain.told
    assert siem.get("/taxii2/", accept_encoding="gzip").header("content-encoding") is None


def test_a_body_over_the_limit_is_refused_before_it_is_read(app: Taxii, siem: Tool, served: Served) -> None:
    object.__setattr__(served.node.config, "taxii_max_bytes", 2000)
    assert siem.get(ROOT).json["max_content_length"] == 2000

    async def never() -> None:
        raise AssertionError("it was read")

    scope = scope_of("POST", OBJECTS, "", {**siem.known, "content-type": TAXII, "content-length": "2001"})
    refused(asyncio.run(send(app, scope, never)), 413)  # type: ignore[arg-type]
    refused(siem.post("notes", b" " * 2001), 413)
    refused(siem.post("notes", gzip.compress(b" " * 2001), content_encoding="gzip"), 413)


def test_a_body_that_broke_off_stores_nothing(app: Taxii, siem: Tool) -> None:
    scope = scope_of("POST", OBJECTS, "", {**siem.known, "content-type": TAXII})
    refused(asyncio.run(send(app, scope, iter_receive([]))), 400)
    assert siem.objects("notes") == []


def test_a_status_is_kept_for_thirty_days(siem: Tool, monkeypatch: pytest.MonkeyPatch) -> None:
    status = f"{ROOT}status/{siem.post('notes', envelope(indicator(1))).json['id']}/"
    for days, found in ((29, 200), (31, 404)):
        later = datetime.now(UTC) + timedelta(days=days)
        monkeypatch.setattr(Node, "now", lambda _, at=later: at)
        siem.post("notes", envelope(indicator(2)))
        assert siem.get(status).status == found


def test_one_right_is_not_the_other(app: Taxii, siem: Tool, served: Served) -> None:
    siem.post("notes", envelope(indicator(1)))
    reader, writer = tool(app, served.node, "reader"), tool(app, served.node, "writer")
    taxii.grant(served.node, "reader", "notes", read=True, write=False)
    taxii.grant(served.node, "writer", "notes", read=False, write=True)
    assert reader.objects("notes") == [indicator(1)]
    refused(reader.post("notes", envelope(indicator(2))), 403)
    refused(reader.ask("DELETE", FIRST), 403)
    assert writer.post("notes", envelope(indicator(2))).status == 202
    for path in (OBJECTS, f"{NOTES}manifest/", FIRST, f"{FIRST}versions/"):
        refused(writer.get(path), 403)
    refused(writer.ask("DELETE", FIRST), 403)


def test_a_right_that_was_taken_away_ends_at_once(siem: Tool, served: Served) -> None:
    siem.post("notes", envelope(indicator(1)))
    assert siem.objects("notes") == siem.objects("notes")
    taxii.grant(served.node, "siem", "notes", read=False, write=False)
    refused(siem.get(OBJECTS), 404)


def test_a_closed_account_ends_at_once_also_for_pages_that_are_ready(siem: Tool, served: Served) -> None:
    assert siem.get(OBJECTS).status == siem.get(OBJECTS).status == 200
    taxii.close_account(served.node, "siem")
    refused(siem.get(OBJECTS), 401)


def test_what_is_posted_is_seen_by_the_next_request(siem: Tool) -> None:
    for number in range(1, 5):
        siem.post("notes", envelope(indicator(number)))
        assert len(siem.objects("notes")) == len(siem.objects("notes")) == number


def test_what_is_deleted_is_gone_for_good(siem: Tool, served: Served) -> None:
    siem.post("notes", envelope(indicator(1, name="Canary"), indicator(2)))
    assert len(siem.objects("notes")) == 2
    deleted = siem.ask("DELETE", FIRST)
    assert (deleted.status, deleted.body) == (200, b"")
    refused(siem.ask("DELETE", FIRST), 404)
    refused(siem.get(FIRST), 404)
    assert siem.objects("notes") == [indicator(2)]
    files = [path for path in served.node.home.rglob("*") if path.is_file()]
    assert not [path for path in files if b"Canary" in path.read_bytes()]


def test_what_is_deleted_while_somebody_reads_is_wiped_later(
    app: Taxii, siem: Tool, monkeypatch: pytest.MonkeyPatch
) -> None:
    siem.post("notes", envelope(indicator(1)))
    monkeypatch.setattr(import_module("tansiq.web.taxii.application"), "PAUSE", 0.001)
    wiped = iter([False, False, True])
    monkeypatch.setattr(Service, "wipe", lambda _: next(wiped))

    async def delete() -> None:
        assert (await siem.asking("DELETE", FIRST)).status == 200
        assert app._wiping is not None
        await app._wiping

    asyncio.run(delete())
    assert next(wiped, None) is None


def test_a_page_that_is_ready_asks_the_store_for_nothing_but_its_pulse(
    siem: Tool, monkeypatch: pytest.MonkeyPatch
) -> None:
    siem.post("notes", envelope(indicator(1)))
    siem.get("/taxii2/")
    first = siem.get(OBJECTS)
    monkeypatch.setattr(Service, "read", lambda *_: pytest.fail("it was read again"))
    assert siem.get(OBJECTS).told == first.told


def test_two_accounts_share_a_page_only_as_far_as_both_may_read(
    app: Taxii, siem: Tool, served: Served
) -> None:
    other = tool(app, served.node, "other")
    siem.post("notes", envelope(indicator(1)))
    assert siem.get(OBJECTS).status == 200
    refused(other.get(OBJECTS), 404)
    taxii.grant(served.node, "other", "notes", read=True, write=False)
    assert other.get(OBJECTS).told == siem.get(OBJECTS).told


def test_where_https_leads_here_the_root_has_that_address(siem: Tool, served: Served) -> None:
    assert siem.get("/taxii2/").json["api_roots"] == [ROOT]
    object.__setattr__(served.node.config, "url", "https://alpha.example")
    other = Taxii(lambda: served.node)
    assert Tool(other, siem.known).get("/taxii2/").json["default"] == f"https://alpha.example{ROOT}"
    other.close()


def test_a_password_lets_in_too(app: Taxii, served: Served) -> None:
    taxii.add_account(served.node, "siem", password=PASSWORD)
    asking = Tool(app, basic("siem"))
    assert [asking.get("/taxii2/").status for _ in range(3)] == [200] * 3


def test_guessing_is_answered_with_when_to_come_back(app: Taxii, served: Served) -> None:
    taxii.add_account(served.node, "siem", password=PASSWORD)
    wrong = Tool(app, basic("siem", "wrong"))
    assert [wrong.get("/taxii2/").status for _ in range(5)] == [401] * 4 + [429]
    assert refused(wrong.get("/taxii2/"), 429).header("retry-after")


def test_guessing_through_a_proxy_is_counted_by_who_guesses(app: Taxii, served: Served) -> None:
    taxii.add_account(served.node, "siem", password=PASSWORD)

    def guess(number: int, sender: str) -> int:
        wrong = Tool(app, {**basic(f"tool{number}", "wrong"), "x-forwarded-for": sender}, "127.0.0.1")
        return wrong.get("/taxii2/").status

    assert [guess(number, "198.51.100.1") for number in range(20)] == [401] * 19 + [429]
    assert guess(20, "198.51.100.2") == 401


def test_a_body_that_does_not_come_is_waited_for_no_longer(
    app: Taxii, siem: Tool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(messages, "IDLE", 0.01)

    async def silent() -> ASGIReceiveEvent:
        await asyncio.sleep(60)
        raise AssertionError("it came")

    scope = scope_of("POST", OBJECTS, "", {**siem.known, "content-type": TAXII})
    assert refused(asyncio.run(send(app, scope, silent)), 408).header("connection") == "close"


def test_a_certificate_lets_in_where_the_settings_name_its_header(app: Taxii, served: Served) -> None:
    object.__setattr__(served.node.config, "taxii_certificate_header", "x-client")
    taxii.add_account(served.node, "siem", certificate="ab" * 32)
    known = {"X-Client": "ab" * 32}
    assert Tool(app, known, "127.0.0.1").get("/taxii2/").status == 200
    assert Tool(app, known, "127.0.0.1").get("/taxii2/").status == 200
    assert Tool(app, known).get("/taxii2/").status == 401
    assert Tool(app, {"X-Client": "cd" * 32}, "127.0.0.1").get("/taxii2/").status == 401


def test_posts_of_one_account_wait_for_each_other(siem: Tool) -> None:
    body = orjson.dumps(envelope(indicator(1)))

    async def at_once() -> list[Reply]:
        asking = [siem.asking("POST", OBJECTS, "", body, **{"content-type": TAXII}) for _ in range(4)]
        return list(await asyncio.gather(*asking))

    replies = asyncio.run(at_once())
    assert {reply.status for reply in replies} == {202}
    assert siem.objects("notes") == [indicator(1)]


def test_too_many_bodies_at_once_are_told_when_to_come_back(siem: Tool) -> None:
    body = orjson.dumps(envelope(indicator(1)))

    async def at_once() -> list[Reply]:
        asking = [siem.asking("POST", OBJECTS, "", body, **{"content-type": TAXII}) for _ in range(9)]
        return list(await asyncio.gather(*asking))

    replies = asyncio.run(at_once())
    assert {reply.status for reply in replies} == {202, 429}
    assert all(refused(one, 429).header("retry-after") for one in replies if one.status == 429)


def test_a_fault_of_ours_says_where_the_log_tells_of_it(
    siem: Tool, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(Service, "read", lambda *_: 1 // 0)
    with caplog.at_level(logging.CRITICAL + 1):
        assert refused(siem.get(OBJECTS), 500).json["error_id"]


def test_a_database_that_is_gone_is_waited_for(siem: Tool, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object) -> None:
        raise Unavailable("gone")

    monkeypatch.setattr(Service, "read", gone)
    assert refused(siem.get(OBJECTS), 503).header("retry-after")


def test_before_the_node_can_be_opened_it_is_waited_for() -> None:
    def closed() -> Node:
        raise Unavailable("not yet")

    app = Taxii(closed)
    refused(Tool(app).get("/taxii2/"), 503)
    app.close()


def test_it_speaks_http_alone(app: Taxii) -> None:
    scope = {**scope_of("GET", "/", "", {}), "type": "websocket"}
    with pytest.raises(ValueError, match="websocket"):
        asyncio.run(app(scope, iter_receive([]), None))  # type: ignore[arg-type]
