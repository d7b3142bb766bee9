"""Somebody claims to be an agency that we know."""

from dataclasses import replace

import pytest

from tansiq import ledger
from tansiq.exchange import Keyring, PairingRefused
from tansiq.exchange.node import Accepted, accept, invite
from tests.exchange.cast import HOME, NOW, URL, Cast, Node, node

FAR = "identity--00000007-0000-4000-8000-000000000000"


def offer(of: Node) -> bytes:
    with of.store.transaction() as tx:
        return invite(tx.agencies, of.keyring, URL, now=NOW, random_bytes=of.random_bytes)


def take(reader: Node, document: bytes, *, compared: bool = False) -> Accepted:
    with reader.store.transaction() as tx:
        return accept(document, tx.agencies, reader.keyring, URL, now=NOW, compared=compared)


def introduced(cast: Cast, genuine: Node) -> None:
    """Let the member know the far agency from the roster of a circle."""
    with cast.home.store.transaction() as tx:
        tx.agencies.learn(genuine.agency)
    cast.home.convene(cast.member.id, FAR)
    cast.member.pull(cast.home)


def keys(reader: Node) -> tuple[str, ...]:
    agency = reader.view().agencies.known(FAR)
    assert agency is not None
    return agency.keys


def test_an_invitation_does_not_replace_the_key_that_a_roster_gave(cast: Cast) -> None:
    genuine, impostor = node(FAR, 70), node(FAR, 71)
    introduced(cast, genuine)
    with pytest.raises(PairingRefused, match="offer-other-keys"):
        take(cast.member, offer(impostor))
    assert keys(cast.member) == genuine.agency.keys
    assert cast.member.view().agencies.partner(FAR) is None


def test_the_genuine_agency_pairs_as_it_is_known(cast: Cast) -> None:
    genuine = node(FAR, 70)
    introduced(cast, genuine)
    take(cast.member, offer(genuine))
    assert cast.member.view().agencies.partner(FAR) is not None


def test_a_convener_that_gave_a_false_key_does_not_keep_the_genuine_agency_out(cast: Cast) -> None:
    genuine, false = node(FAR, 70), node(FAR, 71)
    introduced(cast, false)
    take(cast.member, offer(genuine), compared=True)
    assert keys(cast.member) == genuine.agency.keys


def test_not_even_a_compared_fingerprint_replaces_the_key_of_a_partner(cast: Cast) -> None:
    impostor = node(HOME, 72)
    with pytest.raises(PairingRefused, match="offer-other-keys"):
        take(cast.member, offer(impostor), compared=True)


def test_no_secret_shows_where_a_node_is_printed(cast: Cast) -> None:
    keyring: Keyring = replace(cast.home.keyring, retired=(cast.home.keyring.node,))
    shown = f"{keyring!r} {keyring.node!r} {cast.home!r}"
    for key in (keyring.node, keyring.receipt):
        assert repr(key.seed)[2:-1] not in shown
        assert key.seed.hex() not in shown
    assert keyring.seal not in shown
    assert isinstance(keyring.node, ledger.NodeKey)
