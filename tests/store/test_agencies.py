"""The contract of agencies, partners, bases and invitations, over every store."""

from dataclasses import replace

import pytest

from tansiq.exchange import Address, Invitation
from tansiq.release import Standing
from tansiq.store import AlreadyFounded, InvitationUsed, NotThere, Store
from tests.store.cast import HOME, LATER, MEMBER, NOW, OUTSIDER, agency, basis, partner


def test_a_node_is_founded_once(store: Store) -> None:
    with store.transaction() as tx:
        tx.agencies.found(agency(HOME))
        tx.agencies.found(agency(HOME, names="Erg"))
    with store.snapshot() as tx:
        assert tx.agencies.home() == agency(HOME, names="Erg")


def test_a_node_of_another_agency_is_not_taken_over(store: Store) -> None:
    with store.transaction() as tx:
        tx.agencies.found(agency(HOME))
        with pytest.raises(AlreadyFounded, match=HOME):
            tx.agencies.found(agency(OUTSIDER))
        assert tx.agencies.home().id == HOME


def test_nobody_is_home_before_the_founding(store: Store) -> None:
    with store.snapshot() as tx, pytest.raises(NotThere):
        tx.agencies.home()


def test_an_agency_is_known_as_it_was_last_learnt(store: Store) -> None:
    with store.transaction() as tx:
        assert tx.agencies.known(MEMBER) is None
        tx.agencies.learn(agency())
        rotated = replace(agency(), keys=(*agency().keys, "new+key"))
        tx.agencies.learn(rotated)
        assert tx.agencies.known(MEMBER) == rotated
        assert tx.agencies.partner(MEMBER) is None


def test_a_pairing_is_kept_with_its_basis(store: Store) -> None:
    with store.transaction() as tx:
        tx.agencies.pair(partner(OUTSIDER), basis(OUTSIDER), now=NOW)
        tx.agencies.pair(partner(), basis(), now=NOW)
        tx.agencies.pair(partner(), basis(), now=LATER)
    with store.snapshot() as tx:
        paired = [replace(one, paired=NOW) for one in (partner(OUTSIDER), partner())]
        assert list(tx.agencies.partners()) == paired
        assert list(tx.agencies.bases(MEMBER)) == [basis()]
        assert tx.agencies.partner(HOME) is None


def test_a_partner_learnt_anew_is_the_same_partner(store: Store) -> None:
    with store.transaction() as tx:
        tx.agencies.pair(partner(), basis(), now=NOW)
        tx.agencies.learn(agency(names="Erg"))
        learnt = replace(partner(), agency=agency(names="Erg"), paired=NOW)
        assert tx.agencies.partner(MEMBER) == learnt


def test_what_stands_between_partners_changes(store: Store) -> None:
    with store.transaction() as tx:
        tx.agencies.pair(partner(), basis(), now=NOW)
        tx.agencies.set_standing(MEMBER, Standing.SUSPENDED, now=LATER)
        tx.agencies.set_address(MEMBER, Address("http://127.0.0.1:9", None, LATER))
        tx.agencies.confirm(MEMBER)
        found = tx.agencies.partner(MEMBER)
        assert found is not None
        assert (found.standing, found.confirmed) == (Standing.SUSPENDED, True)
        assert found.address == Address("http://127.0.0.1:9", None, LATER)


def test_what_stands_between_strangers_cannot_change(store: Store) -> None:
    with store.transaction() as tx:
        with pytest.raises(NotThere):
            tx.agencies.set_standing(MEMBER, Standing.ACTIVE, now=NOW)
        with pytest.raises(NotThere):
            tx.agencies.set_address(MEMBER, Address())
        with pytest.raises(NotThere):
            tx.agencies.confirm(MEMBER)


def test_bases_are_kept_once_each(store: Store) -> None:
    second = replace(basis(), purposes=None, classes=frozenset({"event"}), ends=None)
    with store.transaction() as tx:
        for one in (basis(), second, basis()):
            tx.agencies.add_basis(one)
        assert list(tx.agencies.bases(MEMBER)) == [basis(), second]
        assert list(tx.agencies.bases(OUTSIDER)) == []
        assert {partner: list(found) for partner, found in tx.agencies.all_bases().items()} == {
            MEMBER: [basis(), second]
        }


def test_an_invitation_is_used_by_one_agency(store: Store) -> None:
    with store.transaction() as tx:
        tx.agencies.invite(Invitation("ab12", LATER))
        assert tx.agencies.invitation("ab12") == Invitation("ab12", LATER)
        tx.agencies.use_invitation("ab12", MEMBER)
        tx.agencies.use_invitation("ab12", MEMBER)
        assert tx.agencies.invitation("ab12") == Invitation("ab12", LATER, MEMBER)


def test_an_invitation_is_not_used_by_a_second_agency(store: Store) -> None:
    with store.transaction() as tx:
        tx.agencies.invite(Invitation("ab12", LATER, MEMBER))
        with pytest.raises(InvitationUsed, match=MEMBER):
            tx.agencies.use_invitation("ab12", OUTSIDER)


def test_an_invitation_that_was_never_given_is_not_used(store: Store) -> None:
    with store.transaction() as tx:
        assert tx.agencies.invitation("ab12") is None
        with pytest.raises(NotThere):
            tx.agencies.use_invitation("ab12", MEMBER)
