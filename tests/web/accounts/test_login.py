"""The log-in under attack: guessing, fixing sessions, leading astray."""

from __future__ import annotations

from http import HTTPStatus

import pytest
from django.http import HttpResponse
from django.test import Client

from tansiq.store.models import User
from tests.web.served import PASSWORD, Served


def log_in(client: Client, name: str = "salma", password: str = PASSWORD, **more: str) -> HttpResponse:
    answer = client.post("/login/", {"username": name, "password": password, **more})
    assert isinstance(answer, HttpResponse)
    return answer


def is_in(client: Client) -> bool:
    return client.get("/").status_code == HTTPStatus.OK


@pytest.mark.usefixtures("served")
def test_the_right_password_lets_in() -> None:
    client = Client()
    answer = log_in(client)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert is_in(client)


def test_somebody_who_is_in_is_led_on(served: Served) -> None:
    assert served.client().get("/login/").status_code == HTTPStatus.FOUND


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("salma", "wrong"),
        ("unknown", PASSWORD),
        ("closed", PASSWORD),
        ("salma", "x" * 2000),
        ("salma", ""),
        ("", "x"),
    ],
)
def test_whatever_is_wrong_the_answer_is_the_same(served: Served, name: str, password: str) -> None:
    served.node.accounts.add("closed", ["analyst"], PASSWORD)
    User.objects.filter(username="closed").update(is_active=False)
    client = Client(headers={"Accept-Language": "en"})
    answer = log_in(client, name, password)
    assert "User name or password is not right." in answer.content.decode()
    assert not is_in(client)


@pytest.mark.usefixtures("served")
def test_the_password_is_never_sent_back() -> None:
    assert b"my-secret-guess" not in log_in(Client(), password="my-secret-guess").content


@pytest.mark.usefixtures("served")
def test_a_session_that_was_planted_before_is_not_the_one_after() -> None:
    client = Client()
    session = client.session
    session["planted"] = True
    session.save()
    planted = session.session_key
    log_in(client)
    assert client.session.session_key != planted
    stranger = Client()
    stranger.cookies[next(iter(client.cookies))] = str(planted)
    assert not is_in(stranger)


@pytest.mark.parametrize(
    "astray",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example",
        "http:evil.example",
        "javascript:alert(1)",
        "\\\\evil",
    ],
)
@pytest.mark.usefixtures("served")
def test_next_leads_to_this_node_only(astray: str) -> None:
    assert log_in(Client(), next=astray).headers["Location"] == "/"


@pytest.mark.usefixtures("served")
def test_next_leads_back_to_the_page_that_was_wanted() -> None:
    assert log_in(Client(), next="/inbox?unread=1").headers["Location"] == "/inbox?unread=1"


@pytest.mark.usefixtures("served")
def test_a_form_of_another_site_is_refused() -> None:
    answer = log_in(Client(enforce_csrf_checks=True))
    assert answer.status_code == HTTPStatus.FORBIDDEN


def test_a_link_does_not_log_out(served: Served) -> None:
    client = served.client()
    assert client.get("/logout").status_code == HTTPStatus.METHOD_NOT_ALLOWED
    assert is_in(client)
    assert client.post("/logout").status_code == HTTPStatus.FOUND
    assert not is_in(client)


@pytest.mark.usefixtures("served")
def test_cookies_are_strict() -> None:
    client = Client()
    client.get("/login/")
    log_in(client)
    assert {(one["samesite"], bool(one["httponly"])) for one in client.cookies.values()} == {("Strict", True)}
