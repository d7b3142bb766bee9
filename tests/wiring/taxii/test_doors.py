"""Who may enter, which drawers there are, and what is refused at the door."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

import pytest

from tansiq.desk import Actor, NotAllowed, NotFound
from tansiq.exchange.taxii import Direction, Right, Source
from tansiq.stix import UnknownCode
from tansiq.wiring import Node, open_node
from tansiq.wiring.errors import PasswordTooWeak
from tansiq.wiring.taxii import (
    add_account,
    add_drawer,
    close_account,
    find_drawer,
    grant,
    listing,
    order_of,
    remove_drawer,
    renew_account,
    token_digest,
)
from tansiq.wiring.taxii.errors import (
    AliasTaken,
    BadAlias,
    BadFingerprint,
    BadToolName,
    CertificateTaken,
    DrawerInUse,
    NoSuchDrawer,
    NoSuchTool,
    NoTitle,
    SpeaksForUs,
    TextHasTerms,
    ToolTaken,
)
from tests.wiring.nodes import ORDER, Homes
from tests.wiring.telling import told

PASSWORD = "a long pass phrase 1"
PRINT = sha256(b"certificate").hexdigest()
STIX = replace(ORDER, text_lang=None)
ANALYST = Actor("amina", frozenset({"analyst"}))


def test_an_account_has_a_token_of_which_only_a_digest_is_kept(node: Node) -> None:
    opened = add_account(node, "siem")
    with node.snapshot() as tx:
        found = tx.doors.account("siem")
    assert found is not None
    assert found[0] == opened.account
    assert found[1].token == token_digest(opened.token)
    assert len(opened.token) == 43
    assert add_account(node, "other").token != opened.token


def test_a_password_is_kept_as_a_slow_hash(node: Node) -> None:
    add_account(node, "siem", password=PASSWORD)
    with node.snapshot() as tx:
        found = tx.doors.account("siem")
    assert found is not None
    assert str(found[1].password).startswith("scrypt$")


@pytest.mark.parametrize("name", ["", "a b", "a:b", "é", ".a", "a" * 65, "a\n"])
def test_a_name_that_no_log_in_can_carry_is_refused(node: Node, name: str) -> None:
    with pytest.raises(BadToolName):
        add_account(node, name)


def test_a_name_is_given_once_and_for_all(node: Node) -> None:
    add_account(node, "siem")
    for _ in range(2):
        with pytest.raises(ToolTaken):
            add_account(node, "siem")
        if listing(node).accounts:
            close_account(node, "siem")


def test_a_password_that_would_be_guessed_is_refused(node: Node) -> None:
    with pytest.raises(PasswordTooWeak):
        add_account(node, "siem", password="password")
    assert listing(node).accounts == ()


def test_a_certificate_belongs_to_one_account(node: Node) -> None:
    typed = ":".join(PRINT[at : at + 2] for at in range(0, 64, 2)).upper()
    add_account(node, "siem", certificate=typed)
    assert listing(node).accounts[0].certificate == PRINT
    with pytest.raises(CertificateTaken):
        add_account(node, "other", certificate=PRINT)
    close_account(node, "siem")
    assert add_account(node, "other", certificate=PRINT).account.name == "other"
    with pytest.raises(BadFingerprint):
        add_account(node, "third", certificate="12:34")


def test_an_account_of_a_partner_is_of_a_partner(homes: Homes) -> None:
    alpha, bravo = homes.found("Alpha"), homes.found("Bravo", "ML")
    homes.pair(alpha, bravo)
    with homes.opened(bravo) as other:
        theirs = other.agency.id
    with homes.opened(alpha) as node:
        assert add_account(node, "theirs", partner="bravo").account.agency == theirs
        for stranger in ("Charlie", node.agency.id):
            with pytest.raises(NotFound):
                add_account(node, "others", partner=stranger)


def test_renewing_replaces_token_and_password_and_keeps_the_certificate(node: Node) -> None:
    before = add_account(node, "siem", password=PASSWORD, certificate=PRINT)
    after = renew_account(node, "siem")
    (line,) = listing(node).accounts
    assert (line.password, line.certificate) == (False, PRINT)
    with node.snapshot() as tx:
        assert tx.doors.by_token(token_digest(before.token)) is None
        assert tx.doors.by_token(token_digest(after.token)) == after.account


def test_a_closed_account_is_listed_and_renewed_no_more(node: Node) -> None:
    add_account(node, "siem")
    close_account(node, "siem")
    assert listing(node).accounts == ()
    for verb in (close_account, renew_account):
        with pytest.raises(NoSuchTool):
            verb(node, "siem")


def test_a_drawer_is_found_by_id_alias_and_title(node: Node) -> None:
    drawer = add_drawer(node, " Sea notes ", alias="sea", description=" ")
    assert (drawer.title, drawer.alias, drawer.description) == ("Sea notes", "sea", None)
    with node.snapshot() as tx:
        assert {find_drawer(typed, tx).id for typed in (drawer.id, "sea", "SEA NOTES")} == {drawer.id}
        with pytest.raises(NoSuchDrawer):
            find_drawer("land", tx)


def test_a_title_that_two_drawers_have_names_neither(node: Node) -> None:
    add_drawer(node, "Notes")
    second = add_drawer(node, "Notes")
    with node.snapshot() as tx:
        assert find_drawer(second.id, tx) == second
        with pytest.raises(NoSuchDrawer):
            find_drawer("Notes", tx)


@pytest.mark.parametrize(
    "alias", ["", "Sea", "sea notes", "-sea", "a" * 65, PRINT[:8] + "-1234" * 3 + "-" + "a" * 12]
)
def test_an_alias_that_fits_no_address_is_refused(node: Node, alias: str) -> None:
    with pytest.raises(BadAlias):
        add_drawer(node, "Notes", alias=alias)


def test_an_alias_is_given_once(node: Node) -> None:
    add_drawer(node, "Notes", alias="sea")
    for alias in ("sea", "released"):
        with pytest.raises(AliasTaken):
            add_drawer(node, "Notes", alias=alias)
    with pytest.raises(NoTitle):
        add_drawer(node, "  ")


def test_terms_are_looked_at_when_they_are_given(homes: Homes) -> None:
    alpha, bravo = homes.found("Alpha"), homes.found("Bravo", "ML")
    homes.pair(alpha, bravo)
    with homes.opened(bravo) as other:
        theirs = other.agency.id
    with homes.opened(alpha) as node:
        drawer = add_drawer(node, "Told", order=replace(STIX, to=("bravo",)))
        assert order_of(str(drawer.terms)) == replace(STIX, to=(theirs,))
        with pytest.raises(UnknownCode):
            add_drawer(node, "Told", order=replace(STIX, purposes=("fun",)))
        with pytest.raises(NotFound):
            add_drawer(node, "Told", order=replace(STIX, to=("Charlie",)))
        with pytest.raises(TextHasTerms):
            add_drawer(node, "Told", order=ORDER)
        assert len(listing(node).drawers) == 1


def test_rights_are_given_and_taken(node: Node) -> None:
    add_account(node, "siem")
    drawer = add_drawer(node, "Notes", alias="sea")
    grant(node, "siem", "sea", read=True, write=False)
    assert listing(node).accounts[0].rights == {drawer.id: Right(read=True, write=False)}
    grant(node, "siem", "sea", read=False, write=False)
    assert not any(map(any, listing(node).accounts[0].rights.values()))
    with pytest.raises(NoSuchTool):
        grant(node, "other", "sea", read=True, write=True)
    with pytest.raises(NoSuchDrawer):
        grant(node, "siem", "land", read=True, write=True)


def test_attack_a_partner_s_tool_that_would_speak_in_our_name(homes: Homes) -> None:
    alpha, _ = told(homes)
    with homes.at(alpha):
        node = open_node()
        add_account(node, "bravo", partner="Bravo")
        add_drawer(node, "Reports", alias="reports", order=STIX)
        with pytest.raises(SpeaksForUs):
            grant(node, "bravo", "reports", read=True, write=True)
        grant(node, "bravo", "reports", read=True, write=False)


def test_a_drawer_that_is_removed_is_gone(node: Node) -> None:
    add_drawer(node, "Notes", alias="sea")
    remove_drawer(node, "sea")
    assert listing(node).drawers == ()
    with pytest.raises(NoSuchDrawer):
        remove_drawer(node, "sea")


def test_a_drawer_in_use_is_not_removed(node: Node) -> None:
    drawer = add_drawer(node, "Notes", alias="sea")
    with node.store.transaction() as tx:
        tx.sources.add(Source("7", "https://feed.example/c/", Direction.PULL, drawer.id))
    with pytest.raises(DrawerInUse):
        remove_drawer(node, "sea")


def test_everything_done_at_the_door_is_in_the_audit_trail(node: Node) -> None:
    add_account(node, "siem")
    add_drawer(node, "Notes", alias="sea")
    grant(node, "siem", "sea", read=True, write=True)
    renew_account(node, "siem")
    close_account(node, "siem")
    remove_drawer(node, "sea")
    with node.snapshot() as tx:
        verbs = [line.verb for line in tx.trail.read(limit=6)]
    assert verbs == [
        "taxii.collection.remove",
        "taxii.account.close",
        "taxii.account.renew",
        "taxii.grant",
        "taxii.collection.add",
        "taxii.account.add",
    ]


def test_only_an_administrator_opens_doors(node: Node) -> None:
    add_account(node, "siem")
    add_drawer(node, "Notes", alias="sea")
    for verb in (
        lambda: add_account(node, "other", actor=ANALYST),
        lambda: renew_account(node, "siem", actor=ANALYST),
        lambda: close_account(node, "siem", actor=ANALYST),
        lambda: add_drawer(node, "More", actor=ANALYST),
        lambda: remove_drawer(node, "sea", actor=ANALYST),
        lambda: grant(node, "siem", "sea", read=True, write=True, actor=ANALYST),
    ):
        with pytest.raises(NotAllowed):
            verb()
