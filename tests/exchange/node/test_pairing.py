import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.exchange import Address, BadAddress, BadCard, PairingRefused
from tansiq.exchange.node import Accepted, accept, accept_hello, hello, invite
from tansiq.ledger import fingerprint
from tansiq.release import Standing
from tests.exchange.cast import HOME, MEMBER, NOW, OUTSIDER, URL, Cast, Node, node

DAY = timedelta(days=1)
PIN = "ab" * 32


def invitation(of: Node, address: Address = URL) -> bytes:
    with of.store.transaction() as tx:
        return invite(tx.agencies, of.keyring, address, now=NOW, random_bytes=of.random_bytes)


def take(by: Node, document: bytes, *, after: timedelta = DAY, address: Address = URL) -> Accepted:
    with by.store.transaction() as tx:
        return accept(document, tx.agencies, by.keyring, address, now=NOW + after)


def strangers() -> tuple[Node, Node]:
    return node(HOME, 1), node(MEMBER, 2)


def test_an_invitation_and_its_reply_make_partners_of_two_strangers() -> None:
    home, member = strangers()
    there = take(member, invitation(home))
    assert there.reply is not None
    here = take(home, there.reply)
    assert (here.partner, there.partner) == (member.agency, home.agency)
    assert here.fingerprint == fingerprint(member.keyring.node.public)
    for one, other in ((home, member), (member, home)):
        partner = one.view().agencies.partner(other.id)
        assert partner is not None
        assert (partner.standing, partner.confirmed, partner.address.url) == (Standing.ACTIVE, False, URL.url)


def test_pairing_stands_for_a_legal_basis_of_five_years() -> None:
    home, member = strangers()
    take(member, invitation(home))
    [basis] = member.view().agencies.bases(HOME)
    assert (basis.instrument, basis.purposes, basis.classes) == ("pairing:2026-03-02", None, None)
    assert basis.ends == (NOW + DAY).replace(year=2031)


def test_accepting_twice_changes_nothing() -> None:
    home, member = strangers()
    document = invitation(home)
    first, second = take(member, document), take(member, document)
    assert first == second
    assert first.reply is not None
    take(home, first.reply)
    take(home, first.reply)
    assert len(home.view().agencies.partners()) == 1
    assert len(home.view().agencies.bases(MEMBER)) == 1


def test_an_invitation_pairs_one_agency_alone() -> None:
    home, member = strangers()
    document = invitation(home)
    first, second = take(member, document).reply, take(node(OUTSIDER, 3), document).reply
    assert first is not None
    assert second is not None
    take(home, first)
    with pytest.raises(PairingRefused) as refused:
        take(home, second)
    assert refused.value.code == "offer-used"
    assert home.view().agencies.partner(OUTSIDER) is None


def test_ones_own_invitation_is_refused() -> None:
    home, _ = strangers()
    with pytest.raises(PairingRefused) as refused:
        take(home, invitation(home))
    assert refused.value.code == "offer-own"


def test_an_invitation_expires_after_seven_days() -> None:
    home, member = strangers()
    with pytest.raises(PairingRefused) as refused:
        take(member, invitation(home), after=7 * DAY)
    assert refused.value.code == "offer-expired"


def test_a_reply_to_another_is_refused() -> None:
    home, member = strangers()
    reply = take(member, invitation(home)).reply
    assert reply is not None
    with pytest.raises(PairingRefused) as refused:
        take(node(OUTSIDER, 3), reply)
    assert refused.value.code == "offer-for-another"


def test_a_reply_to_nothing_is_refused() -> None:
    home, member = strangers()
    reply = take(member, invitation(node(HOME, 1))).reply
    assert reply is not None
    with pytest.raises(PairingRefused) as refused:
        take(home, reply)
    assert refused.value.code == "offer-unknown"


