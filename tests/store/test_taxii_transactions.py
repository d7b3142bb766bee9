"""Whatever is written for TAXII is committed whole or not at all, and never in a snapshot."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

import pytest

from tansiq.exchange.taxii import (
    Account,
    Arriving,
    Direction,
    Doors,
    Drawer,
    Drawers,
    Progress,
    Right,
    Secrets,
    Source,
    Sources,
    Statuses,
    Wanted,
    Which,
)
from tansiq.store import ReadOnly, Store, TooLong, Transaction

Write = Callable[[Transaction], object]

ID, OTHER = (f"5a1ff57e-7cb0-4c4f-9e1c-0d3ab3f0000{number}" for number in (1, 2))
ALL = Wanted(limit=9, which=frozenset({Which.ALL}))
SIEM = Account("siem", None, 1)
SOURCE = Source("a1", "https://feed.example/api/collections/1/", Direction.PULL, ID)


def tool(number: int) -> Arriving:
    return Arriving(f"tool--{number}", "tool", "", "", b'"%d"' % number)


WRITES: dict[str, Write] = {
    "Doors.add": lambda tx: tx.doors.add(Account("other", None, 2), Secrets()),
    "Doors.renew": lambda tx: tx.doors.renew("siem", Secrets(token=b"2")),
    "Doors.close": lambda tx: tx.doors.close("siem", at=2),
    "Doors.grant": lambda tx: tx.doors.grant("siem", ID, Right(read=False, write=True)),
    "Drawers.create": lambda tx: tx.drawers.create(Drawer(OTHER, "other", 2)),
    "Drawers.change": lambda tx: tx.drawers.change(Drawer(ID, "renamed", 1)),
    "Drawers.remove": lambda tx: tx.drawers.remove(ID),
    "Drawers.put": lambda tx: tx.drawers.put(ID, [tool(2), tool(3)], now=5),
    "Drawers.discard": lambda tx: tx.drawers.discard(ID, "tool--1", ALL),
    "Statuses.keep": lambda tx: tx.statuses.keep("s1", "siem", ID, b"[]", at=2),
    "Statuses.prune": lambda tx: tx.statuses.prune(before=2),
    "Sources.add": lambda tx: tx.sources.add(replace(SOURCE, id="b2")),
    "Sources.change": lambda tx: tx.sources.change(replace(SOURCE, paused=True)),
    "Sources.remove": lambda tx: tx.sources.remove("a1"),
    "Sources.advance": lambda tx: tx.sources.advance("a1", Progress("cursor")),
}
READS = {
    *("Doors.account", "Doors.by_token", "Doors.accounts", "Doors.rights"),
    *("Drawers.drawers", "Drawers.joined", "Drawers.lines", "Drawers.generation", "Drawers.count"),
    *("Statuses.status", "Sources.sources"),
}


class Interrupted(Exception):
    """What goes wrong at the end of a transaction."""


def everything(tx: Transaction) -> list[object]:
    inside = [one.id for one in tx.drawers.drawers()]
    return [
        [(tx.doors.account(one.name), tx.doors.rights(one.name)) for one in tx.doors.accounts()],
        [tx.doors.by_token(token) for token in (b"1", b"2")],
        tx.drawers.drawers(),
        [(tx.drawers.count(one), tx.drawers.generation(one)) for one in inside],
        [(tx.drawers.joined(one, ALL), tx.drawers.lines(one, ALL)) for one in inside],
        tx.statuses.status("s1"),
        list(tx.sources.sources()),
    ]


@pytest.fixture
def filled(store: Store) -> Store:
    with store.transaction() as tx:
        tx.drawers.create(Drawer(ID, "Ksar", 1, alias="ksar"))
        tx.drawers.put(ID, [tool(1)], now=1)
        tx.doors.add(SIEM, Secrets(token=b"1"))
        tx.doors.grant("siem", ID, Right(read=True, write=True))
        tx.statuses.keep("s1", "siem", ID, b"{}", at=1)
        tx.sources.add(SOURCE)
    return store


def test_every_method_of_the_ports_is_tried_here() -> None:
    ports = (Doors, Drawers, Statuses, Sources)
    methods = {f"{port.__name__}.{name}" for port in ports for name in vars(port) if name[0] != "_"}
    assert methods == {*WRITES, *READS}


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_what_is_committed_shows_and_what_fails_does_not(filled: Store, write: Write) -> None:
    with filled.snapshot() as tx:
        before = everything(tx)
    with suppress(Interrupted), filled.transaction() as tx:
        write(tx)
        assert everything(tx) != before
        raise Interrupted
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


@pytest.mark.parametrize(
    "long",
    [
        tool(2)._replace(object_id="tool--" + "9" * 300),
        tool(2)._replace(type="t" * 301),
        tool(2)._replace(version="9" * 65),
        tool(2)._replace(order="9" * 65),
    ],
)
def test_what_fits_no_column_is_refused_and_nothing_of_the_put_is_kept(filled: Store, long: Arriving) -> None:
    with pytest.raises(TooLong), filled.transaction() as tx:
        tx.drawers.put(ID, [tool(3), long], now=5)
    with filled.snapshot() as tx:
        assert tx.drawers.count(ID) == 1
