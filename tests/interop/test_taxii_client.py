"""TAXII client (TXC, Table 51): what this node does as a client, against the answers of each case.

It discovers, reads objects by pages, adds objects and asks for statuses. Manifests, versions, single objects,
deletions and filters of content are things that it never asks for.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import UTC, datetime
from typing import NamedTuple

import pytest

from tansiq.exchange.taxii.client import (
    Collection,
    ForeignDenied,
    ForeignFailed,
    ForeignForbidden,
    ForeignMissing,
    Talk,
    find,
)
from tansiq.exchange.taxii.client.resources import Anything
from tansiq.net import Credentials, TaxiiTransport
from tests.interop.asking import TAXII, collection_at, envelope, write
from tests.interop.badges import trusting
from tests.interop.conftest import Gate
from tests.interop.office import PASSWORD, Office
from tests.interop.scripted import Said, playing, wrong
from tests.interop.shared import Author

ID = "91a7b528-80eb-42ed-a74d-c6fbd5a26116"
AT = f"/api2/collections/{ID}/"
OBJECTS = ("GET", f"{AT}objects/")
ONE = Author("client").indicator("[ipv4-addr:value = '198.51.100.7']")
DATES = (
    ("X-TAXII-Date-Added-First", "2026-01-17T11:11:13.000000Z"),
    ("X-TAXII-Date-Added-Last", "2026-01-18T11:11:13.000000Z"),
)
NOBODY = Credentials()
TOKEN = Credentials(token="of the client")


@contextmanager
def talking(
    url: str, credentials: Credentials = TOKEN, trust: ssl.SSLContext | None = None
) -> Iterator[Talk]:
    """Yield the client for the server at `url`."""
    with closing(TaxiiTransport(url, credentials, trust=trust)) as transport:
        yield Talk(transport, lambda: datetime.now(UTC))


class Served(NamedTuple):
    """Our own node, as our own client finds it at `url`."""

    url: str

    def known(self, credentials: Credentials) -> AbstractContextManager[Talk]:
        """Return the client with other credentials."""
        return talking(self.url, credentials)


@pytest.fixture
def ours(office: Office) -> Served:
    return Served(f"http://127.0.0.1:{office.node.port}")


@pytest.fixture
def here(ours: Served) -> Iterator[Talk]:
    """Our client at our own node, with rights."""
    with ours.known(Credentials("producer", PASSWORD)) as talk:
        yield talk


def resource(can_read: bool, can_write: bool) -> dict[str, object]:  # noqa: FBT001 - as the document puts it
    return {"id": ID, "title": "Collection", "can_read": can_read, "can_write": can_write}


def test_txc_3_1_1_missing_authorization_parameter() -> None:
    realms = (("WWW-Authenticate", 'Basic realm="one"'), ("WWW-Authenticate", 'Basic realm="two"'))
    lines = {("GET", "/taxii2/"): [wrong(401, "Unauthorized", *realms)]}
    with playing(lines) as server, talking(server.url, NOBODY) as talk:
        with pytest.raises(ForeignDenied):
            find(talk, server.url)
        assert "Authorization" not in server.asked[0].headers


def test_txc_3_1_2_authorization_parameter_error(ours: Served) -> None:
    with ours.known(Credentials("producer", "wrong")) as talk, pytest.raises(ForeignDenied):
        find(talk, ours.url, "both")


def test_txc_3_1_3_certificate_based_authentication(gate: Gate) -> None:
    url = f"https://localhost:{gate.port}"
    with talking(url, NOBODY, trusting(gate.authority, gate.badge)) as talk:
        assert find(talk, url, "both").can_read
    with talking(url, NOBODY, trusting(gate.authority)) as talk, pytest.raises(ForeignDenied):
        find(talk, url, "both")


def test_txc_3_1_4_http_basic_authentication(here: Talk, ours: Served, office: Office) -> None:
    assert find(here, ours.url, "both").url == ours.url + office.at("both")


def test_txc_3_2_1_get_discovery_resource() -> None:
    roots = {"title": "Server", "default": "/api2/", "api_roots": ["/api1/", "/api2/"]}
    listed = {"collections": [resource(can_read=True, can_write=False)]}
    lines = {("GET", "/taxii2/"): [Said(roots)], ("GET", "/api2/collections/"): [Said(listed)]}
    with playing(lines) as server, talking(server.url) as talk:
        assert find(talk, server.url, "Collection").url == server.url + AT
        assert {asked.headers["Accept"] for asked in server.asked} == {TAXII}


def test_txc_3_3_1_get_api_root_resource() -> None:
    about = {"title": "Root", "versions": [TAXII], "max_content_length": 104857600}
    with playing({("GET", "/api2/"): [Said(about)]}) as server, talking(server.url) as talk:
        assert talk.root(server.url + AT).max_content_length == 104857600


def test_txc_3_3_2_incorrect_api_root_information(here: Talk, ours: Served) -> None:
    with pytest.raises(ForeignMissing):
        find(here, f"{ours.url}/api3/")


def test_txc_3_4_1_get_collections_resource(here: Talk, ours: Served, office: Office) -> None:
    assert find(here, f"{ours.url}/api/tansiq/", office.drawers["both"]).alias == "both"


@pytest.mark.parametrize(
    ("case", "can_read", "can_write"),
    [("3.5.1.1", False, True), ("3.5.1.2", True, True), ("3.5.1.3", True, False), ("3.5.1.4", False, False)],
)
def test_txc_3_5_1_a_collection_resource(case: str, can_read: bool, can_write: bool) -> None:  # noqa: FBT001
    with playing({("GET", AT): [Said(resource(can_read, can_write))]}) as server, talking(server.url) as talk:
        found = find(talk, server.url + AT)
        assert found == Collection(ID, "Collection", can_read, can_write, None, server.url + AT), case


def test_txc_3_5_2_1_read_request_for_write_only_collection(ours: Served, office: Office) -> None:
    known = ours.known(Credentials(token=office.tokens["dropbox"]))
    with known as talk, pytest.raises(ForeignForbidden):
        talk.page(ours.url + office.at("both"), {})


def test_txc_3_5_2_2_write_request_to_read_only_collection(ours: Served, office: Office) -> None:
    known = ours.known(Credentials(token=office.tokens["consumer"]))
    with known as talk, pytest.raises(ForeignForbidden):
        talk.post(ours.url + office.at("both"), envelope([write(ONE)]))


def test_txc_3_5_3_incorrect_collection_information(here: Talk, ours: Served) -> None:
    with pytest.raises(ForeignMissing):
        find(here, ours.url + collection_at("7a7ddd25-0000-4000-8000-000000000000"))


def test_txc_3_7_1_get_envelope_resource() -> None:
    with (
        playing({OBJECTS: [Said({"more": False, "objects": [ONE]}, 200, DATES)]}) as server,
        talking(server.url) as talk,
    ):
        page = talk.page(server.url + AT, {})
        assert (len(page.envelope.objects), page.last) == (1, "2026-01-18T11:11:13.000000Z")


@pytest.mark.parametrize("empty", [{}, {"more": False}])
def test_txc_3_7_2_no_objects(empty: dict[str, object]) -> None:
    with playing({OBJECTS: [Said(empty)]}) as server, talking(server.url) as talk:
        page = talk.page(server.url + AT, {})
        assert (page.envelope.objects, page.envelope.more) == ((), False)


def test_txc_3_10_1_add_envelope_resource(here: Talk, ours: Served, office: Office) -> None:
    status = here.post(ours.url + office.at("both"), envelope([write(Author("3.10.1 client").identity)]))
    assert (status.status, status.failures) == ("complete", ())


def test_txc_3_11_1_get_status_resource(here: Talk, ours: Served, office: Office) -> None:
    status = here.post(ours.url + office.at("both"), envelope([write(Author("3.11.1 client").identity)]))
    assert here.status(ours.url + office.at("both"), status.id) == status


def test_txc_3_11_2_get_all_status_properties() -> None:
    about = {"id": ONE["id"], "version": ONE["modified"], "message": "why"}
    counts = {"total_count": 3, "success_count": 1, "failure_count": 1, "pending_count": 1}
    lists = {"successes": [about], "failures": [about], "pendings": [about]}
    whole = {"id": ID, "status": "pending", "request_timestamp": "2026-01-18T11:11:13.000000Z"}
    with (
        playing({("GET", f"/api2/status/{ID}/"): [Said(whole | counts | lists)]}) as server,
        talking(server.url) as talk,
    ):
        status = talk.status(server.url + AT, ID)
        assert status.status == "pending"
        assert [(one.id, one.version, one.message) for one in status.failures] == [tuple(about.values())]


def test_txc_3_13_1_10_a_bad_request_is_understood(here: Talk, ours: Served, office: Office) -> None:
    with pytest.raises(ForeignFailed):
        here.page(ours.url + office.at("both"), {"limit": "0"})


MANY = [Author("client pages").indicator("[ipv4-addr:value = '198.51.100.8']", str(n)) for n in range(3)]
MOMENTS = [f"2026-01-1{n}T11:11:13.000000Z" for n in range(3)]


def page(number: int, **members: str) -> Said:
    """The page of one object, with members that lead to the next."""
    dates = tuple((name, MOMENTS[number]) for name, _ in DATES)
    return Said({"more": number < 2, "objects": [MANY[number]], **members}, 200, dates)


@pytest.mark.parametrize(
    ("pages", "asked_for"),
    [
        ([page(0, next="p1"), page(1, next="p2"), page(2)], [{}, {"next": "p1"}, {"next": "p2"}]),
        ([page(0), page(1), page(2)], [{}, {"added_after": MOMENTS[0]}, {"added_after": MOMENTS[1]}]),
    ],
    ids=["next", "added_after"],
)
def test_txc_3_14_1_pagination(office: Office, pages: list[Said], asked_for: list[dict[str, str]]) -> None:
    lines = {("GET", AT): [Said(resource(can_read=True, can_write=False))], OBJECTS: list(pages)}
    with playing(lines) as server:
        office.node.ask("taxii", "pull", server.url + AT, "--into", "fetched", "--once")
        asked = [one.query for one in server.asked if one.path == OBJECTS[1]]
    assert [{name: value for name, value in one.items() if name != "limit"} for one in asked] == asked_for
    found = office.tool("consumer").get(f"{office.at('fetched')}objects/").objects
    assert found == MANY


def test_txc_3_11_1_a_pending_status_is_asked_for_until_it_is_complete(office: Office) -> None:
    (one,) = [Author("client push").identity]
    assert office.tool("producer").post(office.at("leaving"), one).document["success_count"] == 1
    counts = {"id": ID, "total_count": 1, "success_count": 0, "failure_count": 0, "pending_count": 1}
    pending, complete = Said(counts | {"status": "pending"}, 202), Said(counts | {"status": "complete"})
    lines = {
        ("GET", AT): [Said(resource(can_read=False, can_write=True))],
        ("GET", "/api2/"): [Said({"title": "Root", "versions": [TAXII], "max_content_length": 100_000})],
        ("POST", f"{AT}objects/"): [pending],
        ("GET", f"/api2/status/{ID}/"): [Said(pending.document), complete],
    }
    with playing(lines) as server:
        office.node.ask("taxii", "push", server.url + AT, "--from", "leaving", "--once")
        assert [asked.path for asked in server.asked].count(f"/api2/status/{ID}/") == 2
        (posted,) = [asked for asked in server.asked if asked.method == "POST"]
    assert write(one) in posted.body
    assert posted.headers["Content-Type"] == TAXII


def test_txc_3_15_1_custom_properties() -> None:
    listed = resource(can_read=True, can_write=True) | {"x_example_test_server": {"a": [1]}}
    said = {"id": ID, "status": "complete", "x_example_test_server": "unknown"}
    counts = {"total_count": 1, "success_count": 1, "failure_count": 0, "pending_count": 0}
    lines = {("GET", AT): [Said(listed)], ("POST", f"{AT}objects/"): [Said(said | counts, 202)]}
    with playing(lines) as server, talking(server.url) as talk:
        assert find(talk, server.url + AT).can_write
        assert talk.post(server.url + AT, envelope([write(ONE)])).status == "complete"


def test_txc_a_client_says_who_it_is() -> None:
    """Section 2.1.4 of the document, and TAXII 2.1, 8.4.1."""
    with playing({("GET", "/api2/"): [Said({"title": "Root"})]}) as server, talking(server.url) as talk:
        assert talk.read(Anything, f"{server.url}/api2/").title == "Root"
        assert server.asked[0].headers["User-Agent"]
