"""The contract of the drawers, over every store."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from tansiq.exchange.taxii import Account, Arriving, Drawer, Put, Right, Secrets, Wanted, Which, version_key
from tansiq.store import NotThere, Store, Taken, Transaction
from tests.store.cast import MEMBER, object_id

LAST, FIRST, ALL = (frozenset({which}) for which in (Which.LAST, Which.FIRST, Which.ALL))
ID = "5a1ff57e-7cb0-4c4f-9e1c-0d3ab3f00001"
OTHER = "5a1ff57e-7cb0-4c4f-9e1c-0d3ab3f00002"
NOW = 1_772_353_800_000_000
DRAWER = Drawer(ID, "Indicators of Ksar", NOW, alias="ksar")
EVERYTHING = Wanted(limit=1000, which=ALL)


def arriving(number: int = 1, day: int = 1, *, kind: str = "indicator", text: str = "") -> Arriving:
    """An object version of a day in March 2026; day 0 stands for none."""
    version = f"2026-03-{day:02d}T08:00:00.000Z" if day else ""
    about = object_id(number, kind)
    raw = f'{{"id":"{about}","modified":"{version}","name":"{text or "قافلة"}"}}'.encode()
    return Arriving(about, kind, version, version_key(version), raw)


@pytest.fixture
def drawer(store: Store) -> Store:
    """A store with an empty drawer."""
    with store.transaction() as tx:
        tx.drawers.create(DRAWER)
    return store


def put(store: Store, *objects: Arriving, drawer: str = ID, now: int = NOW) -> list[Put]:
    with store.transaction() as tx:
        return list(tx.drawers.put(drawer, objects, now=now))


def body(store: Store, wanted: Wanted = EVERYTHING, drawer: str = ID) -> bytes:
    with store.snapshot() as tx:
        return tx.drawers.joined(drawer, wanted).body


def joined(*objects: Arriving) -> bytes:
    return b",".join(one.raw for one in objects)


def test_drawers_are_listed_in_the_order_of_their_making(store: Store) -> None:
    second = replace(DRAWER, id=OTHER, alias=None, description="deuxième", terms='{"tlp": "clear"}')
    with store.transaction() as tx:
        tx.drawers.create(DRAWER)
        tx.drawers.create(second)
    with store.snapshot() as tx:
        assert tx.drawers.drawers() == [DRAWER, second]


@pytest.mark.parametrize("same", [replace(DRAWER, alias=None), replace(DRAWER, id=OTHER)])
def test_neither_id_nor_alias_is_given_twice(drawer: Store, same: Drawer) -> None:
    with drawer.transaction() as tx, pytest.raises(Taken):
        tx.drawers.create(same)


def test_a_drawer_is_changed_but_not_its_beginning(drawer: Store) -> None:
    changed = replace(DRAWER, title="Ksar", alias=None, terms="{}")
    with drawer.transaction() as tx:
        tx.drawers.change(replace(changed, created=0))
        assert tx.drawers.drawers() == [changed]


def test_an_alias_is_not_taken_from_another(drawer: Store) -> None:
    with drawer.transaction() as tx:
        tx.drawers.create(Drawer(OTHER, "other", NOW))
        with pytest.raises(Taken):
            tx.drawers.change(Drawer(OTHER, "other", NOW, alias="ksar"))
        tx.drawers.change(replace(DRAWER, title="renamed"))


def test_the_exact_bytes_come_back_in_order(drawer: Store) -> None:
    objects = [arriving(number) for number in (3, 1, 2)]
    assert put(drawer, *objects) == [Put.ADDED] * 3
    with drawer.snapshot() as tx:
        page = tx.drawers.joined(ID, Wanted(limit=3))
        assert page.body == joined(*objects)
        assert page[1:] == (3, NOW, NOW + 2, 3, False)
        assert tx.drawers.count(ID) == 3


def test_the_same_bytes_are_known_and_others_conflict(drawer: Store) -> None:
    first = arriving(1)
    changed = arriving(1, text="other")
    assert put(drawer, first, first, changed) == [Put.ADDED, Put.KNOWN, Put.CONFLICT]
    assert put(drawer, changed, arriving(2), first) == [Put.CONFLICT, Put.ADDED, Put.KNOWN]
    assert body(drawer) == joined(first, arriving(2))


def test_a_version_written_otherwise_is_the_same_version(drawer: Store) -> None:
    first = arriving(1)
    again = first._replace(version="2026-03-01T08:00:00Z", raw=b"{}")
    assert put(drawer, first, again) == [Put.ADDED, Put.CONFLICT]


def test_a_version_between_two_is_known_again(drawer: Store) -> None:
    put(drawer, arriving(1, 1), arriving(1, 5), arriving(1, 3), arriving(2, 3))
    assert put(drawer, arriving(1, 3), arriving(1, 3, text="x"), arriving(1, 2), arriving(1, 2)) == [
        *(Put.KNOWN, Put.CONFLICT, Put.ADDED, Put.KNOWN)
    ]


def test_the_last_and_the_first_version_are_told_apart(drawer: Store) -> None:
    put(drawer, arriving(1, 2), arriving(2, 1))
    put(drawer, arriving(1, 3), arriving(1, 1))
    assert body(drawer, Wanted(limit=9)) == joined(arriving(2, 1), arriving(1, 3))
    assert body(drawer, Wanted(limit=9, which=FIRST)) == joined(arriving(2, 1), arriving(1, 1))
    assert body(drawer, Wanted(limit=9, which=FIRST | LAST)) == joined(
        arriving(2, 1), arriving(1, 3), arriving(1, 1)
    )
    assert body(drawer, Wanted(limit=9, which=frozenset())) == b""


def test_versions_are_found_by_their_moment_however_it_is_written(drawer: Store) -> None:
    put(drawer, arriving(1, 1), arriving(1, 2), arriving(2, 2))
    wanted = Wanted(limit=9, which=frozenset(), versions=(version_key("2026-03-02T08:00:00Z"),))
    assert body(drawer, wanted) == joined(arriving(1, 2), arriving(2, 2))
    assert body(drawer, replace(wanted, which=FIRST)) == joined(
        arriving(1, 1), arriving(1, 2), arriving(2, 2)
    )


def test_what_has_no_version_has_the_moment_it_was_added(drawer: Store) -> None:
    put(drawer, arriving(1, 0), arriving(2, 0))
    added = version_key("2026-03-01T08:30:00.000001Z")
    wanted = Wanted(limit=9, which=frozenset(), versions=(added, "2016-12-31T23:59:60.000000"))
    assert body(drawer, wanted) == joined(arriving(2, 0))
    assert put(drawer, arriving(1, 0), arriving(1, 0, text="x")) == [Put.KNOWN, Put.CONFLICT]


def test_ids_and_types_narrow(drawer: Store) -> None:
    kinds = [arriving(1), arriving(2, kind="malware"), arriving(3, kind="tool"), arriving(4)]
    put(drawer, *kinds)
    assert body(drawer, Wanted(limit=9, types=("tool", "indicator"))) == joined(kinds[0], *kinds[2:])
    assert body(drawer, Wanted(limit=9, ids=(object_id(3, "tool"), "tool--none"))) == joined(kinds[2])
    assert body(drawer, Wanted(limit=9, ids=(kinds[0].object_id,), types=("tool",))) == b""
    assert body(drawer, Wanted(limit=9, types=("t%", "[a-z]*", "' OR 1"))) == b""


def test_added_after_and_a_position_are_exclusive(drawer: Store) -> None:
    put(drawer, arriving(1), arriving(2))
    put(drawer, arriving(3), now=NOW + 100)
    assert body(drawer, Wanted(limit=9, added_after=NOW - 1)) == joined(arriving(1), arriving(2), arriving(3))
    assert body(drawer, Wanted(limit=9, added_after=NOW)) == joined(arriving(2), arriving(3))
    assert body(drawer, Wanted(limit=9, added_after=NOW + 50)) == joined(arriving(3))
    assert body(drawer, Wanted(limit=9, added_after=NOW + 100)) == b""
    assert body(drawer, Wanted(limit=9, after=2)) == joined(arriving(3))
    assert body(drawer, Wanted(limit=9, after=1, added_after=NOW - 5)) == joined(arriving(2), arriving(3))


@pytest.mark.parametrize("clock", [NOW, NOW - 1000])
def test_added_grows_though_the_clock_does_not(drawer: Store, clock: int) -> None:
    put(drawer, arriving(1), arriving(2))
    put(drawer, arriving(3), now=clock)
    with drawer.snapshot() as tx:
        assert [line.added for line in tx.drawers.lines(ID, EVERYTHING).lines] == [NOW, NOW + 1, NOW + 2]


def test_numbers_beyond_any_position_reach_no_other_drawer(drawer: Store) -> None:
    with drawer.transaction() as tx:
        tx.drawers.create(Drawer(OTHER, "other", NOW))
    put(drawer, arriving(1))
    put(drawer, arriving(2), drawer=OTHER)
    for far in (2**40, 2**40 + 1, 2**62, 2**63, 2**80):
        assert body(drawer, replace(EVERYTHING, after=far)) == b""
        assert body(drawer, replace(EVERYTHING, added_after=NOW + far)) == b""
    assert body(drawer, replace(EVERYTHING, after=-(2**70), added_after=-(2**70))) == joined(arriving(1))


def test_lines_name_what_lies_there_without_bytes(drawer: Store) -> None:
    put(drawer, arriving(1, 1), arriving(1, 2), arriving(2, 0))
    with drawer.snapshot() as tx:
        some = tx.drawers.lines(ID, Wanted(limit=2, which=ALL))
        assert some.more
        assert some.lines[1] == (2, NOW + 1, object_id(1, "indicator"), "2026-03-02T08:00:00.000Z")
        rest = tx.drawers.lines(ID, Wanted(limit=2, which=ALL, after=2))
        assert ([line.version for line in rest.lines], rest.more) == ([""], False)


def test_an_empty_page_never_promises_more(drawer: Store) -> None:
    put(drawer, arriving(1, 2), arriving(1, 1))
    with drawer.snapshot() as tx:
        assert tx.drawers.joined(ID, Wanted(limit=1)).more is False
        assert tx.drawers.joined(ID, Wanted(limit=9, after=1)) == (b"", 0, 0, 0, 0, False)


def test_an_object_is_discarded_with_all_or_some_versions(drawer: Store) -> None:
    about = object_id(1, "indicator")
    put(drawer, *(arriving(1, day) for day in (1, 2, 3)), arriving(2))
    with drawer.transaction() as tx:
        assert tx.drawers.discard(ID, about, Wanted(limit=1)) == 1
        assert tx.drawers.count(ID) == 3
    assert body(drawer, Wanted(limit=9)) == joined(arriving(1, 2), arriving(2))
    with drawer.transaction() as tx:
        assert tx.drawers.discard(ID, about, Wanted(limit=1, after=7, which=ALL)) == 2
        assert tx.drawers.discard(ID, about, Wanted(limit=1, which=ALL)) == 0
    assert body(drawer) == joined(arriving(2))


def test_a_position_is_never_given_again(drawer: Store) -> None:
    put(drawer, arriving(1))
    with drawer.transaction() as tx:
        tx.drawers.discard(ID, object_id(1, "indicator"), EVERYTHING)
    assert put(drawer, arriving(1, text="again"), now=NOW - 5) == [Put.ADDED]
    with drawer.snapshot() as tx:
        assert tx.drawers.joined(ID, EVERYTHING)[1:] == (1, NOW + 1, NOW + 1, 2, False)


def test_the_generation_changes_with_what_lies_inside_alone(drawer: Store) -> None:
    def generation() -> int:
        with drawer.snapshot() as tx:
            return tx.drawers.generation(ID)

    put(drawer, arriving(1))
    before = generation()
    put(drawer, arriving(1))
    with drawer.transaction() as tx:
        tx.drawers.change(replace(DRAWER, title="other"))
        assert tx.drawers.discard(ID, "indicator--none", EVERYTHING) == 0
    assert generation() == before
    with drawer.transaction() as tx:
        assert tx.drawers.discard(ID, object_id(1, "indicator"), EVERYTHING) == 1
    assert generation() != before


def test_two_drawers_know_nothing_of_each_other(drawer: Store) -> None:
    with drawer.transaction() as tx:
        tx.drawers.create(Drawer(OTHER, "other", NOW))
    assert put(drawer, arriving(1)) == put(drawer, arriving(1, text="x"), drawer=OTHER) == [Put.ADDED]
    with drawer.transaction() as tx:
        assert tx.drawers.discard(OTHER, object_id(1, "indicator"), EVERYTHING) == 1
    assert body(drawer) == joined(arriving(1))


def test_a_removed_drawer_leaves_nothing_behind(drawer: Store) -> None:
    put(drawer, arriving(1))
    with drawer.transaction() as tx:
        tx.doors.add(Account("siem", None, NOW), Secrets())
        tx.doors.grant("siem", ID, Right(read=True, write=True))
        tx.statuses.keep("s1", "siem", ID, b"{}", at=NOW)
        tx.drawers.remove(ID)
        assert (tx.doors.rights("siem"), tx.statuses.status("s1"), tx.drawers.drawers()) == ({}, None, [])
        tx.drawers.create(DRAWER)
    assert body(drawer) == b""


UNKNOWN: dict[str, Callable[[Transaction], object]] = {
    "put": lambda tx: tx.drawers.put(OTHER, [], now=NOW),
    "joined": lambda tx: tx.drawers.joined(OTHER, EVERYTHING),
    "lines": lambda tx: tx.drawers.lines(OTHER, EVERYTHING),
    "discard": lambda tx: tx.drawers.discard(OTHER, MEMBER, EVERYTHING),
    "generation": lambda tx: tx.drawers.generation(OTHER),
    "count": lambda tx: tx.drawers.count(OTHER),
    "remove": lambda tx: _removed(tx, OTHER),
    "change": lambda tx: _changed(tx, Drawer(OTHER, "other", NOW)),
}


def _removed(tx: Transaction, drawer: str) -> None:
    tx.drawers.remove(drawer)


def _changed(tx: Transaction, drawer: Drawer) -> None:
    tx.drawers.change(drawer)


@pytest.mark.parametrize("verb", UNKNOWN)
def test_an_unknown_drawer_is_refused(drawer: Store, verb: str) -> None:
    with drawer.transaction() as tx, pytest.raises(NotThere):
        UNKNOWN[verb](tx)
