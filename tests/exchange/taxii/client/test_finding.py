"""From what a person typed to the collection that was meant."""

from typing import Any

import pytest

from tansiq.exchange.taxii.client import (
    BadForeignUrl,
    Foreign,
    ForeignChoice,
    ForeignElsewhere,
    ForeignMissing,
    ForeignUnreadable,
    Reply,
    find,
)
from tansiq.exchange.taxii.client.finding import check_url
from tests.exchange.taxii.client.server import COLLECTION, HOST, MEDIA, ROOT, URL, Server, reply, talk

OTHER = "52892447-4d7e-4f70-b94d-d7f22742ff63"


def offering(*collections: dict[str, Any]) -> Server:
    def answer(_: str, url: str) -> Reply | None:
        return reply({"collections": list(collections)}) if url == f"{ROOT}collections/" else None

    return Server(answers=answer)


def held(collection: str, title: str, **more: object) -> dict[str, Any]:
    return {"id": collection, "title": title, "can_read": True, "can_write": False, **more}


@pytest.mark.parametrize(
    "url",
    [
        HOST,
        f"{HOST}/",
        f"{HOST}/taxii2",
        f"{HOST}/taxii2/",
        ROOT,
        f"{ROOT}collections/",
        URL,
        URL[:-1],
        f"{URL}objects/",
        f"{URL}manifest",
    ],
)
def test_every_address_of_a_server_with_one_collection_leads_to_it(url: str) -> None:
    found = find(talk(Server()), url)
    assert (found.url, found.title, found.can_read) == (URL, "Watch list", True)


@pytest.mark.parametrize("meant", ["Second", "second", OTHER])
def test_of_several_the_title_alias_or_id_chooses(meant: str) -> None:
    server = offering(held(COLLECTION, "First"), held(OTHER, "Second", alias="second"))
    assert find(talk(server), HOST, meant).id == OTHER


@pytest.mark.parametrize("meant", [None, "Third"])
def test_of_several_none_is_guessed_and_all_are_listed(meant: str | None) -> None:
    server = offering(held(COLLECTION, "First"), held(OTHER, "Sec\x1b[2Jond"))
    with pytest.raises(ForeignChoice) as caught:
        find(talk(server), HOST, meant)
    assert caught.value.about["known"] == "“First”, “Sec�[2Jond”"


def test_two_of_one_title_are_not_guessed_between() -> None:
    with pytest.raises(ForeignChoice):
        find(talk(offering(held(COLLECTION, "Same"), held(OTHER, "Same"))), HOST, "Same")


@pytest.mark.parametrize("collection", ["../../secret", "//elsewhere.example", "a/b", "", "http://x", ".."])
def test_the_id_of_a_collection_cannot_lead_elsewhere(collection: str) -> None:
    with pytest.raises(ForeignUnreadable):
        find(talk(offering(held(collection, "First"))), HOST)


@pytest.mark.parametrize(
    ("roots", "kind"),
    [
        (["https://elsewhere.example/api/"], ForeignElsewhere),
        (["http://taxii.example/api/"], ForeignElsewhere),
        (["//elsewhere.example/api/"], ForeignElsewhere),
        (["http://["], ForeignUnreadable),
        (["file:///etc/passwd"], ForeignChoice),
        ([], ForeignChoice),
        (["/missing/"], ForeignMissing),
    ],
)
def test_roots_elsewhere_are_not_followed(roots: list[str], kind: type[Foreign]) -> None:
    def answer(_: str, url: str) -> Reply | None:
        return reply({"title": "Somewhere", "api_roots": roots}) if url.endswith("/taxii2/") else None

    server = Server(answers=answer)
    with pytest.raises(kind):
        find(talk(server), HOST)
    assert all(url.startswith(HOST) for _, url in server.asked)


def test_a_root_that_is_closed_to_us_does_not_hide_the_others() -> None:
    def answer(_: str, url: str) -> Reply | None:
        roots = {"title": "Somewhere", "default": "/api/", "api_roots": ["/missing/", "/api"]}
        return reply(roots) if url.endswith("/taxii2/") else None

    assert find(talk(Server(answers=answer)), HOST).url == URL


@pytest.mark.parametrize("body", [b"{}", b"[]", b"hello", b'{"title":"x"}', b'{"id":"x","can_read":1}'])
def test_what_is_no_resource_is_unreadable(body: bytes) -> None:
    server = Server(answers=lambda *_: Reply(200, {"content-type": MEDIA}, body))
    with pytest.raises(ForeignUnreadable):
        find(talk(server), ROOT)


@pytest.mark.parametrize(
    "url",
    [
        "http://taxii.example/",
        "ftp://taxii.example/",
        "taxii.example",
        "",
        "https://",
        "https://taxii.example/?a=b",
        "https://taxii.example/#there",
        "https://taxii.example/ x",
        "https://taxii.example:0/",
        "https://[",
        "https://taxii.example/\u202e",
        "file:///etc/passwd",
    ],
)
def test_an_address_that_no_server_may_have_is_refused(url: str) -> None:
    with pytest.raises(BadForeignUrl):
        check_url(url)


def test_plain_http_is_for_this_machine_alone() -> None:
    assert check_url("http://127.0.0.1:5000") == "http://127.0.0.1:5000/taxii2/"
    assert check_url("http://localhost:5000/root") == "http://localhost:5000/root/"


def test_a_password_in_an_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(BadForeignUrl) as caught:
        check_url("https://courier:hunter2@taxii.example/")
    assert "hunter2" not in str(caught.value)
