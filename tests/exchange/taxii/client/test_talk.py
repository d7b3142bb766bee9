"""What a foreign server says, judged."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import pytest

from tansiq.exchange.taxii.client import (
    Foreign,
    ForeignBusy,
    ForeignDenied,
    ForeignFailed,
    ForeignForbidden,
    ForeignMissing,
    ForeignTooLarge,
    ForeignUnreadable,
    Reply,
)
from tansiq.exchange.taxii.client.talk import root_of
from tests.exchange.taxii.client.server import MEDIA, NOW, ROOT, URL, Server, reply, talk


def answering(status: int = 200, body: bytes = b"{}", **headers: str) -> Server:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Server(answers=lambda *_: Reply(status, named, body))


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, ForeignFailed),
        (401, ForeignDenied),
        (403, ForeignForbidden),
        (404, ForeignMissing),
        (406, ForeignFailed),
        (413, ForeignTooLarge),
        (418, ForeignFailed),
        (429, ForeignBusy),
        (500, ForeignFailed),
        (503, ForeignBusy),
        (204, ForeignFailed),
        (302, ForeignFailed),
    ],
)
def test_every_refusal_has_its_name(status: int, kind: type[Foreign]) -> None:
    with pytest.raises(kind) as caught:
        talk(answering(status, content_type=MEDIA)).page(URL, {})
    assert type(caught.value) is kind
    assert caught.value.about["url"].startswith(URL)


@pytest.mark.parametrize(
    "media",
    [
        "application/taxii+json;version=2.1",
        "application/taxii+json; version=2.1",
        "Application/TAXII+JSON ; Version=2.1",
        'application/taxii+json;version="2.1"',
        "application/taxii+json",
        "application/taxii+json; version=2.1; charset=utf-8",
    ],
)
def test_the_media_type_of_taxii_is_known_in_every_spelling(media: str) -> None:
    assert talk(answering(content_type=media)).page(URL, {}).envelope.objects == ()


@pytest.mark.parametrize(
    "media",
    [
        "",
        "application/json",
        "text/html",
        "application/vnd.oasis.stix+json; version=2.0",
        "application/taxii+json;version=2.0",
        "application/taxii+json;version=2.1x",
        "application/vnd.oasis.taxii+json; version=2.0",
    ],
)
def test_any_other_media_type_is_no_taxii(media: str) -> None:
    with pytest.raises(ForeignUnreadable):
        talk(answering(content_type=media)).page(URL, {})


@pytest.mark.parametrize(
    ("header", "until"),
    [
        ({"retry-after": "120"}, NOW + timedelta(seconds=120)),
        ({"retry-after": "Sun, 01 Mar 2026 12:05:00 GMT"}, NOW + timedelta(minutes=5)),
        ({"retry-after": "Sun, 01 Mar 2020 12:05:00 GMT"}, NOW),
        ({"retry-after": "99999999999999999999"}, NOW + timedelta(days=1)),
        ({"retry-after": "Sun, 01 Mar 2999 12:05:00 GMT"}, NOW + timedelta(days=1)),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "-5"}, None),
        ({"retry-after": "Sun, 01 Mar 2026 99:99:99 GMT"}, None),
        ({}, None),
    ],
)
def test_how_long_to_wait_is_read_in_seconds_and_as_a_date(
    header: Mapping[str, str], until: datetime | None
) -> None:
    server = Server(answers=lambda *_: Reply(503, header, b""))
    with pytest.raises(ForeignBusy) as caught:
        talk(server).page(URL, {})
    assert caught.value.until == until


@pytest.mark.parametrize("status_id", ["../../x", "a/b", "", "x?y", "a" * 101, "%2e%2e"])
def test_the_id_of_a_status_cannot_lead_elsewhere(status_id: str) -> None:
    server = Server(answers=lambda *_: reply({"id": status_id, "status": "pending"}, 202))
    with pytest.raises(ForeignUnreadable):
        talk(server).post(URL, b"{}")


def test_a_status_lies_below_the_api_root() -> None:
    server = Server()
    talk(server).status(URL, "some-id")
    assert server.asked == [("GET", f"{ROOT}status/some-id/")]
    assert root_of(URL) == ROOT


def test_the_reasons_of_a_server_are_fit_to_be_shown() -> None:
    failure = {"id": "identity--\x1b[2J", "message": "no\u202e\r\n" + "x" * 1_000}
    document = {"id": "some-id", "status": "complete", "failures": [failure]}
    (told,) = talk(Server(answers=lambda *_: reply(document, 202))).post(URL, b"{}").failures
    assert told.id == "identity--�[2J"
    assert told.message.startswith("no���x")
    assert len(told.message) == 200
