"""Measures the exchange end to end.

Importing to few and many partners, the bytes of a sync, a receiver taking it in.
"""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from itertools import count
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Final

from django.apps import apps
from zstandard import ZstdCompressor

from tansiq.exchange import Partner
from tansiq.exchange.node import default_basis
from tansiq.ledger import PACK_WIDTH
from tansiq.release import Standing
from tansiq.stix import StixObject
from tansiq.store import SqlStore, Store
from tests.exchange.cast import HOME, MEMBER, NOW, SAHEL, URL, Link, Node, node, note, pair, to
from tests.services.django import set_up_django
from tests.store import databases

StoreFactory = Callable[[], Store]
BACKLOG: Final = 10_000
SENTENCES: Final = (
    "قافلة سيارات شوهدت على الطريق الشمالي قرب الحدود ليلا",
    "une patrouille a saisi deux véhicules sans plaques près du puits",
    "a lorry with fuel drums crossed the dry river before dawn and turned east",
)
WORDS: Final = " ".join(SENTENCES).split()


@contextmanager
def durable_stores() -> Iterator[StoreFactory]:
    """Hand out what makes empty stores in SQLite files, as a node keeps them."""
    if not apps.ready:
        set_up_django()
    from tansiq import settings  # noqa: PLC0415 - after Django is set up

    numbers = count()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))

        def make() -> Store:
            database = settings.database(f"sqlite:///{folder / f'{next(numbers)}.sqlite'}")
            databases.migrate(database)
            return SqlStore(secrets.token_bytes, stack.enter_context(databases.connected(database)))

        yield make


def run(make_store: StoreFactory | None = None) -> dict[str, float]:
    """Return every figure by its name; the unit is the end of the name.

    `make_store` gives each node an empty store; they lie in SQLite files unless it is given.
    """
    if make_store is None:
        with durable_stores() as make:
            return run(make)
    return {
        "import to 3 partners, objects/s": _import_rate(make_store, partners=3, objects=2000),
        "import to 200 partners, objects/s": _import_rate(make_store, partners=200, objects=300),
        **_sync(make_store),
    }


def _objects(number: int) -> list[StixObject]:
    dice = Random(7)
    return [note(" ".join(dice.choices(WORDS, k=60))) for _ in range(number)]


def _home(make_store: StoreFactory, partners: int) -> Node:
    home = node(HOME, 1, make_store())
    begun = NOW - timedelta(days=9)
    others = [
        node(f"identity--{number:08x}-0000-4000-8000-00000000000b", number)
        for number in range(2, 2 + partners)
    ]
    for other in others:
        with home.store.transaction() as tx:
            partner = Partner(other.agency, Standing.ACTIVE, URL)
            tx.agencies.pair(partner, default_basis(other.id, begun), now=begun)
    home.convene(*(other.id for other in others))
    return home


def _import_rate(make_store: StoreFactory, *, partners: int, objects: int) -> float:
    home, drafts = _home(make_store, partners), _objects(objects)
    begun = perf_counter()
    home.tell(*drafts, to=to(circles=[SAHEL]))
    return objects / (perf_counter() - begun)


class _Meter(Link):
    """A wire that counts the bytes of slices and heads."""

    carried = 0

    def slice(self, number: int, first: int, last: int) -> bytes:
        data = super().slice(number, first, last)
        self.carried += len(data)
        return data

    def checkpoint(self, size: int, seen: int, wait: float) -> bytes | None:
        data = super().checkpoint(size, seen, wait)
        self.carried += len(data or b"")
        return data


def _sync(make_store: StoreFactory) -> dict[str, float]:
    home, member = node(HOME, 1, make_store()), node(MEMBER, 2, make_store())
    pair(home, member)
    home.tell(*_objects(BACKLOG), to=to(MEMBER))
    whole = len(ZstdCompressor(19).compress(_content(home)))
    meter = member.links[HOME] = _Meter(member, home)
    begun = perf_counter()
    pulled = member.pull(home)
    taken = perf_counter() - begun
    if pulled.refused or pulled.entries <= BACKLOG:
        raise RuntimeError("the backlog to measure did not arrive")
    return {
        "backlog of 10,000: bytes ÷ one zstd-19": meter.carried / whole,
        "serve, verify and admit, objects/s": BACKLOG / taken,
    }


def _content(home: Node) -> bytes:
    feeds = home.view().feeds
    size = feeds.outgoing(MEMBER).frontier.size
    bodies: list[bytes] = []
    for start in range(0, size, PACK_WIDTH):
        part = feeds.slice(MEMBER, start // PACK_WIDTH, 0, min(PACK_WIDTH, size - start))
        bodies += [body for body in part.bodies if body is not None]
    return b"".join(bodies)


if __name__ == "__main__":
    for figure, value in run().items():
        print(f"{figure:42} {value:14,.2f}")
