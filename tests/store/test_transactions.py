"""The contract of transactions, snapshots, scrubbing and the pulse, over every store."""

import threading
from collections.abc import Callable
from contextlib import suppress

import pytest

from tansiq.desk import AuditTrail, Filter, Finder, Shelf
from tansiq.exchange import (
    Ack,
    Address,
    Agencies,
    Alarm,
    Alarms,
    Circles,
    Feeds,
    Invitation,
    Objects,
    Signed,
    Tombstone,
)
from tansiq.ledger import Frontier
from tansiq.release import Audience, Grant, Standing
from tansiq.store import Nested, ReadOnly, Store, Transaction
from tests.store.cast import (
    BY_HOME,
    BY_MEMBER,
    CIRCLE,
    HOME,
    LATER,
    MEMBER,
    NOW,
    OUTSIDER,
    agency,
    arrived,
    basis,
    leaving,
    object_id,
    partner,
    record,
    roster,
)

Write = Callable[[Transaction], object]

WRITES: dict[str, Write] = {
    "learn": lambda tx: tx.agencies.learn(agency(MEMBER, names="Erg")),
    "pair": lambda tx: tx.agencies.pair(partner(OUTSIDER), basis(OUTSIDER), now=NOW),
    "set_standing": lambda tx: tx.agencies.set_standing(MEMBER, Standing.LEFT, now=NOW),
    "set_address": lambda tx: tx.agencies.set_address(MEMBER, Address("http://127.0.0.1:1")),
    "confirm": lambda tx: tx.agencies.confirm(MEMBER),
    "add_basis": lambda tx: tx.agencies.add_basis(basis(OUTSIDER)),
    "invite": lambda tx: tx.agencies.invite(Invitation("cd34", NOW)),
    "use_invitation": lambda tx: tx.agencies.use_invitation("ab12", MEMBER),
    "keep": lambda tx: tx.circles.keep(roster(2), b"two", BY_HOME),
    "add": lambda tx: tx.objects.add(record(1, modified=LATER), BY_HOME, sender=None),
    "add_many": lambda tx: tx.objects.add_many([(record(3), BY_HOME)], sender=MEMBER),
    "set_audience": lambda tx: tx.objects.set_audience(object_id(), Audience(frozenset({OUTSIDER}))),
    "recall": lambda tx: tx.objects.recall(Tombstone(object_id(), HOME, "error", NOW, None)),
    "erase": lambda tx: tx.objects.erase(object_id(), at=NOW),
    "grant": lambda tx: tx.objects.grant(Grant(object_id(), OUTSIDER, HOME), b"grant", BY_HOME),
    "mark_read": lambda tx: tx.objects.mark_read(object_id(2), user="amina", at=NOW),
    "append": lambda tx: tx.feeds.append(MEMBER, [leaving(5)], now=NOW),
    "append_many": lambda tx: tx.feeds.append_many({OUTSIDER: [leaving(5)]}, now=NOW),
    "sign": lambda tx: tx.feeds.sign(MEMBER, _head(tx, b"second")),
    "receipt": lambda tx: tx.feeds.receipt(MEMBER, _head(tx, b"receipt")),
    "untell": lambda tx: tx.feeds.untell(object_id()),
    "arrived": lambda tx: _arrive(tx, 2),
    "contact": lambda tx: tx.feeds.contact(MEMBER, now=LATER),
    "receipted": lambda tx: tx.feeds.receipted(MEMBER, 1),
    "forget_salts": lambda tx: tx.feeds.forget_salts(object_id()),
    "ack": lambda tx: tx.feeds.ack(Ack(object_id(), None, MEMBER, "erased", None, NOW)),
    "raise_": lambda tx: tx.alarms.raise_(Alarm("stale", MEMBER, {}, b"", NOW)),
    "clear": lambda tx: tx.alarms.clear(tx.alarms.open()[0].id or 0, now=NOW),
    "note": lambda tx: tx.trail.note("amina", "read", object_id(), at=NOW, detail={}),
}

