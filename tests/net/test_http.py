from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest

from tansiq.exchange import Address, BadAddress, RefusedByPartner, Unreachable, WrongCertificate
from tansiq.exchange.node import Fetched, Pulled, hello, pull
from tansiq.net import HttpTransport, make_certificate
from tests.exchange.cast import MEMBER, NOW, URL, Cast, Node, make_cast, node, note, to
from tests.net.site import Site, serving


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def site(cast: Cast) -> Iterator[Site]:
    with serving(cast.home) as site:
        yield site


_open: list[HttpTransport] = []


@pytest.fixture(autouse=True)
def _hang_up() -> Iterator[None]:
    yield
    while _open:
        _open.pop().close()


def transport(reader: Node, site: Site, address: Address | None = None) -> HttpTransport:
    wire = HttpTransport(
        address or Address(site.url),
        site.node.id,
        reader.keyring,
        home=URL,
        now=lambda: NOW,
        random_bytes=reader.random_bytes,
    )
    _open.append(wire)
    return wire


def fetch(reader: Node, wire: HttpTransport, sender: Node) -> Pulled:
    return pull(
        reader.store, wire, sender.id, reader.keyring, clock=lambda: NOW, fetched=Fetched(reader.random_bytes)
    )


def test_a_report_arrives_over_the_network_and_is_receipted(cast: Cast, site: Site) -> None:
    [report] = cast.home.tell(note(), to=to(MEMBER))
    assert fetch(cast.member, transport(cast.member, site), cast.home).entries == 2
    assert cast.member.holds(report)
    receipt = cast.home.view().feeds.outgoing(MEMBER).receipt
    assert receipt is not None
    assert receipt.size == 2


def test_a_partner_is_not_told_with_which_program_it_is_asked(cast: Cast, site: Site) -> None:
    cast.home.tell(note(), to=to(MEMBER))
    fetch(cast.member, transport(cast.member, site), cast.home)
    assert "signature" in site.asked
    assert "user-agent" not in site.asked


def test_one_connection_serves_pull_after_pull(cast: Cast, site: Site) -> None:
    wire = transport(cast.member, site)
    for text in ("one", "two", "three"):
        [report] = cast.home.tell(note(text), to=to(MEMBER))
        fetch(cast.member, wire, cast.home)
        assert cast.member.holds(report)


def test_the_pinned_certificate_is_accepted(cast: Cast, tmp_path: Path) -> None:
    certificate = make_certificate("127.0.0.1", NOW)
    with serving(cast.home, certificate, tmp_path) as site:
        wire = transport(cast.member, site, Address(site.url, certificate.pin))
        assert wire.checkpoint(0, 0, 0) is not None


def test_another_certificate_is_refused(cast: Cast, tmp_path: Path) -> None:
    pin = make_certificate("127.0.0.1", NOW).pin
    with serving(cast.home, make_certificate("127.0.0.1", NOW), tmp_path) as site:
        wire = transport(cast.member, site, Address(site.url, pin))
        with pytest.raises(WrongCertificate, match=pin):
            wire.checkpoint(0, 0, 0)


def test_an_impostor_hears_nothing_and_rings(cast: Cast, tmp_path: Path) -> None:
    pin = make_certificate("127.0.0.1", NOW).pin
    with serving(cast.home, make_certificate("127.0.0.1", NOW), tmp_path) as site:
        wire = transport(cast.member, site, Address(site.url, pin))
        for _ in range(2):
            with pytest.raises(WrongCertificate):
                fetch(cast.member, wire, cast.home)
    [alarm] = cast.member.view().alarms.open(cast.home.id)
    assert (alarm.code, alarm.about) == ("wrong-certificate", {"pin": pin})


def test_a_failure_of_tls_is_no_impostor(cast: Cast, site: Site) -> None:
    pin = make_certificate("127.0.0.1", NOW).pin
    wire = transport(cast.member, site, Address(site.url.replace("http:", "https:"), pin))
    with pytest.raises(Unreachable) as refused:
        wire.checkpoint(0, 0, 0)
    assert refused.value.code == "unreachable"


