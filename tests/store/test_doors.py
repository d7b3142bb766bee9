"""The contract of the accounts of tools and their rights, over every store."""

from dataclasses import replace

import pytest

from tansiq.exchange.taxii import Account, Drawer, Right, Secrets
from tansiq.store import NotThere, Store, Taken
from tests.store.cast import MEMBER

ID = "5a1ff57e-7cb0-4c4f-9e1c-0d3ab3f00001"
NOW = 1_772_353_800_000_000
SIEM = Account("siem", None, NOW)
PARTNER = Account("ksar", MEMBER, NOW, only_drawers=True)
SECRETS = Secrets("scrypt$…", b"\x01" * 32, "ab" * 32)
BOTH, NEITHER = Right(read=True, write=True), Right(read=False, write=False)


@pytest.fixture
def doors(store: Store) -> Store:
    """A store with a tool, a partner's account and a drawer."""
    with store.transaction() as tx:
        tx.doors.add(SIEM, SECRETS)
        tx.doors.add(PARTNER, Secrets())
        tx.drawers.create(Drawer(ID, "Indicators of Ksar", NOW))
    return store


def test_an_account_comes_back_as_it_was_kept(doors: Store) -> None:
    with doors.snapshot() as tx:
        assert tx.doors.account("siem") == (SIEM, SECRETS)
        assert tx.doors.accounts() == [PARTNER, SIEM]
        assert tx.doors.account("Siem") is None


def test_a_token_leads_to_its_account_alone(doors: Store) -> None:
    with doors.snapshot() as tx:
        assert tx.doors.by_token(b"\x01" * 32) == SIEM
        assert tx.doors.by_token(b"\x02" * 32) is None
        assert tx.doors.by_token(b"") is None


@pytest.mark.parametrize(
    ("name", "secrets"),
    [
        ("siem", Secrets()),
        ("other", Secrets(token=SECRETS.token)),
        ("other", Secrets(certificate=SECRETS.certificate)),
    ],
)
def test_neither_name_nor_proof_belongs_to_two(doors: Store, name: str, secrets: Secrets) -> None:
    with doors.transaction() as tx, pytest.raises(Taken):
        tx.doors.add(replace(SIEM, name=name), secrets)


def test_new_secrets_take_the_place_of_all_old_ones(doors: Store) -> None:
    with doors.transaction() as tx:
        tx.doors.renew("siem", Secrets(token=b"\x02" * 32))
        assert tx.doors.by_token(b"\x01" * 32) is None
        assert tx.doors.account("siem") == (SIEM, Secrets(token=b"\x02" * 32))


def test_another_s_token_or_certificate_cannot_be_had_by_renewing(doors: Store) -> None:
    for secrets in (Secrets(token=SECRETS.token), Secrets(certificate=SECRETS.certificate)):
        with doors.transaction() as tx, pytest.raises(Taken):
            tx.doors.renew("ksar", secrets)


def test_a_closed_account_has_no_secrets_and_gets_none(doors: Store) -> None:
    with doors.transaction() as tx:
        tx.doors.close("siem", at=NOW + 1)
        tx.doors.close("siem", at=NOW + 2)
        assert tx.doors.account("siem") == (replace(SIEM, closed=NOW + 1), Secrets())
        assert tx.doors.by_token(b"\x01" * 32) is None
        with pytest.raises(NotThere):
            tx.doors.renew("siem", SECRETS)
        with pytest.raises(Taken):
            tx.doors.add(SIEM, Secrets())


def test_rights_are_given_changed_and_taken_away(doors: Store) -> None:
    with doors.transaction() as tx:
        tx.doors.grant("siem", ID, BOTH)
        tx.doors.grant("ksar", ID, Right(read=True, write=False))
        tx.doors.grant("siem", ID, Right(read=False, write=True))
        assert tx.doors.rights("siem") == {ID: Right(read=False, write=True)}
        tx.doors.grant("siem", ID, NEITHER)
        assert (tx.doors.rights("siem"), tx.doors.rights("nobody")) == ({}, {})
        assert tx.doors.rights("ksar") == {ID: Right(read=True, write=False)}


@pytest.mark.parametrize(("name", "drawer"), [("nobody", ID), ("siem", "none")])
def test_rights_are_between_those_that_are_there(doors: Store, name: str, drawer: str) -> None:
    with doors.transaction() as tx, pytest.raises(NotThere):
        tx.doors.grant(name, drawer, BOTH)


def test_an_unknown_account_is_neither_renewed_nor_closed(doors: Store) -> None:
    with doors.transaction() as tx:
        with pytest.raises(NotThere):
            tx.doors.renew("nobody", SECRETS)
        with pytest.raises(NotThere):
            tx.doors.close("nobody", at=NOW)