READS = {
    *(
        "home",
        "known",
        "partner",
        "partners",
        "bases",
        "all_bases",
        "invitation",
        "rosters",
        "statement",
        "history",
    ),
    *("record", "signature", "versions", "sender", "tombstone", "tombstones", "marking", "grants"),
    *(
        "outgoing",
        "head",
        "slice",
        "leaves",
        "told",
        "informed",
        "told_to",
        "incoming",
        "arrivals",
        "acks",
        "open",
        "standing",
        "find",
        "count",
    ),
}


class Interrupted(Exception):
    """What goes wrong at the end of a transaction."""


def _head(tx: Transaction, text: bytes) -> Signed:
    tree = tx.feeds.outgoing(MEMBER).frontier
    return Signed(tree.size, tree.root(), text, NOW)


def _arrive(tx: Transaction, number: int) -> None:
    tree = tx.feeds.incoming(MEMBER).frontier.extend([arrived(number).leaf])
    tx.feeds.arrived(MEMBER, [arrived(number)], tree, b"note %d" % number, now=NOW)


def fill(tx: Transaction) -> None:
    """Write something by which every kind of change shows."""
    tx.agencies.found(agency(HOME))
    tx.agencies.pair(partner(), basis(), now=NOW)
    tx.agencies.invite(Invitation("ab12", LATER))
    tx.circles.keep(roster(1), b"one", BY_HOME)
    tx.objects.add(record(1), BY_HOME, sender=None)
    tx.objects.add(record(2), BY_MEMBER, sender=MEMBER)
    tx.feeds.append(MEMBER, [leaving(1)], now=NOW)
    tx.alarms.raise_(Alarm("fork", MEMBER, {}, b"notes", NOW))
    _arrive(tx, 1)


def everything(tx: Transaction) -> list[object]:
    """Read whatever the ports can tell."""
    agencies, objects, feeds = tx.agencies, tx.objects, tx.feeds
    return [
        [(agencies.known(a), agencies.partner(a), agencies.bases(a)) for a in (HOME, MEMBER, OUTSIDER)],
        [agencies.all_bases(), *(feeds.informed(object_id(n)) for n in range(4))],
        [agencies.invitation(nonce) for nonce in ("ab12", "cd34")],
        [tx.circles.rosters(), tx.circles.statement(CIRCLE), tx.circles.history(CIRCLE)],
        [(objects.versions(object_id(n)), objects.tombstone(object_id(n))) for n in range(4)],
        [objects.grants(object_id(), OUTSIDER), objects.find(Filter(box="all"), user="amina")],
        [(feeds.outgoing(a), feeds.leaves(a), feeds.incoming(a)) for a in (MEMBER, OUTSIDER)],
        [list(feeds.arrivals(MEMBER)), feeds.slice(MEMBER, 0, 0, 1)],
        [(feeds.told(object_id(n)), feeds.acks(object_id(n))) for n in range(6)],
        [tx.alarms.open(), tx.trail.read()],
    ]


def interrupt(store: Store, write: Write) -> list[object]:
    """Write in a transaction that fails; returns what was seen in it."""
    seen: list[object] = []
    with suppress(Interrupted), store.transaction() as tx:
        write(tx)
        seen = everything(tx) if tx.feeds.leaves(MEMBER) else []
        raise Interrupted
    return seen


@pytest.fixture
def filled(store: Store) -> Store:
    with store.transaction() as tx:
        fill(tx)
    with store.transaction() as tx:
        tx.feeds.sign(MEMBER, _head(tx, b"first"))
    return store


