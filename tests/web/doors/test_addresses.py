"""Every address: closed by default, the same headers everywhere, no fault on odd questions."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tansiq.web.policy import HEADERS
from tansiq.web.visits import OPEN
from tests.exchange import cast
from tests.web.served import Served

ID = "report--00000000-0000-4000-8000-000000000000"
SOURCE = "00000000-0000-4000-8000-000000000000"
SAMPLES = {"object_id": ID, "agency": cast.MEMBER, "circle": cast.SAHEL, "number": "7", "source": SOURCE}
FOR_EVERYBODY = {"login", "logout", "set_language", "set_theme", "healthz", "metrics"}


def patterns() -> Iterator[URLPattern]:
    for pattern in get_resolver().url_patterns:
        assert isinstance(pattern, URLPattern), "walk the new tree too"
        yield pattern


def address(pattern: URLPattern) -> str:
    route = str(pattern.pattern)
    for name in pattern.pattern.converters:
        start = route.index("<")
        route = route[:start] + SAMPLES[name] + route[route.index(">") + 1 :]
    return f"/{route}"


PATTERNS = {str(pattern.name): pattern for pattern in patterns()}
CLOSED = sorted(PATTERNS.keys() - FOR_EVERYBODY)


def test_only_these_are_open_to_everybody() -> None:
    marked = {name for name, pattern in PATTERNS.items() if getattr(pattern.callback, OPEN, False)}
    assert marked == FOR_EVERYBODY


@pytest.mark.parametrize("name", CLOSED)
def test_a_stranger_is_sent_to_the_log_in(served: Served, name: str) -> None:
    answers = [getattr(Client(), verb)(address(PATTERNS[name])) for verb in ("get", "post")]
    assert served.node.agency.names["en"].encode() not in b"".join(answer.content for answer in answers)
    for answer in answers:
        assert answer.status_code == 405 or answer.headers["Location"].startswith("/login/")
    assert {answer.status_code for answer in answers} <= {302, 405}


@pytest.mark.parametrize("name", sorted(PATTERNS))
@pytest.mark.parametrize("person", ["", "salma"])
def test_every_answer_has_the_headers(served: Served, name: str, person: str) -> None:
    client = served.client(person) if person else Client()
    for verb in ("get", "post"):
        answer = getattr(client, verb)(address(PATTERNS[name]))
        assert answer.status_code < 500
        assert HEADERS.items() <= dict(answer.headers).items(), (verb, answer.status_code)
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_what_is_not_there_has_the_headers_too(served: Served) -> None:
    answer = served.client().get("/nothing/here")
    assert answer.status_code == 404
    assert HEADERS.items() <= dict(answer.headers).items()


@pytest.mark.usefixtures("served")
def test_an_expired_session_makes_a_fragment_reload_its_page() -> None:
    answer = Client().get("/inbox", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Refresh"]) == (204, "true")


ODD = st.text(st.characters(codec="utf-8"), max_size=30) | st.sampled_from(
    [
        "-1",
        "0",
        "9" * 30,
        "1e9",
        "' OR 1=1 --",
        "\x00",
        "../../etc/passwd",
        "\u202e",
        "identity--x",
        "<script>",
    ]
)
NAMES = ["q", "before", "partner", "circle", "type", "tlp", "unread", "why", "next", "lang"]


@pytest.mark.parametrize("path", ["/", "/inbox", "/reports", f"/reports/{ID}", "/partners", "/write"])
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None
)
@given(query=st.dictionaries(st.sampled_from(NAMES) | ODD, ODD, max_size=5))
def test_no_question_breaks_a_page(served: Served, path: str, query: dict[str, str]) -> None:
    assert served.client().get(path, query_params=query).status_code in {200, 404}


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None
)
@given(path=ODD)
def test_no_path_breaks_the_node(served: Served, path: str) -> None:
    assert served.client().get(f"/reports/{path}").status_code in {200, 301, 404}


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None
)
@given(
    sent=st.dictionaries(
        st.sampled_from(["title", "text", "lang", "kind", "purpose", "source", "tlp", "happened", "to"]),
        ODD,
        max_size=9,
    )
)
@pytest.mark.parametrize(
    "path", ["/write", f"/reports/{ID}/recall", "/circles", f"/circles/{cast.SAHEL}/add"]
)
def test_no_form_breaks_the_node(served: Served, path: str, sent: dict[str, str]) -> None:
    assert served.client().post(path, sent).status_code in {302, 404, 422}
