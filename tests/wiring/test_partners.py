"""Pairing and partnership as people see them."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tansiq.desk import NotFound
from tansiq.exchange import PairingRefused
from tansiq.release import Standing
from tansiq.wiring import Node, accept, confirm, invite, partner_states, set_standing
from tansiq.wiring.errors import FingerprintDiffers, NotConfirmed
from tests.wiring.nodes import NOWHERE, Homes
from tests.wiring.telling import told


@pytest.fixture
def two(homes: Homes) -> tuple[Path, Path]:
    return homes.found("Alpha"), homes.found("Bravo", "ML")


def invitation(homes: Homes, home: Path) -> bytes:
    with homes.opened(home) as node:
        return json.dumps(dict(invite(node, url=NOWHERE))).encode()


def fingerprint(homes: Homes, home: Path) -> str:
    with homes.opened(home) as node:
        return node.fingerprint


def test_two_nodes_pair_by_a_file_there_and_a_file_back(homes: Homes, two: tuple[Path, Path]) -> None:
    homes.pair(*two)
    for home, name in zip(two, ("Bravo", "Alpha"), strict=True):
        with homes.opened(home) as node:
            (state,) = partner_states(node)
            assert (state.partner.agency.names["en"], state.partner.standing) == (name, Standing.ACTIVE)
            assert not state.partner.confirmed


def test_a_fingerprint_that_was_read_aloud_confirms(homes: Homes, two: tuple[Path, Path]) -> None:
    alpha, bravo = two
    spoken = fingerprint(homes, alpha)
    offered = invitation(homes, alpha)
    with homes.opened(bravo) as node:
        done = accept(node, offered, fingerprint=f"  {spoken} ", url=NOWHERE)
        assert (done.name, done.fingerprint) == ("Alpha", spoken)
        assert partner_states(node)[0].partner.confirmed


def test_another_fingerprint_undoes_the_pairing(homes: Homes, two: tuple[Path, Path]) -> None:
    alpha, bravo = two
    wrong = fingerprint(homes, bravo)
    offered = invitation(homes, alpha)
    with homes.opened(bravo) as node:
        with pytest.raises(FingerprintDiffers):
            accept(node, offered, fingerprint=wrong, url=NOWHERE)
        assert partner_states(node) == ()


def test_a_fingerprint_may_be_confirmed_later(homes: Homes, two: tuple[Path, Path]) -> None:
    homes.pair(*two)
    spoken = fingerprint(homes, two[1])
    with homes.opened(two[0]) as node:
        with pytest.raises(FingerprintDiffers):
            confirm(node, "Bravo", node.fingerprint)
        assert not partner_states(node)[0].partner.confirmed
        confirm(node, "Bravo", spoken)
        assert partner_states(node)[0].partner.confirmed


@pytest.mark.parametrize("raw", [b"", b"{}", b"\xff", b"[" * 100_000, b"null", b"x" * 70_000])
def test_a_file_that_is_no_invitation_is_refused(node: Node, raw: bytes) -> None:
    with pytest.raises(PairingRefused) as refused:
        accept(node, raw, url=NOWHERE)
    assert refused.value.code == "offer-malformed"


def test_a_changed_invitation_is_refused(homes: Homes, two: tuple[Path, Path]) -> None:
    offered = invitation(homes, two[0]).replace(b"Alpha (fr)", b"Gamma (fr)")
    with homes.opened(two[1]) as node, pytest.raises(PairingRefused) as refused:
        accept(node, offered, url=NOWHERE)
    assert refused.value.code == "offer-tampered"


def test_ones_own_invitation_is_refused(homes: Homes, two: tuple[Path, Path]) -> None:
    offered = invitation(homes, two[0])
    with homes.opened(two[0]) as node, pytest.raises(PairingRefused) as refused:
        accept(node, offered, url=NOWHERE)
    assert refused.value.code == "offer-own"


@pytest.mark.parametrize("standing", [Standing.SUSPENDED, Standing.LEFT])
def test_a_partnership_is_suspended_or_ended_and_the_evidence_stays(homes: Homes, standing: Standing) -> None:
    alpha, _ = told(homes)
    with homes.opened(alpha) as node:
        set_standing(node, "Bravo", standing)
        (state,) = partner_states(node)
    assert state.partner.standing is standing
    assert (state.told, state.received) == (5, 5)


def test_the_state_of_a_partner_tells_what_went_each_way(homes: Homes) -> None:
    alpha, bravo = told(homes)
    with homes.opened(alpha) as node:
        (state,) = partner_states(node)
        assert (state.told, state.received, state.heard) == (5, 5, 0)
    with homes.opened(bravo) as node:
        (state,) = partner_states(node)
        assert (state.told, state.heard, state.receipted) == (0, 5, 5)
        assert state.contact is not None
        assert state.alarms == ()


def test_a_stranger_is_no_partner(node: Node) -> None:
    with pytest.raises(NotFound):
        set_standing(node, "Nobody", Standing.SUSPENDED)
    with pytest.raises(NotFound):
        confirm(node, "Alpha", node.fingerprint)


def careful(node: Node) -> Node:
    """The same node with the setting `require_confirmed`."""
    return replace(node, config=replace(node.config, require_confirmed=True))


def test_a_careful_node_tells_nothing_before_the_fingerprints_were_compared(
    homes: Homes, two: tuple[Path, Path]
) -> None:
    alpha, bravo = two
    spoken, offered = fingerprint(homes, alpha), invitation(homes, alpha)
    with homes.opened(bravo) as opened:
        node = careful(opened)
        for _ in range(2):
            accept(node, offered, url=NOWHERE)
            assert partner_states(node)[0].partner.standing is Standing.INVITED
        with pytest.raises(NotConfirmed):
            set_standing(node, "Alpha", Standing.ACTIVE)
        confirm(node, "Alpha", spoken)
        assert partner_states(node)[0].partner.standing is Standing.ACTIVE


def test_a_careful_node_pairs_at_once_by_a_fingerprint_read_aloud(
    homes: Homes, two: tuple[Path, Path]
) -> None:
    spoken, offered = fingerprint(homes, two[0]), invitation(homes, two[0])
    with homes.opened(two[1]) as opened:
        accept(careful(opened), offered, fingerprint=spoken, url=NOWHERE)
        assert partner_states(opened)[0].partner.standing is Standing.ACTIVE
