"""Whatever is put, discarded and read, a database answers as the plain lists in memory do."""

import random
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

import pytest
from django.db import connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tansiq.exchange.taxii import Arriving, Drawer, Wanted, Which, version_key
from tansiq.store import MemoryStore, SqlStore, Store, Transaction

ID = "5a1ff57e-7cb0-4c4f-9e1c-0d3ab3f00001"
NOW = 1_772_353_800_000_000
KINDS = ("indicator", "malware", "tool", "ipv4-addr")
WHICH = st.frozensets(st.sampled_from(Which), max_size=2)
VERSIONS = [f"2026-03-01T08:30:0{second}.00000{micro}Z" for second in range(2) for micro in range(3)]
TRIED = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@st.composite
def objects(draw: st.DrawFn) -> Arriving:
    number = draw(st.integers(1, 6))
    kind = KINDS[number % len(KINDS)]
    version = draw(st.sampled_from(["", *VERSIONS]))
    about = f"{kind}--{number}"
    raw = f'"{about} {version} {draw(st.sampled_from(["a", "a", "bb"]))}"'.encode()
    return Arriving(about, kind, version, version_key(version), raw)


def many(first: int, size: int) -> list[Arriving]:
    """Objects of mixed types, enough for chunks of their own."""
    chosen = random.Random(first)
    made = []
    for number in range(first, first + size):
        kind = chosen.choice(KINDS[: 1 + first % 4])
        raw = f'"{number}{"x" * chosen.randrange(40)}"'.encode()
        made.append(Arriving(f"{kind}--{number}", kind, "", "", raw))
    return made


PUTS = st.one_of(
    st.lists(objects(), max_size=12),
    st.builds(many, st.integers(100, 900), st.integers(1, 400)),
)
ABOUT = st.builds("{}--{}".format, st.sampled_from(KINDS), st.integers(1, 6))
WANTED = st.builds(
    Wanted,
    limit=st.integers(1, 300),
    after=st.integers(0, 900),
    added_after=st.none() | st.integers(NOW - 2, NOW + 900),
    ids=st.lists(ABOUT, max_size=2).map(tuple),
    types=st.lists(st.sampled_from(KINDS), max_size=2).map(tuple),
    which=WHICH,
    versions=st.lists(st.sampled_from([version_key(text) for text in VERSIONS]), max_size=2).map(tuple),
)
STEPS = st.lists(st.one_of(PUTS, st.tuples(ABOUT, WANTED)), max_size=10)


def do(tx: Transaction, step: Any, now: int) -> object:
    if isinstance(step, list):
        return tx.drawers.put(ID, step, now=now)
    return tx.drawers.discard(ID, *step)


def walked(tx: Transaction, wanted: Wanted) -> Iterator[object]:
    """Every page, and the lines of it, until there is no more."""
    more = True
    while more:
        page = tx.drawers.joined(ID, wanted)
        yield page
        yield tx.drawers.lines(ID, wanted)
        wanted, more = replace(wanted, after=page.end), page.more


def answers(tx: Transaction, wanted: Wanted) -> list[object]:
    return [tx.drawers.count(ID), *walked(tx, wanted)]


def emptied(store: SqlStore) -> None:
    with connections[store.alias].cursor() as cursor:
        for table in ("drawer", "drawerline", "chunk", "chunktype", "chunkbytes", "residue"):
            cursor.execute(f"DELETE FROM store_{table}")  # noqa: S608 - our own tables


def compare(store: SqlStore, steps: list[Any], asked: list[Wanted]) -> None:
    emptied(store)
    both: tuple[Store, Store] = (store, MemoryStore(random.Random(1).randbytes))
    for one in both:
        with one.transaction() as tx:
            tx.drawers.create(Drawer(ID, "Ksar", NOW))
    for number, step in enumerate(steps):
        with ExitStack() as stack:
            first, second = [stack.enter_context(one.transaction()) for one in both]
            assert do(first, step, NOW + number * 40) == do(second, step, NOW + number * 40)
    with ExitStack() as stack:
        first, second = [stack.enter_context(one.snapshot()) for one in both]
        for wanted in asked:
            assert answers(first, wanted) == answers(second, wanted)


@TRIED
@given(steps=STEPS, asked=st.lists(WANTED, min_size=1, max_size=5))
def test_sqlite_answers_as_memory_does(sqlite_store: SqlStore, steps: list[Any], asked: list[Wanted]) -> None:
    compare(sqlite_store, steps, asked)


@TRIED
@given(steps=STEPS, asked=st.lists(WANTED, min_size=1, max_size=5))
def test_postgres_answers_as_memory_does(
    postgres_store: SqlStore, steps: list[Any], asked: list[Wanted]
) -> None:
    compare(postgres_store, steps, asked)


@pytest.mark.parametrize("size", [1, 3])
def test_many_small_puts_are_few_chunks(sqlite_store: SqlStore, size: int) -> None:
    with sqlite_store.transaction() as tx:
        tx.drawers.create(Drawer(ID, "Ksar", NOW))
        for first in range(0, 300 * size, size):
            tx.drawers.put(ID, many(first, size), now=NOW)
        assert tx.drawers.joined(ID, Wanted(limit=1000)).number == 300 * size
    with connections[sqlite_store.alias].cursor() as cursor:
        cursor.execute("SELECT COUNT(*), MAX(size) FROM store_chunk")
        found, largest = cursor.fetchone()
    assert largest <= 128
    assert found <= 300 * size / 64 + 8
