"""How fast a database keeps and tells: durable appends to many feeds, one object to everybody."""

from __future__ import annotations

import gc
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles
from time import perf_counter

from django.apps import apps

from tansiq.exchange import Leaving
from tansiq.ledger import Kind
from tansiq.store import SqlStore
from tests.services.django import set_up_django
from tests.store import databases

FEEDS = 200
ENTRIES = 1000
READERS = 300
OBJECTS = 200
BODY = 700


def run(size: float = 1) -> dict[str, float]:
    """Return leaves a second over 200 feeds; median and 99th percentile of one object to 300 feeds in ms."""
    if not apps.ready:
        set_up_django()
    # Loaded modules are never garbage; full collections over them would set the 99th percentile.
    gc.freeze()
    with _store() as store:
        rate = _append_rate(store, int(ENTRIES * size))
    with _store() as store:
        delays = _tell_delays(store, int(OBJECTS * size))
    centiles = quantiles(delays, n=100)
    return {
        f"append to {FEEDS} feeds, leaves/s": round(rate),
        f"one object to {READERS} feeds, p50 ms": round(centiles[49] * 1000, 1),
        f"one object to {READERS} feeds, p99 ms": round(centiles[98] * 1000, 1),
    }


def _append_rate(store: SqlStore, count: int) -> float:
    entries = [_leaving(number) for number in range(count)]
    everybody = dict.fromkeys(_agencies(FEEDS), entries)
    started = perf_counter()
    with store.transaction() as tx:
        tx.feeds.append_many(everybody, now=datetime.now(UTC))
    return FEEDS * count / (perf_counter() - started)


def _tell_delays(store: SqlStore, count: int) -> list[float]:
    delays = []
    for number in range(count):
        everybody = dict.fromkeys(_agencies(READERS), (_leaving(number),))
        started = perf_counter()
        with store.transaction() as tx:
            tx.feeds.append_many(everybody, now=datetime.now(UTC))
        delays.append(perf_counter() - started)
    return delays


def _agencies(count: int) -> list[str]:
    return [f"identity--{number:08d}-0000-4000-8000-000000000000" for number in range(count)]


def _leaving(number: int) -> Leaving:
    object_id = f"report--{number:08d}-0000-4000-8000-000000000000"
    return Leaving(Kind.OBJECT, secrets.token_bytes(BODY), object_id, "2026-03-01T08:00:00.000Z")


@contextmanager
def _store() -> Iterator[SqlStore]:
    """A store in a new SQLite file."""
    from tansiq import settings  # noqa: PLC0415 - after Django is set up

    with tempfile.TemporaryDirectory() as folder:
        database = settings.database(f"sqlite:///{Path(folder) / 'bench.sqlite'}")
        databases.migrate(database)
        with databases.connected(database) as alias:
            yield SqlStore(secrets.token_bytes, alias)
