"""The contract of the shelves: what is held, and what each reader was told, over every store."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import permutations

import pytest

from tansiq.exchange import Leaving, Tombstone
from tansiq.exchange.taxii import Arriving, Drawer, Page, Wanted, Which, version_key
from tansiq.ledger import Body, Head, Kind
from tansiq.release import Record
from tansiq.store import Store
from tansiq.store.codec import micros
from tests.store.cast import (
    BY_HOME,
    BY_MEMBER,
    CIRCLE,
    HOME,
    LATER,
    MEMBER,
    NOW,
    OUTSIDER,
    object_id,
    record,
    shared_with,
)

ALL, FIRST = frozenset({Which.ALL}), frozenset({Which.FIRST})
EVERYTHING = Wanted(limit=1000, which=ALL)
START = micros(NOW)
SECOND = timedelta(seconds=1)


def telling(kept: Record, *via: str, kind: Kind = Kind.OBJECT) -> Leaving:
    """The entry that tells a record, with its whole head."""
    head = Head(by=HOME, key="0a1b2c3d", sig=bytes(64), via=via)
    obj = kept.object
    body = Body(kind, head, obj.raw).encode()
    return Leaving(kind, body, obj.id, obj.version, expires=kept.expires)


def keep(store: Store, *records: Record, via: tuple[str, ...] = ()) -> None:
    with store.transaction() as tx:
        tx.objects.add_many([(one, BY_MEMBER) for one in records], sender=MEMBER, via=via)


def tell(store: Store, *entries: Leaving, reader: str = MEMBER) -> None:
    with store.transaction() as tx:
        tx.feeds.append(reader, entries, now=NOW)


def held(store: Store, wanted: Wanted = EVERYTHING, circle: str | None = None) -> Page:
    with store.snapshot() as tx:
        return tx.shelves.held(wanted, circle=circle)


def told(
    store: Store,
    wanted: Wanted = EVERYTHING,
    circle: str | None = None,
    drawer: str | None = None,
    reader: str = MEMBER,
) -> Page:
    with store.snapshot() as tx:
        return tx.shelves.told(reader, wanted, circle=circle, drawer=drawer)


def numbers(page: Page) -> list[int]:
    return [int(line.object_id.split("--")[1][:8]) for line in page.lines]


def raws(page: Page) -> Sequence[bytes]:
    return [line.raw for line in page.lines]


def two_versions(number: int = 1) -> tuple[Record, Record]:
    return record(number), record(number, modified=NOW + SECOND, text="changed")


def test_what_is_held_comes_in_the_order_in_which_it_came(store: Store) -> None:
    records = [record(3), record(1, kind="marking-definition"), record(2)]
    keep(store, *records)
    page = held(store)
    assert raws(page) == [one.object.raw for one in records]
    assert [line.version for line in page.lines] == [one.object.version for one in records]
    assert [line.added for line in page.lines] == [START, START + 1, START + 2]
    assert ([line.position for line in page.lines][-1], page.more) == (page.end, False)


def test_added_grows_though_what_comes_is_older(store: Store) -> None:
    keep(store, replace(record(1), shared=LATER))
    keep(store, record(2))
    assert [line.added for line in held(store).lines] == [micros(LATER), micros(LATER) + 1]


def test_added_is_not_given_again_after_an_erasure(store: Store) -> None:
    keep(store, record(1))
    with store.transaction() as tx:
        tx.objects.erase(object_id(1), at=NOW)
    keep(store, record(2))
    [line] = held(store).lines
    assert line.added == START + 1
    assert line.position > 1


def test_versions_held_are_told_apart(store: Store) -> None:
    first, last = two_versions()
    keep(store, last, first, record(2))
    assert raws(held(store, Wanted(limit=9)))[0] == last.object.raw
    assert raws(held(store, Wanted(limit=9, which=FIRST)))[0] == first.object.raw
    named = Wanted(limit=9, which=frozenset(), versions=(version_key("2026-03-01T08:30:01Z"),))
    assert raws(held(store, named)) == [last.object.raw]
    assert held(store, replace(named, versions=())).lines == ()


def test_what_is_held_is_narrowed_by_type_id_and_circle(store: Store) -> None:
    keep(store, record(1), record(2, kind="marking-definition"), shared_with(record(3), CIRCLE))
    keep(store, record(4), via=(CIRCLE,))
    assert numbers(held(store, Wanted(limit=9, types=("report",)))) == [1, 3, 4]
    assert numbers(held(store, Wanted(limit=9, types=("report", "marking-definition")))) == [1, 2, 3, 4]
    assert numbers(held(store, Wanted(limit=9, ids=(object_id(3), object_id(9))))) == [3]
    assert numbers(held(store, Wanted(limit=9, ids=(object_id(3),), types=("tool",)))) == []
    assert numbers(held(store, EVERYTHING, CIRCLE)) == [3, 4]
    assert numbers(held(store, EVERYTHING, "identity--none")) == []


def test_what_ended_an_object_stands_beside_it_until_its_bytes_go(store: Store) -> None:
    keep(store, replace(record(1), expires=LATER), record(2))
    with store.transaction() as tx:
        tx.objects.recall(Tombstone(object_id(2), HOME, "error", LATER, None))
    ended = [(line.recalled, line.expires) for line in held(store).lines]
    assert ended == [(None, micros(LATER)), (micros(LATER), None)]
    with store.transaction() as tx:
        tx.objects.erase(object_id(2), at=LATER)
    assert numbers(held(store)) == [1]


def test_the_held_are_walked_page_by_page(store: Store) -> None:
    keep(store, *(record(number) for number in range(1, 8)))
    after, seen, more = 0, list[int](), True
    while more:
        page = held(store, Wanted(limit=3, after=after))
        seen, after, more = [*seen, *numbers(page)], page.end, page.more
    assert seen == list(range(1, 8))
    assert numbers(held(store, Wanted(limit=9, added_after=START + 4))) == [6, 7]


def test_a_reader_finds_what_it_was_told_and_an_outsider_nothing(store: Store) -> None:
    records = [record(2), record(1)]
    tell(store, *map(telling, records))
    page = told(store)
    assert raws(page) == [one.object.raw for one in records]
    assert [line[:4] for line in page.lines] == [
        (1, START, object_id(2), records[0].object.version),
        (2, START + 1, object_id(1), records[1].object.version),
    ]
    assert (page.end, page.more) == (2, False)
    assert told(store, reader=OUTSIDER) == Page((), 0, more=False)


def test_only_objects_are_found_among_the_entries(store: Store) -> None:
    recall = Leaving(Kind.RECALL, b"\x03recall", object_id(1))
    tell(store, recall, telling(record(1)), recall)
    assert [line.position for line in told(store).lines] == [2]


@pytest.mark.parametrize("swapped", [False, True])
def test_a_later_version_overtakes_in_its_own_feed_alone(store: Store, *, swapped: bool) -> None:
    first, last = two_versions()
    entries = [telling(first), telling(last, kind=Kind.VERSION)]
    tell(store, telling(first), reader=OUTSIDER)
    for entry in reversed(entries) if swapped else entries:
        tell(store, replace(entry, kind=Kind.VERSION))
    assert raws(told(store, Wanted(limit=9))) == [last.object.raw]
    assert raws(told(store, Wanted(limit=9), reader=OUTSIDER)) == [first.object.raw]
    assert len(told(store).lines) == 2


def test_versions_told_at_once_overtake_too(store: Store) -> None:
    first, last = two_versions()
    tell(store, telling(first), telling(record(2)), telling(last, kind=Kind.VERSION))
    assert raws(told(store, Wanted(limit=9))) == [record(2).object.raw, last.object.raw]
    assert raws(told(store, Wanted(limit=9, which=FIRST))) == [first.object.raw, record(2).object.raw]
    named = Wanted(limit=9, which=FIRST, versions=(version_key("2026-03-01T08:30:01Z"),))
    assert len(told(store, named).lines) == 3


def test_what_was_told_is_narrowed_by_type_and_id(store: Store) -> None:
    kinds = [record(1), record(2, kind="marking-definition"), record(3)]
    tell(store, *map(telling, kinds))
    assert numbers(told(store, Wanted(limit=9, types=("report",)))) == [1, 3]
    assert numbers(told(store, Wanted(limit=9, types=("marking-definition", "tool")))) == [2]
    assert numbers(told(store, Wanted(limit=9, ids=(object_id(3), object_id(1)), after=1))) == [3]
    assert numbers(told(store, Wanted(limit=9, types=("r%", "*", "report--0")))) == []


@pytest.mark.parametrize("few", [0, 2000])
def test_a_type_is_found_the_same_whichever_way_it_is_looked_for(
    store: Store, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tansiq.store.sql.told.FEW", few)
    tell(store, *(telling(record(number)) for number in range(1, 5)), telling(record(1)))
    wanted = Wanted(limit=2, types=("report", "tool"), after=1)
    assert numbers(told(store, wanted)) == [2, 3]
    assert numbers(told(store, replace(wanted, after=3))) == [4, 1]
    assert numbers(told(store, replace(wanted, ids=(object_id(1), object_id(4))))) == [4, 1]


def test_what_was_told_is_narrowed_to_a_circle_or_a_drawer(store: Store) -> None:
    drawer = "5a1ff57e-7cb0-4c4f-9e1c-0d3ab3f00001"
    tell(store, telling(record(1)), telling(record(2), "sahel"), telling(record(3), "sahel", "via"))
    with store.transaction() as tx:
        tx.drawers.create(Drawer(drawer, "Ksar", START))
        tx.drawers.put(drawer, [Arriving(object_id(3), "report", "", "", b"{}")], now=START)
    assert numbers(told(store, circle="sahel")) == [2, 3]
    assert numbers(told(store, circle="via")) == [3]
    assert numbers(told(store, circle="sig")) == []
    assert numbers(told(store, drawer=drawer)) == [3]
    assert numbers(told(store, circle="sahel", drawer=drawer)) == [3]
    assert numbers(told(store, Wanted(limit=1, after=2), circle="sahel", drawer=drawer)) == [3]


def test_a_drawer_that_is_not_there_holds_nothing_of_a_feed(store: Store) -> None:
    tell(store, telling(record(1)))
    assert told(store, drawer="5a1ff57e-7cb0-4c4f-9e1c-0d3ab3f00009").lines == ()


def test_what_was_told_after_a_moment_or_a_position(store: Store) -> None:
    tell(store, *(telling(record(number)) for number in range(1, 6)))
    assert numbers(told(store, Wanted(limit=9, added_after=START + 2))) == [4, 5]
    assert numbers(told(store, Wanted(limit=9, added_after=START - 1))) == [1, 2, 3, 4, 5]
    assert numbers(told(store, Wanted(limit=9, added_after=START + 9))) == []
    assert numbers(told(store, Wanted(limit=2, after=1))) == [2, 3]
    assert told(store, Wanted(limit=2, after=1)).more
    for far in (2**40, 2**63, 2**80):
        assert told(store, Wanted(limit=9, after=far)).lines == ()


def test_what_was_untold_is_found_no_more(store: Store) -> None:
    tell(store, telling(record(1)), telling(record(2)))
    with store.transaction() as tx:
        tx.feeds.untell(object_id(1))
    assert [(line.position, line.object_id) for line in told(store).lines] == [(2, object_id(2))]


def test_when_an_object_ends_stands_beside_what_was_told(store: Store) -> None:
    tell(store, telling(replace(record(1), expires=LATER)), telling(record(2)))
    assert [(line.recalled, line.expires) for line in told(store).lines] == [
        (None, micros(LATER)),
        (None, None),
    ]


@pytest.mark.parametrize("order", list(permutations((None, LATER, LATER + SECOND))))
def test_of_ends_said_with_equal_bytes_the_earliest_counts(
    store: Store, order: Sequence[datetime | None]
) -> None:
    for reader, end in zip((MEMBER, OUTSIDER, MEMBER), order, strict=True):
        tell(store, telling(replace(record(1), expires=end)), reader=reader)
    ends = {line.expires for reader in (MEMBER, OUTSIDER) for line in told(store, reader=reader).lines}
    assert ends == {micros(LATER)}


def test_of_ends_said_together_the_earliest_counts(store: Store) -> None:
    both = [telling(replace(record(1), expires=end)) for end in (LATER + SECOND, LATER, None)]
    tell(store, *both)
    assert {line.expires for line in told(store).lines} == {micros(LATER)}


def test_the_end_of_what_was_recalled_is_told_no_more(store: Store) -> None:
    keep(store, replace(record(1), expires=LATER), record(2))
    tell(store, telling(replace(record(1), expires=LATER)), telling(record(2)))
    with store.transaction() as tx:
        tx.objects.recall(Tombstone(object_id(1), HOME, "error", LATER, None))
        tx.feeds.untell(object_id(1))
    assert [line.object_id for line in told(store).lines] == [object_id(2)]


def test_neither_shelf_shows_what_another_was_told(store: Store) -> None:
    keep(store, record(1))
    with store.transaction() as tx:
        tx.objects.add(record(2), BY_HOME, sender=None)
        tx.feeds.append_many(
            {MEMBER: [telling(record(1))], OUTSIDER: [telling(record(2)), telling(record(1))]}, now=NOW
        )
    assert [line[:2] for line in told(store).lines] == [(1, START)]
    assert numbers(told(store, reader=OUTSIDER)) == [2, 1]
