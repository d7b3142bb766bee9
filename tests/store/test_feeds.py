"""The contract of the outgoing feeds, over every store."""

from datetime import timedelta
from hashlib import sha256

import pytest
from django.db import connections

from tansiq.exchange import Signed, Slice
from tansiq.ledger import Frontier, Kind, leaf, salts
from tansiq.store import ForkRefused, NotCommitted, NotThere, SqlStore, Store, Transaction
from tests.store.cast import LATER, MEMBER, NOW, OUTSIDER, leaving, object_id


def check_feed(tx: Transaction, receiver: str) -> None:
    """Recompute everything that the feed to `receiver` states about itself."""
    out = tx.feeds.outgoing(receiver)
    leaves = tx.feeds.leaves(receiver)
    assert Frontier.empty().extend(leaves) == out.frontier
    for start in range(0, out.frontier.size, 256):
        part = tx.feeds.slice(receiver, start // 256, 0, min(256, out.frontier.size - start))
        assert list(part.leaves) == leaves[start : start + 256]
        check_slice(part)


def check_slice(part: Slice) -> None:
    assert (part.seed is None) != (part.salts is None)
    known = part.salts if part.seed is None else salts(part.seed)[part.first :]
    assert known is not None
    for body, salt, sealed in zip(part.bodies, known, part.leaves, strict=False):
        assert (body is None) == (salt is None)
        assert body is None or salt is None or leaf(salt, body) == sealed


def sign(tx: Transaction, receiver: str, *, note: bytes = b"note") -> Signed:
    tree = tx.feeds.outgoing(receiver).frontier
    signed = Signed(tree.size, tree.root(), note, NOW)
    tx.feeds.sign(receiver, signed)
    return signed


def test_a_feed_begins_empty(store: Store) -> None:
    with store.snapshot() as tx:
        out = tx.feeds.outgoing(MEMBER)
        assert (out.frontier, out.signed, out.receipt) == (Frontier.empty(), None, None)
        assert tx.feeds.leaves(MEMBER) == []


def test_entries_append_across_packs(store: Store) -> None:
    for size in (1, 254, 3, 300):
        with store.transaction() as tx:
            tx.feeds.append(MEMBER, [leaving(number) for number in range(size)], now=NOW)
            check_feed(tx, MEMBER)
    with store.snapshot() as tx:
        assert tx.feeds.outgoing(MEMBER).frontier.size == 558
        check_feed(tx, MEMBER)


def test_several_feeds_grow_together_and_apart(store: Store) -> None:
    with store.transaction() as tx:
        grown = tx.feeds.append_many({MEMBER: [leaving(1), leaving(2)], OUTSIDER: [leaving(2)]}, now=NOW)
        assert {receiver: tree.size for receiver, tree in grown.items()} == {MEMBER: 2, OUTSIDER: 1}
        assert grown[OUTSIDER] == tx.feeds.outgoing(OUTSIDER).frontier
    with store.snapshot() as tx:
        check_feed(tx, MEMBER)
        check_feed(tx, OUTSIDER)
        assert tx.feeds.leaves(MEMBER)[1] != tx.feeds.leaves(OUTSIDER)[0]


def test_appending_nothing_changes_nothing(store: Store) -> None:
    with store.transaction() as tx:
        assert tx.feeds.append(MEMBER, [], now=NOW) == Frontier.empty()
        assert tx.feeds.append_many({}, now=NOW) == {}


def test_the_same_entry_twice_is_two_entries(store: Store) -> None:
    with store.transaction() as tx:
        tx.feeds.append(MEMBER, [leaving(), leaving()], now=NOW)
        first, second = tx.feeds.leaves(MEMBER)
        assert first != second


def test_a_slice_holds_just_what_was_asked(store: Store) -> None:
    with store.transaction() as tx:
        tx.feeds.append(MEMBER, [leaving(number) for number in range(260)], now=NOW)
        part = tx.feeds.slice(MEMBER, 1, 1, 3)
        assert (part.number, part.first, part.bodies) == (1, 1, (leaving(257).body, leaving(258).body))
        assert tx.feeds.leaves(MEMBER, 257, 259) == list(part.leaves)
        check_slice(part)


@pytest.mark.parametrize(
    ("number", "first", "last"), [(0, 0, 3), (1, 0, 1), (0, 1, 1), (-1, 0, 1), (0, -1, 1), (0, 0, 257)]
)
def test_a_slice_beyond_the_feed_is_refused(store: Store, number: int, first: int, last: int) -> None:
    with store.transaction() as tx:
        tx.feeds.append(MEMBER, [leaving(1), leaving(2)], now=NOW)
        with pytest.raises(NotThere):
            tx.feeds.slice(MEMBER, number, first, last)


def test_a_head_is_signed_over_what_is_committed(store: Store) -> None:
    with store.transaction() as tx:
        tx.feeds.append(MEMBER, [leaving()], now=NOW)
    with store.transaction() as tx:
        signed = sign(tx, MEMBER)
    with store.snapshot() as tx:
        assert tx.feeds.outgoing(MEMBER).signed == signed


def test_an_empty_feed_can_be_signed(store: Store) -> None:
    with store.transaction() as tx:
        sign(tx, MEMBER)
    with store.snapshot() as tx:
        signed = tx.feeds.outgoing(MEMBER).signed
        assert signed is not None
        assert (signed.size, signed.root) == (0, sha256().digest())


def test_a_heartbeat_takes_the_place_of_the_last(store: Store) -> None:
    with store.transaction() as tx:
        sign(tx, MEMBER, note=b"one")
        again = sign(tx, MEMBER, note=b"two")
        assert tx.feeds.outgoing(MEMBER).signed == again


def test_a_second_root_for_a_size_is_refused(store: Store) -> None:
    with store.transaction() as tx:
        tx.feeds.append(MEMBER, [leaving()], now=NOW)
    with store.transaction() as tx:
        held = sign(tx, MEMBER)
    with store.transaction() as tx, pytest.raises(ForkRefused) as refused:
        tx.feeds.sign(MEMBER, Signed(1, b"\x07" * 32, b"forged", NOW))
    assert (refused.value.size, refused.value.held) == (1, held.root)


def test_a_size_that_was_not_reached_is_not_signed(store: Store) -> None:
    with store.transaction() as tx, pytest.raises(ForkRefused):
        tx.feeds.sign(MEMBER, Signed(5, sha256().digest(), b"ahead", NOW))


def test_a_size_that_was_passed_is_not_signed_again(store: Store) -> None:
    with store.transaction() as tx:
        old = sign(tx, MEMBER)
        tx.feeds.append(MEMBER, [leaving()], now=NOW)
    with store.transaction() as tx, pytest.raises(ForkRefused):
        tx.feeds.sign(MEMBER, old)


def test_nothing_is_signed_before_it_is_durable(store: Store) -> None:
    with store.transaction() as tx:
        tx.feeds.append(MEMBER, [leaving()], now=NOW)
        with pytest.raises(NotCommitted):
            sign(tx, MEMBER)
        sign(tx, OUTSIDER)


def test_a_receipt_shows_up_to_where_the_reader_came(store: Store) -> None:
    with store.transaction() as tx:
        tx.feeds.append(MEMBER, [leaving(1)], now=NOW)
    with store.transaction() as tx:
        signed = sign(tx, MEMBER)
        tx.feeds.receipt(MEMBER, Signed(signed.size, signed.root, b"receipt", LATER))
        tx.feeds.append(MEMBER, [leaving(2)], now=LATER)
        assert [told.received for told in tx.feeds.told(object_id(1))] == [LATER]
        assert [told.received for told in tx.feeds.told(object_id(2))] == [None]
        receipt = tx.feeds.outgoing(MEMBER).receipt
        assert receipt is not None
        assert receipt.text == b"receipt"


def test_the_first_receipt_for_a_size_stands(store: Store) -> None:
    with store.transaction() as tx:
        signed = sign(tx, MEMBER)
        for text in (b"first", b"second"):
            tx.feeds.receipt(MEMBER, Signed(signed.size, signed.root, text, NOW))
        assert tx.feeds.outgoing(MEMBER).receipt == Signed(signed.size, signed.root, b"first", NOW)


@pytest.mark.parametrize(("size", "root"), [(1, b"\x01" * 32), (0, b"\x01" * 32)])
def test_a_receipt_for_what_we_did_not_sign_is_refused(store: Store, size: int, root: bytes) -> None:
    with store.transaction() as tx:
        sign(tx, MEMBER)
        with pytest.raises(ForkRefused):
            tx.feeds.receipt(MEMBER, Signed(size, root, b"receipt", NOW))


def test_who_was_told_what_is_known(store: Store) -> None:
    with store.transaction() as tx:
        tx.feeds.append(MEMBER, [leaving(2), leaving(1)], now=NOW)
        tx.feeds.append(OUTSIDER, [leaving(1, version="v2", kind=Kind.VERSION)], now=LATER)
        told = [(one.reader, one.version, one.index, one.at) for one in tx.feeds.told(object_id(1))]
        assert told == [(MEMBER, "v1", 1, NOW + timedelta(microseconds=1)), (OUTSIDER, "v2", 0, LATER)]
        assert tx.feeds.told(object_id(9)) == []


def test_who_was_told_an_object_is_known_by_version(store: Store) -> None:
    with store.transaction() as tx:
        tx.feeds.append(MEMBER, [leaving(2), leaving(1), leaving(1, kind=Kind.RECALL, body=b"\x03")], now=NOW)
        tx.feeds.append(OUTSIDER, [leaving(1, version="v2", kind=Kind.VERSION)], now=LATER)
        assert tx.feeds.informed(object_id(1)) == {(MEMBER, "v1"), (OUTSIDER, "v2")}
        assert tx.feeds.informed(object_id(9)) == set()


def test_being_told_is_asked_by_version_too(store: Store) -> None:
    with store.transaction() as tx:
        tx.feeds.append(MEMBER, [leaving(1)], now=NOW)
        tx.feeds.append(OUTSIDER, [leaving(1, kind=Kind.RECALL, body=b"\x03recall")], now=NOW)
        assert tx.feeds.told_to(MEMBER, object_id(1))
        assert tx.feeds.told_to(MEMBER, object_id(1), "v1")
        assert not tx.feeds.told_to(MEMBER, object_id(1), "v2")
        assert not tx.feeds.told_to(OUTSIDER, object_id(1))


def test_untelling_destroys_bodies_and_salts_and_keeps_the_log(store: Store) -> None:
    with store.transaction() as tx:
        numbers = [1, 2, 1, *range(10, 300)]
        tx.feeds.append(MEMBER, [leaving(number) for number in numbers], now=NOW)
        tx.feeds.append(OUTSIDER, [leaving(2)], now=NOW)
        before = tx.feeds.leaves(MEMBER)
    with store.transaction() as tx:
        assert tx.feeds.untell(object_id(1)) == [MEMBER]
        part = tx.feeds.slice(MEMBER, 0, 0, 4)
        assert part.seed is None
        assert [body is None for body in part.bodies] == [True, False, True, False]
        assert tx.feeds.leaves(MEMBER) == before
        check_feed(tx, MEMBER)
        check_feed(tx, OUTSIDER)
        assert tx.feeds.slice(MEMBER, 1, 0, 1).seed is not None


def test_untelling_again_finds_the_same_readers(store: Store) -> None:
    with store.transaction() as tx:
        tx.feeds.append_many({MEMBER: [leaving(1)], OUTSIDER: [leaving(1)]}, now=NOW)
        assert tx.feeds.untell(object_id(1)) == tx.feeds.untell(object_id(1)) == [MEMBER, OUTSIDER]
        assert tx.feeds.told_to(MEMBER, object_id(1))
        assert tx.feeds.untell(object_id(2)) == []


def test_a_pack_with_an_erasure_goes_on_growing(store: Store) -> None:
    with store.transaction() as tx:
        tx.feeds.append(MEMBER, [leaving(1), leaving(2)], now=NOW)
        tx.feeds.untell(object_id(1))
        tx.feeds.append(MEMBER, [leaving(3)], now=NOW)
        tx.feeds.untell(object_id(3))
        check_feed(tx, MEMBER)
        part = tx.feeds.slice(MEMBER, 0, 0, 3)
        assert [salt is None for salt in part.salts or ()] == [True, False, True]


def test_a_recall_is_told_and_not_erased(store: Store) -> None:
    with store.transaction() as tx:
        recall = leaving(1, kind=Kind.RECALL, body=b"\x03recall of 1")
        tx.feeds.append(MEMBER, [leaving(1), recall], now=NOW)
        tx.feeds.untell(object_id(1))
        assert tx.feeds.slice(MEMBER, 0, 0, 2).bodies == (None, recall.body)
        assert [told.kind for told in tx.feeds.told(object_id(1))] == [Kind.OBJECT, Kind.RECALL]


def test_the_same_body_can_be_told_after_it_was_erased(store: Store) -> None:
    with store.transaction() as tx:
        tx.feeds.append(MEMBER, [leaving(1)], now=NOW)
        tx.feeds.untell(object_id(1))
        tx.feeds.append(MEMBER, [leaving(1)], now=NOW)
        assert tx.feeds.slice(MEMBER, 0, 0, 2).bodies == (None, leaving(1).body)
        check_feed(tx, MEMBER)


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_equal_bytes_about_an_object_are_kept_once(request: pytest.FixtureRequest, kind: str) -> None:
    store: SqlStore = request.getfixturevalue(f"{kind}_store")
    alike = leaving(1, body=leaving(1).body[::-1])
    for told in (
        [leaving(1), leaving(2)],
        [leaving(1), alike, leaving(1, version="v2")],
        [leaving(2), alike],
    ):
        with store.transaction() as tx:
            tx.feeds.append_many({MEMBER: told, OUTSIDER: told}, now=NOW)
    with store.snapshot() as tx, connections[store.alias].cursor() as cursor:
        cursor.execute("SELECT COUNT(*), COUNT(DISTINCT bytes) FROM store_body")
        assert cursor.fetchone() == (4, 4)
        assert len(tx.feeds.slice(MEMBER, 0, 0, 7).bodies) == 7


def test_heads_and_receipts_come_back_by_size(store: Store) -> None:
    signed: list[Signed] = []
    for number in range(2):
        with store.transaction() as tx:
            tx.feeds.append(MEMBER, [leaving(number)], now=NOW)
        with store.transaction() as tx:
            signed.append(sign(tx, MEMBER))
            tx.feeds.receipt(MEMBER, signed[-1])
    with store.snapshot() as tx:
        assert list(tx.feeds.heads(MEMBER)) == signed
        assert list(tx.feeds.receipts(MEMBER)) == signed
        assert list(tx.feeds.heads(OUTSIDER)) == []


def test_each_entry_knows_when_it_was_appended(store: Store) -> None:
    for moment in (NOW, LATER):
        with store.transaction() as tx:
            tx.feeds.append(MEMBER, [leaving(1)], now=moment)
    with store.snapshot() as tx:
        assert [tx.feeds.appended_at(MEMBER, index) for index in range(3)] == [NOW, LATER, None]
        assert tx.feeds.appended_at(OUTSIDER, 0) is None
