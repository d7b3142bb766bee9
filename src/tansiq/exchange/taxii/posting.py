"""Putting objects into a drawer: what is right is stored, what is wrong is said, nothing too soon."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from functools import partial
from typing import Final, TypeVar

from msgspec import Raw

from tansiq.exchange.taxii import resources
from tansiq.exchange.taxii.caller import Caller
from tansiq.exchange.taxii.chunks import Chunk, read_chunk
from tansiq.exchange.taxii.envelopes import split_envelope
from tansiq.exchange.taxii.errors import SomeRefused
from tansiq.exchange.taxii.moments import micros, written
from tansiq.exchange.taxii.ports import TX, Account, Drawer, Intake, Put
from tansiq.exchange.taxii.resources import Outcome

LARGEST_CHUNK: Final = 2_000
"""Objects that one transaction takes in."""

R = TypeVar("R")
Begin = Callable[[], AbstractContextManager[TX]]


def post(
    begin: Begin[TX],
    calling: Callable[[TX], Caller],
    ref: str,
    body: bytes,
    *,
    intake: Intake[TX],
    now: datetime,
    new_uuid: Callable[[], str],
) -> bytes:
    """Put the objects of the envelope `body` into drawer `ref` (spec/taxii.md, 14 to 16).

    Returns the status resource (TAXII 2.1, 4.3).

    `begin` opens a transaction to write in, and `calling` says anew in each who calls, with which rights. The
    last one keeps the status too. Raises `NothingHere` or `MayNotWrite` before `body` is read, and
    `BadEnvelope`.
    """

    def enter(tx: TX) -> tuple[Account, Drawer]:
        caller = calling(tx)
        return caller.account, caller.writable(ref)

    def keep(tx: TX, last: Sequence[Outcome]) -> bytes:
        document = resources.status(status_id, written(micros(now)), [*done, *last])
        kept = resources.pack_status(document)
        tx.statuses.keep(status_id, account.name, drawer.id, kept, at=micros(now))
        return document

    with begin() as tx:
        account, drawer = enter(tx)
    pieces, status_id, done = split_envelope(body), new_uuid(), list[Outcome]()
    put = partial(put_in, begin, enter, intake=intake, now=now)
    *firsts, last = range(0, max(len(pieces), 1), LARGEST_CHUNK)
    for first in firsts:
        done += put(pieces[first : first + LARGEST_CHUNK], first=first, then=lambda _, outcomes: outcomes)
    return put(pieces[last:], first=last, then=keep)


def put_in(
    begin: Begin[TX],
    enter: Callable[[TX], tuple[Account, Drawer]],
    pieces: Sequence[Raw | bytes],
    *,
    intake: Intake[TX],
    now: datetime,
    then: Callable[[TX, Sequence[Outcome]], R],
    first: int = 0,
) -> R:
    """Put `pieces`, the exact bytes of objects, in one transaction into the drawer, as whom `enter` says.

    Returns what `then` makes, in that same transaction, of what became of each. `first` is the place of the
    first of them in the request, by which one without an id is named.
    """
    received = written(micros(now))
    chunk = read_chunk(pieces, first, received)
    while True:
        try:
            with begin() as tx:
                _store(chunk, tx, *enter(tx), intake=intake, now=now)
                return then(tx, chunk.outcomes())
        except SomeRefused:
            continue


def _store(
    chunk: Chunk, tx: TX, account: Account, drawer: Drawer, *, intake: Intake[TX], now: datetime
) -> None:
    """Store what `chunk` holds, and note in it what lies there otherwise.

    Raises `SomeRefused`, once noted in `chunk`, when the terms of `drawer` refuse some.
    """
    became = dict(
        zip(chunk.objects, tx.drawers.put(drawer.id, chunk.arriving(), now=micros(now)), strict=True)
    )
    chunk.conflicts = [place for place, put in became.items() if put is Put.CONFLICT]
    added = [place for place, put in became.items() if put is Put.ADDED]
    if drawer.terms is not None and added:
        said = intake.take(tx, drawer, [chunk.objects[place] for place in added], account=account, now=now)
        refused = {place: why for place, why in zip(added, said, strict=True) if why is not None}
        if refused:
            chunk.refuse(refused)
            raise SomeRefused(number=str(len(refused)))
