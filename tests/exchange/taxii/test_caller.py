"""What an account finds: exact bytes, in order, released to it; and what it is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import orjson
import pytest

from tansiq.exchange.taxii import (
    Account,
    Caller,
    MayNotRead,
    MayNotWrite,
    NothingHere,
    Wanted,
    Which,
    WholeOnly,
    micros,
    version_key,
    written,
)
from tansiq.exchange.taxii.caller import LARGEST_PAGE
from tansiq.release import Standing
from tests.exchange.taxii.cast import (
    BOTH,
    DAY,
    DRAWER,
    HOME,
    MEMBER,
    MICROS,
    NOW,
    OUTSIDER,
    PARTNER,
    READ,
    SAHEL,
    STRANGER,
    TERMS,
    TOOL,
    TOOL_2,
    WORLD,
    WRITE,
    address,
    caller,
    hold,
    id_of,
    ids,
    lay,
    memory,
    page,
    stamp,
    stix,
    tell,
)
from tests.exchange.taxii.memory import Memory

EVERY = frozenset({Which.ALL})
SUSPENDED = replace(WORLD, standings={MEMBER: Standing.SUSPENDED})


def open_memory() -> Memory:
    """Drawers in which the tool may do everything."""
    kept = memory()
    for drawer in (DRAWER, TERMS):
        kept.grant(TOOL.name, drawer.id, BOTH)
    return kept


def circle_id(kept: Memory, account: Account) -> str:
    listed = orjson.loads(caller(kept, account).collections().value)["collections"]
    return str(next(one["id"] for one in listed if "alias" not in one))


def no_recall(*_: object) -> None:
    pytest.fail("nothing was told that could be recalled")


def test_collections_are_released_to_who_calls() -> None:
    found = caller(memory(), PARTNER).collections()
    assert found.reader == MEMBER
    assert len(orjson.loads(found.value)["collections"]) == 2
    assert caller(memory()).collections().reader == HOME


def test_a_collection_says_the_rights_of_the_account() -> None:
    kept = memory()
    kept.grant(TOOL.name, DRAWER.id, WRITE)
    found = orjson.loads(caller(kept).collection("papers").value)
    assert (found["id"], found["can_read"], found["can_write"]) == (DRAWER.id, False, True)


def test_a_drawer_gives_the_exact_bytes_back() -> None:
    kept, odd = open_memory(), stix()[:-1] + b', "x_\xd8\xb3" : [ 1.0e+0 ]}'
    row = lay(kept, DRAWER, odd)
    answer = caller(kept).objects("papers", page()).value
    assert answer.body == b'{"more":false,"objects":[' + odd + b"]}"
    assert answer[1:] == (written(row.added), written(row.added), None)


def test_a_page_gives_the_cursor_of_the_next() -> None:
    kept = open_memory()
    given = [lay(kept, DRAWER, stix()).object_id for _ in range(3)]
    first = caller(kept).objects("papers", page(2)).value
    assert (ids(first), orjson.loads(first.body)["next"]) == (given[:2], "2")
    rest = caller(kept).objects("papers", page(2, after=2)).value
    assert (ids(rest), orjson.loads(rest.body)["more"]) == (given[2:], False)


@pytest.mark.parametrize("account", [TOOL, PARTNER])
@pytest.mark.parametrize("ref", ["released", "papers"])
def test_an_empty_page_is_an_empty_object(account: Account, ref: str) -> None:
    kept = memory()
    kept.grant(account.name, DRAWER.id, READ)
    for wanted in (page(), page(which=frozenset()), page(ids=("x",), after=9)):
        assert caller(kept, account).objects(ref, wanted).value == (b"{}", None, None, None)
        assert caller(kept, account).manifest(ref, wanted).value == (b"{}", None, None, None)


def test_home_reads_what_it_holds_and_a_circles_share_of_it() -> None:
    kept = memory()
    hold(kept, stix())
    row = hold(kept, stix(), circles=frozenset({SAHEL}))
    assert len(ids(caller(kept).objects("released", page()).value)) == 2
    assert ids(caller(kept).objects(circle_id(kept, TOOL), page()).value) == [row.object_id]


def test_a_partner_reads_its_feed_alone() -> None:
    kept = memory()
    hold(kept, stix())
    tell(kept, OUTSIDER, stix())
    mine = tell(kept, MEMBER, stix(), circles=frozenset({SAHEL}))
    for ref in ("released", circle_id(kept, PARTNER)):
        found = caller(kept, PARTNER).objects(ref, page())
        assert (found.reader, ids(found.value)) == (MEMBER, [mine.object_id])


def test_a_partner_finds_in_a_drawer_what_it_was_told_anyway() -> None:
    kept, told, untold = memory(), stix(), stix()
    kept.grant(PARTNER.name, DRAWER.id, READ)
    for raw in (told, untold):
        lay(kept, DRAWER, raw)
    tell(kept, MEMBER, told)
    tell(kept, MEMBER, stix())
    assert ids(caller(kept, PARTNER).objects("papers", page()).value) == [id_of(told)]
    with pytest.raises(NothingHere):
        caller(kept, PARTNER).object("papers", id_of(untold), page())


@pytest.mark.parametrize("account", [TOOL, PARTNER])
def test_pages_stay_full_where_much_has_ended(account: Account) -> None:
    kept, put = memory(), hold if account is TOOL else lambda *a, **k: tell(a[0], MEMBER, a[1], **k)
    for number in range(40):
        ended = {} if number % 10 == 9 else {"expires": MICROS} if number % 2 else {"recalled": 1}
        put(kept, stix(), **ended)
    first = orjson.loads(caller(kept, account).objects("released", page(3)).value.body)
    assert (len(first["objects"]), first["more"], first["next"]) == (3, True, "30")
    rest = orjson.loads(caller(kept, account).objects("released", page(3, after=30)).value.body)
    assert (len(rest["objects"]), rest["more"]) == (1, False)


def test_a_page_of_large_objects_ends_early_and_says_that_more_follows() -> None:
    kept, raws = memory(), [b'{"id":"tool--%d","x":"%b"}' % (i, b"x" * LARGEST_PAGE) for i in range(4)]
    for raw in raws:
        hold(kept, raw)
    kept.largest_page = 1
    first = caller(kept).objects("released", page()).value.body
    assert orjson.loads(first)["objects"] == [orjson.loads(raws[0])]
    assert orjson.loads(first)["next"] == "1"
    rest = caller(kept).objects("released", page(after=3)).value.body
    assert rest == b'{"more":false,"objects":[' + raws[3] + b"]}"


def test_more_is_not_said_when_all_that_follows_has_ended() -> None:
    kept = memory()
    for known in ({}, {"expires": MICROS}, {"recalled": 1}):
        hold(kept, stix(), **known)
    assert not orjson.loads(caller(kept).objects("released", page(1)).value.body)["more"]


def test_an_answer_says_until_when_it_stays_true() -> None:
    kept = memory()
    for days in (3, 2, 5):
        hold(kept, stix(), expires=micros(NOW + days * DAY))
    assert caller(kept).objects("released", page(1)).value.until == micros(NOW + 2 * DAY)
    assert caller(kept).manifest("released", page()).value.until == micros(NOW + 2 * DAY)
    later = caller(kept, now=NOW + 2 * DAY).objects("released", page()).value
    assert (len(ids(later)), later.until) == (2, micros(NOW + 3 * DAY))


def test_who_stopped_being_a_partner_reads_nothing_more() -> None:
    kept = memory()
    tell(kept, MEMBER, stix())
    kept.keep("status", PARTNER.name, DRAWER.id, b"{}", at=1)
    outside = caller(kept, PARTNER, world=SUSPENDED)
    for ask in (
        lambda: outside.objects("released", page()),
        lambda: outside.collection("released"),
        outside.collections,
        lambda: outside.status("status"),
    ):
        with pytest.raises(NothingHere):
            ask()


@pytest.mark.parametrize("ref", ["released", "papers"])
def test_an_object_and_its_versions_are_read_by_id(ref: str) -> None:
    kept, one = open_memory(), stix()
    two = orjson.dumps(orjson.loads(one) | {"modified": stamp(5)})
    for raw in (one, stix(), two):
        lay(kept, DRAWER, raw)
        hold(kept, raw)
    home = caller(kept)
    assert two in home.object(ref, id_of(one), page()).value.body
    first = page(which=frozenset(), versions=(version_key(stamp()),))
    assert home.object(ref, id_of(one), first).value.body == b'{"more":false,"objects":[' + one + b"]}"
    listed = home.versions(ref, id_of(one), page(which=EVERY)).value
    assert orjson.loads(listed.body) == {"more": False, "versions": [stamp(), stamp(5)]}


@pytest.mark.parametrize("ref", ["released", "papers"])
def test_an_object_is_there_even_when_the_page_is_empty(ref: str) -> None:
    kept, one = open_memory(), stix()
    lay(kept, DRAWER, one)
    hold(kept, one)
    for wanted in (page(which=frozenset()), page(after=9), page(added_after=10 * MICROS)):
        assert caller(kept).object(ref, id_of(one), wanted).value.body == b"{}"
        assert caller(kept).versions(ref, id_of(one), wanted).value.body == b"{}"


@pytest.mark.parametrize("object_id", ["indicator--" + DRAWER.id, "", "\x00", "a,b", "\ud800", "x" * 9_999])
@pytest.mark.parametrize("ref", ["released", "papers"])
def test_an_object_that_is_not_there_is_refused(ref: str, object_id: str) -> None:
    home = caller(open_memory())
    for ask in (home.object, home.versions):
        with pytest.raises(NothingHere):
            ask(ref, object_id, page())
    with pytest.raises((NothingHere, MayNotWrite)):
        home.discard(ref, object_id, page(which=EVERY), recall=no_recall)


@pytest.mark.parametrize("ref", ["released", "papers"])
def test_a_version_that_is_not_there_is_refused(ref: str) -> None:
    kept, one = open_memory(), stix()
    lay(kept, DRAWER, one)
    hold(kept, one)
    with pytest.raises(NothingHere):
        caller(kept).object(ref, id_of(one), page(which=frozenset(), versions=(version_key(stamp(5)),)))


def test_what_has_no_version_has_the_moment_it_was_added() -> None:
    kept = open_memory()
    row = lay(kept, DRAWER, address())
    expected = written(row.added)
    assert (
        orjson.loads(caller(kept).manifest("papers", page()).value.body)["objects"][0]["version"] == expected
    )
    listed = caller(kept).versions("papers", row.object_id, page(which=EVERY)).value
    assert orjson.loads(listed.body)["versions"] == [expected]
    again = page(which=frozenset(), versions=(version_key(expected),))
    assert ids(caller(kept).object("papers", row.object_id, again).value) == [row.object_id]


READS: list[Callable[[Caller, str], Any]] = [
    lambda one, ref: one.objects(ref, page()),
    lambda one, ref: one.object(ref, "tool--1", page()),
    lambda one, ref: one.manifest(ref, page()),
    lambda one, ref: one.versions(ref, "tool--1", page()),
    lambda one, ref: one.discard(ref, "tool--1", page(), recall=no_recall),
    lambda one, ref: one.stamp(ref),
]


@pytest.mark.parametrize("read", READS)
def test_who_may_write_only_reads_nothing(read: Callable[[Caller, str], Any]) -> None:
    kept = memory()
    kept.grant(TOOL.name, DRAWER.id, WRITE)
    with pytest.raises(MayNotRead):
        read(caller(kept), "papers")


@pytest.mark.parametrize("read", READS)
@pytest.mark.parametrize("ref", ["papers", DRAWER.id, "nothing"])
def test_what_an_outsider_has_no_right_in_is_not_there(read: Callable[[Caller, str], Any], ref: str) -> None:
    with pytest.raises(NothingHere):
        read(caller(open_memory(), STRANGER), ref)


def test_a_status_is_for_the_account_that_posted_alone() -> None:
    kept = memory()
    kept.keep("1", PARTNER.name, DRAWER.id, b"status", at=1)
    found = caller(kept, PARTNER).status("1")
    assert (found.reader, found.value) == (MEMBER, b"status")
    for account in (TOOL, TOOL_2, STRANGER):
        with pytest.raises(NothingHere):
            caller(kept, account).status("1")
    for status_id in ("2", "", "\x00", "\ud800"):
        with pytest.raises(NothingHere):
            caller(kept, PARTNER).status(status_id)


def test_a_drawer_has_a_stamp_that_changes_with_what_lies_in_it() -> None:
    kept = open_memory()
    before = caller(kept).stamp("papers")
    assert before == caller(kept, now=NOW + timedelta(days=9)).stamp("papers") is not None
    lay(kept, DRAWER, stix())
    assert caller(kept).stamp("papers") not in {before, caller(kept).stamp("told")}
    assert caller(kept).stamp("released") is None


def test_a_partners_view_of_a_drawer_has_no_stamp() -> None:
    kept = memory()
    kept.grant(PARTNER.name, DRAWER.id, READ)
    assert caller(kept, PARTNER).stamp("papers") is None


def test_deleting_takes_the_versions_that_were_named() -> None:
    kept, one = open_memory(), stix()
    two = orjson.dumps(orjson.loads(one) | {"modified": stamp(5)})
    lay(kept, DRAWER, one)
    lay(kept, DRAWER, two)
    by_version = Wanted(1, which=frozenset(), versions=(version_key(stamp(5)),))
    caller(kept).discard("papers", id_of(one), by_version, recall=no_recall)
    assert caller(kept).objects("papers", page()).value.body == b'{"more":false,"objects":[' + one + b"]}"
    caller(kept).discard("papers", id_of(one), page(which=EVERY), recall=no_recall)
    assert caller(kept).objects("papers", page()).value.body == b"{}"


@pytest.mark.parametrize("wanted", [page(which=frozenset()), page(which=frozenset(), versions=("9",))])
def test_deleting_a_version_that_is_not_there_is_refused(wanted: Wanted) -> None:
    kept = open_memory()
    row = lay(kept, DRAWER, stix())
    with pytest.raises(NothingHere):
        caller(kept).discard("papers", row.object_id, wanted, recall=no_recall)


def test_deleting_what_was_told_recalls_it_from_everybody() -> None:
    kept, recalled = open_memory(), list[tuple[str, str]]()
    row = lay(kept, TERMS, stix())
    caller(kept).discard(
        "told", row.object_id, page(which=EVERY), recall=lambda d, o: recalled.append((d.id, o))
    )
    assert recalled == [(TERMS.id, row.object_id)]
    assert caller(kept).objects("told", page()).value.body == b"{}"


@pytest.mark.parametrize("which", [frozenset({Which.LAST}), frozenset({Which.FIRST, Which.LAST})])
def test_of_what_was_told_no_single_version_is_deleted(which: frozenset[Which]) -> None:
    kept = open_memory()
    row = lay(kept, TERMS, stix())
    with pytest.raises(WholeOnly):
        caller(kept).discard("told", row.object_id, page(which=which), recall=no_recall)


@pytest.mark.parametrize("ref", ["released", "papers"])
def test_deleting_needs_the_right_to_write(ref: str) -> None:
    kept = memory()
    kept.grant(TOOL.name, DRAWER.id, READ)
    row = lay(kept, DRAWER, stix())
    with pytest.raises(MayNotWrite):
        caller(kept).discard(ref, row.object_id, page(which=EVERY), recall=no_recall)


def test_attack_a_partner_deleting_by_a_guessed_id_what_it_was_not_told() -> None:
    kept = memory()
    kept.grant(PARTNER.name, DRAWER.id, BOTH)
    row = lay(kept, DRAWER, stix())
    with pytest.raises(NothingHere):
        caller(kept, PARTNER).discard("papers", row.object_id, page(which=EVERY), recall=no_recall)
    assert len(kept.shelf(DRAWER.id).rows) == 1


def test_a_drawer_to_write_to_is_found_and_others_are_not() -> None:
    kept = memory()
    kept.grant(TOOL.name, DRAWER.id, WRITE)
    kept.grant(TOOL.name, TERMS.id, READ)
    assert caller(kept).writable("papers") == DRAWER
    for ref in ("told", "released", circle_id(kept, TOOL_2)):
        with pytest.raises(MayNotWrite):
            caller(kept).writable(ref)
    with pytest.raises(NothingHere):
        caller(kept, STRANGER).writable("papers")
