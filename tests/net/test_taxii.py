"""Foreign TAXII servers over HTTP: bounded, verified, and never led elsewhere."""

from __future__ import annotations

import gzip
import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from threading import Timer
from typing import Any

import pytest

from tansiq.exchange.taxii.client import (
    Foreign as ForeignError,
)
from tansiq.exchange.taxii.client import (
    ForeignAway,
    ForeignElsewhere,
    ForeignSlow,
    ForeignTooLarge,
    ForeignUnreadable,
    ForeignUntrusted,
)
from tansiq.net import Credentials, TaxiiTransport, make_certificate
from tests.exchange.taxii.client.server import COLLECTION, MEDIA, NOW, Server, identity
from tests.net.foreign import PASSWORD, TOKEN, USER, Foreign, foreign

NOBODY = Credentials()
Way = Callable[..., TaxiiTransport]
OBJECTS = f"/api/collections/{COLLECTION}/objects/"


@pytest.fixture
def site() -> Iterator[Foreign]:
    server = Server()
    server.add(*map(identity, range(2)))
    with foreign(server) as served:
        yield served


@pytest.fixture
def reach() -> Iterator[Callable[..., TaxiiTransport]]:
    """Makes ways to servers, and closes them all."""
    with ExitStack() as open_ones:

        def reach(url: str, credentials: Credentials = NOBODY, **bounds: Any) -> TaxiiTransport:
            return open_ones.enter_context(closing(TaxiiTransport(url, credentials, **bounds)))

        yield reach


@pytest.fixture
def way(site: Foreign, reach: Callable[..., TaxiiTransport]) -> Way:
    return lambda **bounds: reach(site.url, limit=bounds.pop("limit", 1_000_000), **bounds)


def test_a_reply_comes_whole_over_one_connection(site: Foreign, way: Way) -> None:
    transport = way()
    for _ in range(3):
        found = transport.ask("GET", site.url + OBJECTS)
        assert (found.status, found.headers["content-type"]) == (200, MEDIA)
        assert identity(1) in found.body
    assert len(site.connections) == 1


def test_taxii_is_asked_for_and_no_version_is_told_of_us(site: Foreign, way: Way) -> None:
    way().ask("POST", site.url + OBJECTS, b'{"objects":[]}')
    (headers,) = site.headers
    assert (headers["accept"], headers["content-type"]) == (MEDIA, MEDIA)
    assert {"authorization", "cookie"} & headers.keys() == set()
    assert headers["user-agent"] == "Tansiq"


@pytest.mark.parametrize(
    ("credentials", "admitted"),
    [
        (Credentials(USER, PASSWORD), True),
        (Credentials(token=TOKEN), True),
        (Credentials(USER, "guess"), False),
        (Credentials(USER), False),
        (Credentials(), False),
    ],
)
def test_we_prove_ourselves_by_password_or_token(
    site: Foreign,
    reach: Way,
    credentials: Credentials,
    admitted: bool,  # noqa: FBT001 - a table
) -> None:
    site.closed = True
    found = reach(site.url, credentials).ask("GET", site.url + OBJECTS)
    assert (found.status == 200) is admitted


def test_credentials_do_not_show_themselves() -> None:
    assert PASSWORD not in repr(Credentials(USER, PASSWORD))
    assert TOKEN not in repr(Credentials(token=TOKEN))


def test_a_redirect_within_the_server_is_followed(site: Foreign, way: Way) -> None:
    site.redirect = {"/old/": OBJECTS}
    assert identity(1) in way().ask("GET", f"{site.url}/old/").body


@pytest.mark.parametrize(
    "location",
    ["https://elsewhere.example/", "//elsewhere.example/x", "http://127.0.0.1:1/", "http://[", "ftp://x/"],
)
def test_a_redirect_elsewhere_is_not_followed(site: Foreign, way: Way, location: str) -> None:
    site.redirect = {"/old/": location}
    with pytest.raises(ForeignElsewhere):
        way().ask("GET", f"{site.url}/old/")
    assert len(site.headers) == 1