def test_a_partner_does_not_change_its_keys_by_an_invitation() -> None:
    home, member = strangers()
    take(member, invitation(home))
    with pytest.raises(PairingRefused) as refused:
        take(member, invitation(node(HOME, 55)))
    assert refused.value.code == "offer-other-keys"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("nonce", "00" * 16),
        ("expires", "2036-01-01T00:00:00Z"),
        ("address", {"url": "http://127.0.0.1:1", "pin": None}),
    ],
)
def test_an_invitation_that_was_tampered_with_is_refused(name: str, value: object) -> None:
    home, member = strangers()
    document = json.loads(invitation(home))
    with pytest.raises(PairingRefused) as refused:
        take(member, json.dumps(document | {name: value}).encode())
    assert refused.value.code == "offer-tampered"


@settings(deadline=None)
@given(data=st.binary(max_size=200))
def test_other_bytes_are_no_invitation(data: bytes) -> None:
    with pytest.raises(PairingRefused):
        take(node(MEMBER, 2), data)


def test_an_invitation_may_be_laid_out_anew() -> None:
    home, member = strangers()
    assert take(member, json.dumps(json.loads(invitation(home))).encode()).partner == home.agency


@pytest.mark.parametrize(
    "address",
    [
        Address("http://192.0.2.1"),
        Address("https://node.example"),
        Address("https://node.example", "short"),
        Address("https://user@node.example", PIN),
        Address("https://node.example?x=1", PIN),
    ],
)
def test_an_address_that_must_not_be_used_is_refused(address: Address) -> None:
    home, member = strangers()
    with pytest.raises(BadAddress):
        take(member, invitation(home, address))


def test_nobody_sends_a_public_node_to_its_own_loopback() -> None:
    home, member = strangers()
    with pytest.raises(BadAddress):
        take(member, invitation(home), address=Address("https://node.example", PIN))


def test_a_name_with_hidden_signs_is_refused() -> None:
    home, member = strangers()
    names = {"ar": "وكالة", "fr": "Agence\u202e", "en": "Agency"}
    with home.store.transaction() as tx:
        tx.agencies.learn(replace(home.agency, names=names))
    with pytest.raises(BadCard):
        take(member, invitation(home))


def test_a_partner_says_where_it_moved(cast: Cast) -> None:
    moved = Address("http://127.0.0.1:9000")
    with cast.home.store.transaction() as tx:
        accept_hello(hello(cast.member.keyring, moved, now=NOW), MEMBER, tx.agencies, URL)
        partner = tx.agencies.partner(MEMBER)
    assert partner is not None
    assert (partner.address.url, partner.address.at) == (moved.url, NOW)


def test_an_older_word_does_not_replace_a_newer_one(cast: Cast) -> None:
    old = hello(cast.member.keyring, Address("http://127.0.0.1:1"), now=NOW)
    new = hello(cast.member.keyring, Address("http://127.0.0.1:2"), now=NOW + DAY)
    with cast.home.store.transaction() as tx:
        for word in (new, old):
            accept_hello(word, MEMBER, tx.agencies, URL)
        partner = tx.agencies.partner(MEMBER)
    assert partner is not None
    assert partner.address.url == "http://127.0.0.1:2"


@pytest.mark.parametrize("word", [b"", b"{}", b"\xff"])
def test_a_word_that_cannot_be_read_is_refused(cast: Cast, word: bytes) -> None:
    with cast.home.store.transaction() as tx, pytest.raises(PairingRefused):
        accept_hello(word, MEMBER, tx.agencies, URL)


def test_nobody_moves_another(cast: Cast) -> None:
    word = hello(cast.outsider.keyring, URL, now=NOW)
    forged = word.replace(OUTSIDER.encode(), MEMBER.encode())
    for document, sender, code in (
        (word, MEMBER, "hello-not-a-partner"),
        (forged, MEMBER, "hello-tampered"),
        (forged, OUTSIDER, "hello-not-a-partner"),
    ):
        with cast.home.store.transaction() as tx, pytest.raises(PairingRefused) as refused:
            accept_hello(document, sender, tx.agencies, URL)
        assert refused.value.code == code