def test_every_method_of_the_ports_is_tried_here() -> None:
    ports = (Agencies, Circles, Objects, Feeds, Alarms, Shelf, Finder, AuditTrail)
    methods = {
        name for port in ports for name in vars(port) if name.rstrip("_").isidentifier() and name[0] != "_"
    }
    assert methods == {*WRITES, *READS, "found"}


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_what_is_committed_shows_and_what_fails_does_not(filled: Store, write: Write) -> None:
    with filled.snapshot() as tx:
        before = everything(tx)
    assert interrupt(filled, write) != before
    with filled.snapshot() as tx:
        assert everything(tx) == before
    with filled.transaction() as tx:
        write(tx)
        after = everything(tx)
    with filled.snapshot() as tx:
        assert everything(tx) == after != before


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_a_snapshot_refuses_to_be_written(filled: Store, write: Write) -> None:
    with filled.snapshot() as tx:
        before = everything(tx)
    with pytest.raises(ReadOnly), filled.snapshot() as tx:
        write(tx)
    with filled.snapshot() as tx:
        assert everything(tx) == before
    with filled.transaction() as tx:
        write(tx)


def test_a_founding_that_fails_is_none(store: Store) -> None:
    interrupt(store, lambda tx: tx.agencies.found(agency(OUTSIDER)))
    with store.transaction() as tx:
        tx.agencies.found(agency(HOME))
        assert tx.agencies.home().id == HOME


def test_transactions_do_not_nest(store: Store) -> None:
    with store.transaction(), pytest.raises(Nested), store.transaction():
        pass
    with store.snapshot(), pytest.raises(Nested), store.transaction():
        pass
    with store.transaction() as tx:
        assert tx.feeds.outgoing(MEMBER).frontier == Frontier.empty()


def test_a_snapshot_does_not_see_later_commits(store: Store) -> None:
    with store.snapshot() as tx:
        assert tx.feeds.outgoing(MEMBER).frontier.size == 0
        _elsewhere(store, lambda other: other.feeds.append(MEMBER, [leaving()], now=NOW))
        assert tx.feeds.outgoing(MEMBER).frontier.size == 0
    with store.snapshot() as tx:
        assert tx.feeds.outgoing(MEMBER).frontier.size == 1


def test_the_pulse_changes_with_every_commit_and_only_then(store: Store) -> None:
    quiet = store.pulse()
    with store.snapshot() as tx:
        tx.feeds.outgoing(MEMBER)
    assert store.pulse() == quiet
    with store.transaction() as tx:
        tx.feeds.append(MEMBER, [leaving()], now=NOW)
    here = store.pulse()
    _elsewhere(store, lambda tx: tx.feeds.append(MEMBER, [leaving()], now=NOW))
    assert len({quiet, here, store.pulse()}) == 3


def test_scrubbing_needs_no_reason(filled: Store) -> None:
    assert filled.scrub()
    with filled.transaction() as tx:
        tx.objects.erase(object_id(), at=NOW)
        tx.feeds.untell(object_id())
        left = everything(tx)
    assert filled.scrub()
    with filled.snapshot() as tx:
        assert everything(tx) == left


def test_scrubbing_within_a_transaction_is_refused(store: Store) -> None:
    with store.transaction(), pytest.raises(Nested):
        store.scrub()


def test_a_closed_store_opens_again(filled: Store) -> None:
    filled.close()
    with filled.snapshot() as tx:
        assert tx.agencies.home().id == HOME
    assert isinstance(filled.pulse(), int)


def test_writers_from_many_threads_wait_for_each_other(store: Store) -> None:
    def append() -> None:
        for _ in range(20):
            with store.transaction() as tx:
                size = tx.feeds.outgoing(MEMBER).frontier.size
                tx.feeds.append(MEMBER, [leaving(size)], now=NOW)
        store.close()

    threads = [threading.Thread(target=append) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.snapshot() as tx:
        assert tx.feeds.outgoing(MEMBER).frontier.size == 80
        assert [len(tx.feeds.told(object_id(n))) for n in range(80)] == [1] * 80


def _elsewhere(store: Store, write: Write) -> None:
    """Commit a write from another thread, on a connection of its own."""

    def work() -> None:
        with store.transaction() as tx:
            write(tx)
        store.close()

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
