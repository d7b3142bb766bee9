"""The contract of the incoming feeds and of acknowledgements, over every store."""

from dataclasses import replace

import pytest

from tansiq.exchange import Ack
from tansiq.ledger import Frontier
from tansiq.store import Gap, Store, Transaction
from tests.store.cast import LATER, MEMBER, NOW, OUTSIDER, arrived, object_id


def receive(tx: Transaction, *numbers: int, note: bytes = b"note") -> Frontier:
    entries = [arrived(number) for number in numbers]
    tree = tx.feeds.incoming(MEMBER).frontier.extend(entry.leaf for entry in entries)
    tx.feeds.arrived(MEMBER, entries, tree, note, now=NOW)
    return tree


def test_nothing_has_arrived_at_first(store: Store) -> None:
    with store.snapshot() as tx:
        state = tx.feeds.incoming(MEMBER)
        assert (state.frontier, state.note, state.contact, state.receipted) == (
            Frontier.empty(),
            None,
            None,
            0,
        )
        assert list(tx.feeds.arrivals(MEMBER)) == []


def test_entries_and_position_are_kept_together(store: Store) -> None:
    with store.transaction() as tx:
        receive(tx, 1, 2, note=b"old")
        tree = receive(tx, 3)
    with store.snapshot() as tx:
        state = tx.feeds.incoming(MEMBER)
        assert (state.frontier, state.note, state.contact) == (tree, b"note", NOW)
        assert list(tx.feeds.arrivals(MEMBER, 1)) == [arrived(2), arrived(3)]
        assert list(tx.feeds.arrivals(OUTSIDER)) == []


def test_a_head_without_entries_renews_the_evidence(store: Store) -> None:
    with store.transaction() as tx:
        receive(tx, 1)
        receive(tx, note=b"heartbeat")
        assert tx.feeds.incoming(MEMBER).note == b"heartbeat"


def test_refused_and_erased_entries_keep_their_place(store: Store) -> None:
    refused = arrived(1, outcome="refused", code="wrong-signature")
    erased = replace(arrived(2), kind=None, salt=None, object_id=None, version=None, outcome="erased")
    with store.transaction() as tx:
        tree = Frontier.empty().extend([refused.leaf, erased.leaf])
        tx.feeds.arrived(MEMBER, [refused, erased], tree, b"note", now=NOW)
        assert list(tx.feeds.arrivals(MEMBER)) == [refused, erased]


@pytest.mark.parametrize("numbers", [(1,), (2, 1), (1, 2, 3), ()])
def test_entries_that_do_not_lead_to_the_head_are_refused(store: Store, numbers: tuple[int, ...]) -> None:
    with store.transaction() as tx:
        tree = Frontier.empty().extend([arrived(1).leaf, arrived(2).leaf])
        entries = [arrived(number) for number in numbers]
        with pytest.raises(Gap):
            tx.feeds.arrived(MEMBER, entries, tree, b"note", now=NOW)
        assert tx.feeds.incoming(MEMBER).frontier.size == 0


def test_the_same_entries_are_not_kept_twice(store: Store) -> None:
    with store.transaction() as tx:
        tree = receive(tx, 1)
        with pytest.raises(Gap):
            tx.feeds.arrived(MEMBER, [arrived(1)], tree, b"note", now=NOW)
        assert len(list(tx.feeds.arrivals(MEMBER))) == 1


def test_contact_and_receipt_are_remembered_and_do_not_fall(store: Store) -> None:
    with store.transaction() as tx:
        tx.feeds.contact(MEMBER, now=NOW)
        tx.feeds.receipted(MEMBER, 7)
        tx.feeds.receipted(MEMBER, 5)
        tx.feeds.contact(MEMBER, now=LATER)
        state = tx.feeds.incoming(MEMBER)
        assert (state.contact, state.receipted, state.frontier.size) == (LATER, 7, 0)


def test_forgotten_salts_are_gone_and_the_log_stays(store: Store) -> None:
    with store.transaction() as tx:
        tree = receive(tx, 1, 2)
        tx.feeds.forget_salts(object_id(1))
        first, second = tx.feeds.arrivals(MEMBER)
        assert (first.salt, second.salt) == (None, arrived(2).salt)
        assert Frontier.empty().extend([first.leaf, second.leaf]) == tree


def test_many_entries_are_read_page_by_page(store: Store) -> None:
    with store.transaction() as tx:
        receive(tx, *range(9000))
        assert [entry.leaf for entry in tx.feeds.arrivals(MEMBER, 10)][-1] == arrived(8999).leaf
        assert sum(1 for _ in tx.feeds.arrivals(MEMBER)) == 9000


def test_an_acknowledgement_is_kept_once(store: Store) -> None:
    erased = Ack(object_id(), None, MEMBER, "erased", None, NOW)
    refused = Ack(object_id(), "v1", OUTSIDER, "refused", "no-purpose", LATER)
    with store.transaction() as tx:
        for ack in (refused, erased, replace(erased, at=LATER)):
            tx.feeds.ack(ack)
        assert list(tx.feeds.acks(object_id())) == [erased, refused]
        assert list(tx.feeds.acks(object_id(2))) == []