def test_redirects_without_end_are_left(site: Foreign, way: Way) -> None:
    site.redirect = {"/a": "/b", "/b": "/a"}
    with pytest.raises(ForeignElsewhere):
        way().ask("GET", f"{site.url}/a")
    assert len(site.headers) <= 6


def test_what_we_bring_is_never_sent_on(site: Foreign, way: Way) -> None:
    site.redirect = {"/old/": OBJECTS}
    assert way().ask("POST", f"{site.url}/old/", b"{}").status == 302


def test_another_server_is_not_asked(site: Foreign, way: Way) -> None:
    for url in ("http://127.0.0.1:1/", "https://elsewhere.example/", "http://[", "/path"):
        with pytest.raises(ForeignElsewhere):
            way().ask("GET", url)
    assert site.headers == []


def test_a_body_without_end_is_cut(site: Foreign, way: Way) -> None:
    site.flood = 200_000
    with pytest.raises(ForeignTooLarge):
        way(limit=100_000).ask("GET", site.url + OBJECTS)


def test_a_packed_reply_is_unpacked(site: Foreign, way: Way) -> None:
    site.packed = b""
    assert identity(1) in way().ask("GET", site.url + OBJECTS).body


def test_a_small_body_that_unpacks_without_end_is_cut(site: Foreign, way: Way) -> None:
    site.packed = gzip.compress(b" " * 50_000_000)
    with pytest.raises(ForeignTooLarge):
        way(limit=100_000).ask("GET", site.url + OBJECTS)


def test_what_cannot_be_unpacked_is_unreadable(site: Foreign, way: Way) -> None:
    site.packed = b"this is not gzip"
    with pytest.raises(ForeignUnreadable):
        way().ask("GET", site.url + OBJECTS)


def test_a_packed_reply_that_breaks_off_is_no_reply(site: Foreign, way: Way) -> None:
    site.packed = gzip.compress(b'{"more":false}' * 1000)[:-20]
    with pytest.raises(ForeignAway):
        way().ask("GET", site.url + OBJECTS)


def test_a_reply_that_breaks_off_is_no_reply(site: Foreign, way: Way) -> None:
    site.cut = 20
    with pytest.raises(ForeignAway):
        way().ask("GET", site.url + OBJECTS)


def test_a_reply_that_drips_is_given_up(site: Foreign, way: Way) -> None:
    site.drip = 0.05
    with pytest.raises(ForeignSlow):
        way(total=0.5).ask("GET", site.url + OBJECTS)


def test_nobody_there_is_away(reach: Way) -> None:
    nobody = "http://127.0.0.1:9/"
    with pytest.raises(ForeignAway):
        reach(nobody).ask("GET", nobody)


def test_another_thread_breaks_a_request_off(site: Foreign, way: Way) -> None:
    site.drip = 1
    transport = way()
    Timer(0.3, transport.close).start()
    with pytest.raises(ForeignError):
        transport.ask("GET", site.url + OBJECTS)
    with pytest.raises(ForeignAway):
        transport.ask("GET", site.url + OBJECTS)


def test_a_certificate_that_nobody_vouches_for_is_refused_before_anything_is_said(
    tmp_path: Path, reach: Way
) -> None:
    with foreign(Server(), make_certificate("127.0.0.1", NOW), tmp_path) as site:
        with pytest.raises(ForeignUntrusted):
            reach(site.url, Credentials(USER, PASSWORD)).ask("GET", site.url + OBJECTS)
        assert site.headers == []


def test_a_certificate_that_this_machine_trusts_is_enough(tmp_path: Path, reach: Way) -> None:
    certificate = make_certificate("127.0.0.1", NOW)
    trust = ssl.create_default_context(cadata=certificate.certificate.decode())
    with foreign(Server(), certificate, tmp_path) as site:
        transport = reach(site.url, trust=trust)
        assert transport.ask("GET", site.url + OBJECTS).status == 200