@pytest.mark.parametrize(
    "address",
    [
        Address(),
        Address("http://192.0.2.1"),
        Address("https://192.0.2.1"),
        Address("ftp://127.0.0.1"),
        Address("file:///etc"),
    ],
)
def test_an_address_that_must_not_be_reached_is_refused(cast: Cast, site: Site, address: Address) -> None:
    with pytest.raises(BadAddress):
        transport(cast.member, site, address)


def test_a_redirect_is_not_followed(cast: Cast, site: Site) -> None:
    site.redirect = f"{site.url}/elsewhere"
    with pytest.raises(RefusedByPartner) as refused:
        transport(cast.member, site).checkpoint(0, 0, 0)
    assert refused.value.status == 302


def test_a_flood_is_cut_off(cast: Cast, site: Site) -> None:
    site.flood = True
    with pytest.raises(Unreachable):
        transport(cast.member, site).checkpoint(0, 0, 0)


def test_headers_without_end_are_no_answer(cast: Cast, site: Site) -> None:
    site.headers = 200
    with pytest.raises(Unreachable):
        fetch(cast.member, transport(cast.member, site), cast.home)


def test_a_broken_download_goes_on_where_it_stopped(cast: Cast, site: Site) -> None:
    cast.home.tell(*(note(f"{number} {'x' * number}") for number in range(60)), to=to(MEMBER))
    whole = len(cast.home.server.slice(MEMBER, 0, 0, 61))
    site.cut = whole // 3 + 1
    assert fetch(cast.member, transport(cast.member, site), cast.home).entries == 61
    assert site.sent == whole


def test_what_was_fetched_survives_a_failed_pull(cast: Cast, site: Site) -> None:
    cast.home.tell(*(note(f"{number}") for number in range(60)), to=to(MEMBER))
    whole = len(cast.home.server.slice(MEMBER, 0, 0, 61))
    site.cut = whole // 8
    wire = transport(cast.member, site)
    with pytest.raises(Unreachable):
        fetch(cast.member, wire, cast.home)
    site.cut = None
    assert fetch(cast.member, wire, cast.home).entries == 61
    assert site.sent == whole


def test_a_partner_whose_clock_is_two_days_off_is_served_and_seen(cast: Cast, site: Site) -> None:
    site.now = NOW + timedelta(days=2)
    [report] = cast.home.tell(note(), to=to(MEMBER))
    fetch(cast.member, transport(cast.member, site), cast.home)
    assert cast.member.holds(report)
    assert set(cast.member.alarm_codes()) == {"partner-clock"}


def test_a_stranger_is_told_nothing(site: Site) -> None:
    with pytest.raises(RefusedByPartner) as refused:
        transport(node("identity--00000009-0000-4000-8000-000000000000", 9), site).checkpoint(0, 0, 0)
    assert (refused.value.status, refused.value.partner_code) == (401, "unknown-key")


def test_an_earlier_key_is_tried_while_the_new_one_is_unknown(cast: Cast, site: Site) -> None:
    cast.member.keyring = cast.member.keyring.rotated(node(MEMBER, 77).keyring.node)
    assert transport(cast.member, site).checkpoint(0, 0, 0) is not None


def test_a_new_address_is_taken_over(cast: Cast, site: Site) -> None:
    moved = Address("http://127.0.0.1:9999")
    transport(cast.member, site).hello(hello(cast.member.keyring, moved, now=NOW))
    partner = cast.home.view().agencies.partner(MEMBER)
    assert partner is not None
    assert partner.address.url == moved.url


def test_a_wait_can_be_broken_off(cast: Cast, site: Site) -> None:
    site.holds = True
    wire = transport(cast.member, site)
    failures: list[Exception] = []

    def wait() -> None:
        try:
            wire.checkpoint(0, 0, 60)
        except Unreachable as error:
            failures.append(error)

    thread = Thread(target=wait)
    thread.start()
    assert site.holding.wait(10)
    wire.close()
    thread.join(10)
    assert not thread.is_alive()
    assert failures
