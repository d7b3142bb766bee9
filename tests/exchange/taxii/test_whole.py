"""TAXII over whole nodes, in memory and in SQLite: what is told appears, what is recalled goes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import orjson
import pytest

from tansiq.exchange import LiveWorld
from tansiq.exchange.taxii import (
    Account,
    Caller,
    Drawer,
    Endpoint,
    NothingHere,
    Right,
    Secrets,
    Wanted,
    post,
    read_wanted,
)
from tansiq.release import Audience, Standing
from tansiq.stix import StixObject
from tansiq.store import Transaction
from tests.exchange.cast import NOW, SAHEL, Cast, Node, new_uuid, note, to
from tests.exchange.taxii.cast import DRAWER, address, envelope, stix

LATER = NOW + timedelta(days=1)


class NoTerms:
    """An intake for drawers of which none has terms."""

    def take(
        self,
        tx: Transaction,
        drawer: Drawer,
        objects: Sequence[StixObject],
        *,
        account: Account,
        now: datetime,
    ) -> Sequence[str | None]:
        raise AssertionError(tx, drawer, objects, account, now)


@dataclass
class Tool:
    """A tool that calls at a node."""

    node: Node
    account: Account

    def ask(self, question: Callable[[Caller], Any], now: datetime = LATER) -> Any:
        with self.node.store.snapshot() as tx:
            return question(self.calling(tx, now)).value

    def calling(self, tx: Transaction, now: datetime = LATER) -> Caller:
        return Caller(tx, self.account, home=self.node.agency, world=LiveWorld(tx), now=now)

    def objects(self, ref: str = "released", **query: str) -> list[dict[str, Any]]:
        body = self.ask(lambda one: one.objects(ref, wanted(**query))).body
        return list(orjson.loads(body).get("objects", []))

    def ids(self, ref: str = "released", **query: str) -> list[str]:
        return [one["id"] for one in self.objects(ref, **query)]

    def walk(self, ref: str, between: Callable[[], object], **query: str) -> list[str]:
        """Go from page to page; `between` happens after each."""
        found, more = list[str](), True
        while more:
            body = orjson.loads(self.ask(lambda one: one.objects(ref, wanted(**query))).body)
            found += [one["id"] for one in body.get("objects", [])]
            more, query["next"] = body.get("more", False), body.get("next", "")
            between()
        return found

    def send(self, ref: str, *pieces: bytes, now: datetime = NOW) -> dict[str, Any]:
        status: dict[str, Any] = orjson.loads(
            post(
                self.node.store.transaction,
                self.calling,
                ref,
                envelope(*pieces),
                intake=NoTerms(),
                now=now,
                new_uuid=new_uuid,
            )
        )
        return status


def wanted(**query: str) -> Wanted:
    names = {"which": "match[version]", "type": "match[type]", "id": "match[id]"}
    return read_wanted([(names.get(name, name), value) for name, value in query.items()], Endpoint.OBJECTS)


@pytest.fixture(params=["cast", "durable_cast"])
def whole(request: pytest.FixtureRequest) -> Cast:
    """The cast, its home with a drawer and an account for each of the three."""
    cast: Cast = request.getfixturevalue(request.param)
    furnished(cast)
    return cast


def furnished(cast: Cast) -> Tool:
    """Give home a drawer and accounts; returns the tool that may do everything in it."""
    with cast.home.store.transaction() as tx:
        tx.drawers.create(DRAWER)
        for name, agency in (("home", None), ("member", cast.member.id), ("outsider", cast.outsider.id)):
            tx.doors.add(Account(name, agency, 1), Secrets(token=name.encode()))
        tx.doors.grant("home", DRAWER.id, Right(read=True, write=True))
    return tools(cast)[0]


def tools(cast: Cast) -> tuple[Tool, Tool, Tool]:
    accounts = (
        Account("home", None, 1),
        Account("member", cast.member.id, 1),
        Account("outsider", cast.outsider.id, 1),
    )
    home, member, outsider = (Tool(cast.home, account) for account in accounts)
    return home, member, outsider


def everything(tool: Tool) -> list[object]:
    """Every byte that a tool finds, and what it is answered where it guesses."""
    listed = orjson.loads(tool.ask(Caller.collections))
    refs = [*(one["id"] for one in listed["collections"]), DRAWER.id, "papers", SAHEL]
    queries: list[dict[str, str]] = [{}, {"which": "all"}, {"which": "first", "limit": "1"}]
    asks = (Caller.objects, Caller.manifest)
    return [listed, *(_answer(tool, ask, ref, query) for ref in refs for query in queries for ask in asks)]


def _answer(tool: Tool, ask: Callable[[Caller, str, Wanted], Any], ref: str, query: dict[str, str]) -> object:
    try:
        return tool.ask(lambda one: ask(one, ref, wanted(**query)))
    except NothingHere as refused:
        return repr(refused)


def test_what_is_told_is_found_by_whom_it_was_told_to_and_at_home(whole: Cast) -> None:
    home, member, outsider = tools(whole)
    [told] = whole.home.tell(note(), to=to(whole.member.id))
    assert told in home.ids()
    assert told in member.ids()
    assert told not in outsider.ids()


def test_what_a_partner_finds_are_the_bytes_that_were_told(whole: Cast) -> None:
    _, member, _ = tools(whole)
    [told] = whole.home.tell(note("وصلت القافلة"), to=to(whole.member.id))
    with whole.home.store.snapshot() as tx:
        record = tx.objects.record(told)
    assert record is not None
    assert record.object.raw in member.ask(lambda one: one.objects("released", wanted())).body


def test_a_circle_finds_what_came_by_it(whole: Cast) -> None:
    home, member, outsider = tools(whole)
    whole.home.convene(whole.member.id)
    [by_circle] = whole.home.tell(note(), to=to(circles=[SAHEL]))
    whole.home.tell(note(), to=to(whole.member.id))
    for tool in (home, member):
        listed = orjson.loads(tool.ask(Caller.collections))["collections"]
        [circle] = [one["id"] for one in listed if one["title"] == "Sahel"]
        assert by_circle in tool.ids(circle)
        assert sum(one["type"] == "note" for one in tool.objects(circle)) == 1
    assert len(orjson.loads(outsider.ask(Caller.collections))["collections"]) == 1


def test_what_is_recalled_is_found_no_more(whole: Cast) -> None:
    home, member, _ = tools(whole)
    [told] = whole.home.tell(note(), to=to(whole.member.id))
    whole.home.recall(told)
    assert told not in home.ids(which="all")
    assert told not in member.ids(which="all")


def test_a_correction_is_the_last_version_and_all_shows_both(whole: Cast) -> None:
    home, member, _ = tools(whole)
    [told] = whole.home.tell(note(), to=to(whole.member.id))
    whole.home.correct(told, "It was two convoys", NOW + timedelta(hours=1))
    for tool in (home, member):
        assert [one["content"] for one in tool.objects(type="note")] == ["It was two convoys"]
        assert len(tool.objects(type="note", which="all")) == 2


def test_a_suspended_partner_finds_nothing(whole: Cast) -> None:
    _, member, _ = tools(whole)
    whole.home.tell(note(), to=to(whole.member.id))
    with whole.home.store.transaction() as tx:
        tx.agencies.set_standing(whole.member.id, Standing.SUSPENDED, now=NOW)
    for ask in (Caller.collections, lambda one: one.objects("released", wanted())):
        with pytest.raises(NothingHere):
            member.ask(ask)


def test_what_is_posted_is_found_and_walked_and_deleted(whole: Cast) -> None:
    home, member, outsider = tools(whole)
    raws = [stix(), address(), stix("malware")]
    assert home.send("papers", *raws, raws[0], b"null")["success_count"] == 4
    assert [orjson.loads(raw) for raw in raws] == home.objects("papers")
    with whole.home.store.transaction() as tx:
        one = home.calling(tx)
        one.discard("papers", orjson.loads(raws[0])["id"], wanted(which="all"), recall=lambda *_: None)
    assert home.objects("papers") == [orjson.loads(raw) for raw in raws[1:]]
    for tool in (member, outsider):
        with pytest.raises(NothingHere):
            tool.objects("papers")


def test_a_walk_beside_a_writer_gives_each_object_once(whole: Cast) -> None:
    home, member, _ = tools(whole)
    first = [whole.home.tell(note(), to=to(whole.member.id))[0] for _ in range(3)]
    writes = iter(range(4))

    def write() -> None:
        for _ in zip(range(1), writes, strict=False):
            first.extend(whole.home.tell(note(), to=to(whole.member.id)))
            home.send("papers", stix())

    assert member.walk("released", write, limit="1", type="note") == first
    drawer = home.walk("papers", lambda: None, limit="1")
    assert len(drawer) == len(set(drawer)) == 4


def test_an_outsiders_bytes_do_not_change_with_what_it_may_not_see(whole: Cast) -> None:
    home, _, outsider = tools(whole)
    whole.home.tell(note(), to=to(whole.outsider.id))
    seen = everything(outsider)
    [secret] = whole.home.tell(note(), to=to(whole.member.id))
    whole.home.convene(whole.member.id)
    whole.home.tell(note(), to=to(circles=[SAHEL]))
    whole.home.correct(secret, "More", NOW + timedelta(hours=1))
    whole.home.tell(note(), to=Audience())
    home.send("papers", stix())
    whole.home.recall(secret)
    with whole.home.store.transaction() as tx:
        tx.drawers.create(Drawer(new_uuid(), "Another", 2, alias="another"))
        tx.doors.add(Account("other", None, 1), Secrets())
    assert everything(outsider) == seen


@pytest.mark.parametrize("cursor", ["next", "added_after"])
def test_a_reader_beside_four_writers_loses_and_repeats_nothing(durable_cast: Cast, cursor: str) -> None:
    home = furnished(durable_cast)
    sent: list[list[bytes]] = [[address() for _ in range(30)] for _ in range(4)]
    with ThreadPoolExecutor(len(sent)) as pool:
        writers = [pool.submit(send_all, home, raws) for raws in sent]
        found, at = list[str](), dict[str, str]()
        while True:
            ended = all(writer.done() for writer in writers)
            query = wanted(limit="7", **at)
            body, _, last, _ = home.ask(partial(Caller.objects, ref="papers", wanted=query))
            page = orjson.loads(body)
            found += [one["id"] for one in page.get("objects", [])]
            if last is not None:
                at = {"added_after": last}
            if page.get("more") and cursor == "next":
                at["next"] = page["next"]
            if ended and last is None:
                break
        for writer in writers:
            writer.result()
    assert len(found) == len(set(found))
    assert set(found) == {orjson.loads(raw)["id"] for raws in sent for raw in raws}


def send_all(tool: Tool, raws: Sequence[bytes]) -> None:
    """Post by threes, in a thread of its own."""
    try:
        for at in range(0, len(raws), 3):
            assert tool.send("papers", *raws[at : at + 3])["success_count"] == 3
    finally:
        tool.node.store.close()
