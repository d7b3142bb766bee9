"""Walking a collection while others write, and what an outsider can tell of what it may not see."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.exchange.taxii import Account, Answer, Endpoint, NothingHere, post, read_wanted
from tansiq.release import Released
from tests.exchange.taxii.cast import (
    BOTH,
    DRAWER,
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
    Refusing,
    address,
    caller,
    envelope,
    hold,
    memory,
    stix,
    tell,
    uuid,
)
from tests.exchange.taxii.memory import HELD, Memory

POOL = [f"indicator--{uuid()}" for _ in range(3)] + [f"malware--{uuid()}" for _ in range(2)]
WALKS = {
    "drawer": (TOOL, "papers", DRAWER.id),
    "home": (TOOL, "released", HELD),
    "partner": (PARTNER, "released", MEMBER),
}


@dataclass(frozen=True)
class Write:
    """One version of one object of the pool, perhaps one that has ended."""

    object_id: str
    minute: int
    ended: bool

    @property
    def raw(self) -> bytes:
        return stix(self.object_id.partition("--")[0], self.minute, id=self.object_id)


WRITES = st.lists(st.builds(Write, st.sampled_from(POOL), st.integers(0, 9), st.booleans()), max_size=4)
STEPS = st.lists(st.tuples(WRITES, st.integers(1, 5)), min_size=1, max_size=10)


def send(kept: Memory, *pieces: bytes) -> None:
    post(
        kept.transaction,
        lambda tx: caller(tx, TOOL),
        "papers",
        envelope(*pieces),
        intake=Refusing(),
        now=NOW,
        new_uuid=uuid,
    )


def write_all(kept: Memory, writes: Sequence[Write]) -> None:
    """Bring what comes into the drawer, onto the shelf of the node, and into the member's feed."""
    for one in writes:
        known = {"expires": MICROS} if one.ended else {}
        if not any(one.raw == row.raw for row in kept.shelf(HELD).rows):
            hold(kept, one.raw, **known)
            tell(kept, MEMBER, one.raw, **known)
        send(kept, one.raw)


def open_memory() -> Memory:
    kept = memory()
    kept.grant(TOOL.name, DRAWER.id, BOTH)
    return kept


class Walk:
    """A client that goes on by `next` while there is more, and by the date of the last one thereafter."""

    def __init__(self, kept: Memory, account: Account, ref: str, versions: str, endpoint: Endpoint) -> None:
        self.kept, self.account, self.ref, self.endpoint = kept, account, ref, endpoint
        self.query = {"match[version]": versions}
        self.found: list[tuple[str, str]] = []

    def page(self, limit: int) -> bool:
        """Read one page; returns whether it said that more follows."""
        wanted = read_wanted([*self.query.items(), ("limit", str(limit))], self.endpoint)
        here = caller(self.kept, self.account)
        ask = here.manifest if self.endpoint is Endpoint.MANIFEST else here.objects
        answer = ask(self.ref, wanted).value
        return self._take(answer, limit)

    def _take(self, answer: Answer, limit: int) -> bool:
        body = orjson.loads(answer.body)
        got, more = body.get("objects", []), body.get("more", False)
        assert len(got) <= limit
        assert got or not more
        self.found += [(one["id"], one.get("modified") or one["version"]) for one in got]
        if answer.last is not None:
            self.query["added_after"] = answer.last
        self.query.pop("next", None)
        if more:
            self.query["next"] = body["next"]
        return bool(more)


def in_force(kept: Memory, shelf: str) -> list[tuple[str, str]]:
    return [(row.object_id, row.version) for row in kept.shelf(shelf).rows if row.expires is None]


@pytest.mark.parametrize("endpoint", [Endpoint.OBJECTS, Endpoint.MANIFEST])
@pytest.mark.parametrize(("account", "ref", "shelf"), WALKS.values(), ids=WALKS)
@settings(deadline=None, max_examples=50)
@given(STEPS)
def test_a_walk_gives_every_version_once_and_in_order_while_others_write(
    account: Account, ref: str, shelf: str, endpoint: Endpoint, steps: list[tuple[list[Write], int]]
) -> None:
    kept = open_memory()
    walk = Walk(kept, account, ref, "all", endpoint)
    for writes, limit in steps:
        write_all(kept, writes)
        walk.page(limit)
    while walk.page(3):
        pass
    assert walk.found == in_force(kept, shelf)


@pytest.mark.parametrize(("account", "ref", "shelf"), WALKS.values(), ids=WALKS)
@settings(deadline=None, max_examples=50)
@given(STEPS)
def test_a_walk_over_last_versions_ends_with_the_last_of_each(
    account: Account, ref: str, shelf: str, steps: list[tuple[list[Write], int]]
) -> None:
    kept = open_memory()
    walk = Walk(kept, account, ref, "last", Endpoint.OBJECTS)
    for writes, limit in steps:
        write_all(kept, writes)
        walk.page(limit)
    while walk.page(3):
        pass
    rows = kept.shelf(shelf).rows
    last = {
        row.object_id: max(other.version for other in rows if other.object_id == row.object_id)
        for row in rows
    }
    assert len(walk.found) == len(set(walk.found))
    assert set(last.items()) & set(in_force(kept, shelf)) <= set(walk.found) <= set(in_force(kept, shelf))


def everything(kept: Memory, account: Account) -> list[object]:
    """Every byte that an account can obtain, of collections that it finds and of those that it guesses."""
    here, every = caller(kept, account), read_wanted([("match[version]", "all")], Endpoint.OBJECTS)
    refs = [one["id"] for one in orjson.loads(here.collections().value).get("collections", [])]
    asks: list[Callable[[], Any]] = [here.collections]
    for ref in (*refs, "released", DRAWER.id, TERMS.id, SAHEL):
        asks += [partial(ask, ref) for ask in (here.collection, here.stamp)]
        asks += [partial(ask, ref, every) for ask in (here.objects, here.manifest)]
        asks += [partial(ask, ref, one, every) for ask in (here.object, here.versions) for one in POOL]
    return [_answer_of(ask) for ask in asks]


def _answer_of(ask: Callable[[], Any]) -> object:
    try:
        found = ask()
    except NothingHere as refused:
        return repr(refused)
    return found.value if isinstance(found, Released) else found


@settings(deadline=None, max_examples=50)
@given(WRITES, WRITES, WRITES)
def test_an_outsiders_bytes_do_not_change_with_what_it_may_not_see(
    mine: list[Write], before: list[Write], secret: list[Write]
) -> None:
    kept = open_memory()
    kept.grant(STRANGER.name, DRAWER.id, READ)
    write_all(kept, before)
    for one in mine:
        tell(kept, OUTSIDER, one.raw)
    seen = everything(kept, STRANGER)
    drawer = {row.object_id for row in kept.shelf(DRAWER.id).rows}
    write_all(kept, [one for one in secret if one.object_id in drawer or one.object_id not in _ids(mine)])
    hold(kept, address(), circles=frozenset({SAHEL}))
    tell(kept, MEMBER, stix(), circles=frozenset({SAHEL}))
    kept.grant(PARTNER.name, TERMS.id, BOTH)
    assert everything(kept, STRANGER) == seen


def _ids(writes: Sequence[Write]) -> set[str]:
    return {one.object_id for one in writes}
