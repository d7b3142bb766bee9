"""No request is a fault: any method, path, header, parameter and body is answered, and never with a 5xx."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker

from tansiq.web.taxii import Taxii
from tansiq.wiring import taxii
from tests.web.served import Served
from tests.web.taxii.asking import ROOT, TAXII, Tool, envelope, indicator, tool

QUIET = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
NOTES = f"{ROOT}collections/notes/"
LATIN = st.characters(max_codepoint=255, exclude_characters="\r\n\0")
NAMES = st.sampled_from(["limit", "next", "added_after", "x", "match"]) | st.sampled_from(
    [f"match[{name}]" for name in ("id", "type", "version", "spec_version", "other", "")]
)
VALUES = st.sampled_from(
    [
        "",
        "0",
        "-1",
        "9" * 400,
        "1e3",
        "٣",
        "last",
        "all,first",
        ",",
        "%",
        "%ff",
        "%00",
        "\x00",
        "2.1",
        "1.99",
        "2026-02-30T00:00:00Z",
        "9999-12-31T23:59:60.999999999Z",
        "0000-01-01T00:00:00Z",
        "a" * 4000,
    ]
) | st.text(max_size=20)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@pytest.fixture
def siem(app: Taxii, served: Served, django_db_blocker: DjangoDbBlocker) -> Iterator[Tool]:
    with django_db_blocker.unblock():
        asking = tool(app, served.node, "siem")
        taxii.add_drawer(served.node, "Notes", alias="notes")
        taxii.grant(served.node, "siem", "notes", read=True, write=True)
        asking.post("notes", envelope(*map(indicator, range(1, 6))))
        yield asking


def is_sound(tool: Tool, method: str, path: str, query: str = "", body: bytes = b"", **headers: str) -> None:
    reply = tool.ask(method, path, query, body, **headers)
    assert reply.status < 500, reply.body
    if reply.status >= 400 and method != "HEAD":
        assert reply.json["http_status"] == str(reply.status)
    if method == "HEAD":
        assert reply.body == b""


@QUIET
@given(
    st.sampled_from(["GET", "HEAD", "POST", "DELETE", "OPTIONS", "PUT", "X" * 50]),
    st.sampled_from(["/taxii2/", ROOT, NOTES, f"{NOTES}objects/", f"{NOTES}objects/a/versions/", "/api/"]),
    st.text(max_size=30),
)
def test_any_path_is_answered(siem: Tool, method: str, base: str, tail: str) -> None:
    is_sound(siem, method, base + tail)


@QUIET
@given(
    st.sampled_from(["objects/", "manifest/", "objects/a/", f"objects/{indicator(1)['id']}/versions/"]),
    st.lists(st.tuples(NAMES, VALUES), max_size=4),
)
def test_any_query_is_answered(siem: Tool, tail: str, pairs: list[tuple[str, str]]) -> None:
    query = "&".join(f"{name}={value}" for name, value in pairs)
    for method in ("GET", "DELETE"):
        is_sound(siem, method, NOTES + tail, query.encode("ascii", "xmlcharrefreplace").decode())


@QUIET
@given(
    st.dictionaries(
        st.sampled_from(["accept", "authorization", "accept-encoding", "content-type", "origin"]),
        st.text(LATIN, max_size=60),
    )
)
def test_any_header_is_answered(siem: Tool, headers: dict[str, str]) -> None:
    is_sound(siem, "GET", f"{NOTES}objects/", "", b"", **headers)
    is_sound(siem, "POST", f"{NOTES}objects/", "", b"{}", **headers)


@QUIET
@given(st.binary(max_size=100), st.sampled_from(["", "gzip", "zstd", "identity", "br", "gzip, zstd"]))
def test_any_bytes_are_answered(siem: Tool, body: bytes, coding: str) -> None:
    headers = {"content-type": TAXII, "content-encoding": coding}
    is_sound(siem, "POST", f"{NOTES}objects/", "", body, **headers)


@QUIET
@given(JSON, st.lists(JSON | st.dictionaries(st.sampled_from(["id", "type", "created"]), JSON), max_size=3))
def test_any_json_is_answered(siem: Tool, whole: object, objects: list[object]) -> None:
    for body in (whole, {"objects": whole}, {"objects": objects}):
        raw = json.dumps(body).encode()
        is_sound(siem, "POST", f"{NOTES}objects/", "", raw, **{"content-type": TAXII})


@QUIET
@given(
    st.sampled_from(sorted(indicator())),
    JSON | st.sampled_from(["2026-13-01T00:00:00Z", "indicator--1"]),
)
def test_any_spoiled_object_is_answered_and_spoils_nothing_else(
    siem: Tool, member: str, value: object
) -> None:
    body = json.dumps(envelope({**indicator(7), member: value}, indicator(8)))
    status = siem.post("notes", body.encode())
    assert status.status == 202
    assert indicator(8)["id"] in {one["id"] for one in status.json["successes"]}
    assert siem.get(f"{NOTES}objects/").status == 200
    assert siem.get(f"{NOTES}manifest/", "match[version]=all").status == 200


@pytest.mark.parametrize(
    "body",
    [
        b'{"objects":[' + b"[" * 100_000,
        b'{"objects":' + b'{"a":' * 50_000 + b"1" + b"}" * 50_000 + b"}",
        b'{"objects":[' + b",".join([b"0"] * 5000) + b"]}",
        b'\xef\xbb\xbf{"objects":[]}',
        b'{"objects":["\xff"]}',
        b'{"objects":["\\ud800"]}',
        b'{"objects":[1e999999, -0, NaN]}',
        b'{"objects":[]}\0',
        b'{"objects":[' + json.dumps(indicator(1)).encode()[:-1] + b',"x":' + b"9" * 5000 + b"}]}",
    ],
)
def test_a_body_made_to_break_a_parser_is_answered(siem: Tool, body: bytes) -> None:
    is_sound(siem, "POST", f"{NOTES}objects/", "", body, **{"content-type": TAXII})
    assert siem.get(f"{NOTES}objects/").status == 200
