"""Founding and opening a node."""

from pathlib import Path

import pytest

from tansiq.config import BadSetting
from tansiq.exchange import BadCard
from tansiq.store import AlreadyFounded, Gone, NotPrepared
from tansiq.wiring import Node, create_node, open_node
from tansiq.wiring.errors import AlreadyANode, NotANode, UnknownCountry
from tests.wiring.nodes import NOWHERE, Homes, connected_to, write

NAMES = {"en": "Alpha", "fr": "Alpha", "ar": "ألفا"}


def test_a_node_is_opened_as_it_was_founded(node: Node) -> None:
    again = open_node(node.home)
    assert again.agency == node.agency
    assert again.keyring == node.keyring
    assert again.fingerprint == node.fingerprint


def test_the_agency_has_signed_its_own_identity(node: Node) -> None:
    with node.snapshot() as tx:
        record = tx.objects.record(node.agency.id)
    assert record is not None
    assert record.originator == node.agency.id


@pytest.mark.parametrize("country", ["", "M", "MAR", "ma", "M1", "\u0645\u063a", "XX"])
def test_a_country_that_is_none_is_refused(homes: Homes, country: str) -> None:
    with pytest.raises(UnknownCountry):
        homes.found("Alpha", country)


@pytest.mark.parametrize("name", ["", "   ", "Alpha\u202eahplA", "Al\x00pha", "A" * 1000])
def test_a_name_that_cannot_be_read_is_refused(homes: Homes, name: str) -> None:
    with homes.at(homes.root / "alpha"), pytest.raises(BadCard):
        create_node(homes.root / "alpha", names={**NAMES, "fr": name}, country="MA")


def test_what_was_refused_may_be_founded_after_all(homes: Homes) -> None:
    with pytest.raises(UnknownCountry):
        homes.found("Alpha", "XX")
    home = homes.root / "alpha"
    with homes.at(home):
        create_node(home, names=NAMES, country="MA")
        assert open_node(home).agency.country == "MA"


def test_a_folder_with_keys_is_left_alone(node: Node) -> None:
    with pytest.raises(AlreadyANode):
        create_node(node.home, names=NAMES, country="MA")
    assert open_node(node.home).agency == node.agency


def test_the_database_of_another_agency_is_refused(homes: Homes, node: Node) -> None:
    other = homes.root / "bravo"
    with connected_to(node.home / "tansiq.sqlite"), pytest.raises(AlreadyFounded, match=node.agency.id):
        create_node(other, names=NAMES, country="ML")


def test_an_empty_folder_is_no_node(homes: Homes, tmp_path: Path) -> None:
    with homes.at(tmp_path), pytest.raises(NotANode):
        open_node(tmp_path)


def test_a_database_without_tables_is_not_prepared(homes: Homes, node: Node) -> None:
    (homes.root / "nothing.sqlite").touch()
    with connected_to(homes.root / "nothing.sqlite"), pytest.raises(NotPrepared):
        open_node(node.home)


def test_a_database_that_is_gone_is_not_begun_anew(homes: Homes, node: Node) -> None:
    with connected_to(homes.root / "none.sqlite"), pytest.raises(Gone):
        open_node(node.home)
    assert not (homes.root / "none.sqlite").exists()


def test_a_database_that_is_gone_is_named(homes: Homes, node: Node) -> None:
    with connected_to(homes.root / "no" / "such.sqlite"), pytest.raises(Gone):
        open_node(node.home)


def test_an_unknown_setting_is_refused(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANSIQ_PROT", "8400")
    with pytest.raises(BadSetting, match="Did you mean port"):
        open_node(home)


def test_an_agency_is_called_by_its_name_or_else_its_id(node: Node) -> None:
    assert node.name(node.agency.id) == "Alpha"
    assert node.name(node.agency.id, "ar") == "Alpha (ar)"
    assert node.name("identity--unknown") == "identity--unknown"


def test_the_address_is_given_set_or_announced(node: Node) -> None:
    assert node.address().url is None
    assert node.address(f"{NOWHERE}/").url == NOWHERE


def test_who_was_told_is_known_once_it_is_committed(homes: Homes) -> None:
    alpha, bravo = homes.found("Alpha"), homes.found("Bravo", "ML")
    homes.pair(alpha, bravo)
    with homes.opened(bravo) as node:
        reader = node.agency.id
    with homes.opened(alpha) as node:
        object_id = write(node, to=("Bravo",))
        assert node.told([object_id]) == {object_id: (reader,)}
