"""Only origins that the settings name may read answers from a page."""

from __future__ import annotations

from tansiq.web.taxii.cors import Cors
from tansiq.web.taxii.messages import Answer, Request, answer

OURS = "https://siem.example.org"


def asked(origin: str, method: str = "GET", **headers: str) -> Request:
    given = {b"origin": origin.encode()}
    given |= {name.replace("_", "-").encode(): value.encode() for name, value in headers.items()}
    return Request(method, "/taxii2/", b"", given, "")


def names(sent: Answer) -> set[str]:
    return {name.decode() for name, _ in sent.headers if name.startswith(b"access-control")}


def test_by_default_nobody_is_let_in() -> None:
    sent = answer(200, b"{}")
    assert Cors(()).allow(asked(OURS), sent) is sent


def test_an_origin_that_is_not_named_learns_nothing() -> None:
    sent = answer(200, b"{}")
    for origin in ("https://evil.example", "null", "", f"{OURS}.evil.example", OURS.upper()):
        assert Cors((OURS,)).allow(asked(origin), sent) is sent


def test_a_named_origin_may_read() -> None:
    sent = Cors((OURS,)).allow(asked(OURS), answer(200, b"{}"))
    assert names(sent) == {"access-control-allow-origin", "access-control-expose-headers"}
    assert (b"access-control-allow-origin", OURS.encode()) in sent.headers


def test_a_named_origin_may_ask_beforehand() -> None:
    request = asked(OURS, "OPTIONS", access_control_request_method="POST")
    sent = Cors((OURS,)).allow(request, answer(204, b"", ("allow", "GET, POST")))
    assert (b"access-control-allow-methods", b"GET, POST") in sent.headers
    assert "access-control-max-age" in names(sent)
