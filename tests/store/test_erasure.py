"""Erased content and salts are in no file of the database any more."""

import random
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connections

from tansiq.exchange import Tombstone
from tansiq.exchange.taxii import Arriving, Drawer, Wanted
from tansiq.ledger import salts
from tansiq.store import SqlStore, Store
from tests.services.postgres import Postgres
from tests.store.cast import BY_MEMBER, MEMBER, NOW, OUTSIDER, arrived, leaving, object_id, record

CANARY = "zerzura canary of tessalit"
DRAWER = "5a1ff57e-7cb0-4c4f-9e1c-0d3ab3f00001"
SALT = random.Random(9).randbytes(16)


def bring_in(store: Store) -> list[bytes]:
    """Keep and tell the canary, small and large; returns every secret that must go."""
    filler = " ".join(str(random.Random(3).getrandbits(64)) for _ in range(400))
    body = f"\x01{CANARY} {filler}".encode()
    with store.transaction() as tx:
        tx.objects.add(record(1, text=f"{CANARY} {filler}"), BY_MEMBER, sender=MEMBER)
        tx.objects.add(record(2, text="harmless"), BY_MEMBER, sender=MEMBER)
        tx.feeds.append_many(
            {
                OUTSIDER: [leaving(2), leaving(1, body=body)],
                MEMBER: [leaving(1, body=f"\x01{CANARY}".encode()), *(leaving(n) for n in range(3, 300))],
            },
            now=NOW,
        )
        entries = [replace(arrived(1), salt=SALT), arrived(2)]
        tree = tx.feeds.incoming(MEMBER).frontier.extend(entry.leaf for entry in entries)
        tx.feeds.arrived(MEMBER, entries, tree, b"note", now=NOW)
        told, own = tx.feeds.slice(OUTSIDER, 0, 1, 2), tx.feeds.slice(MEMBER, 0, 0, 1)
    seeds = [told.seed or b"", own.seed or b""]
    return [CANARY.encode(), *seeds, SALT, salts(seeds[0])[1], salts(seeds[1])[0]]


def take_away(store: Store) -> None:
    with store.transaction() as tx:
        tx.objects.recall(Tombstone(object_id(1), MEMBER, "error", NOW, None, MEMBER))
        tx.feeds.untell(object_id(1))
        tx.feeds.forget_salts(object_id(1))
        tx.objects.erase(object_id(1), at=NOW)


def found(secrets: list[bytes], files: list[Path]) -> list[str]:
    """Name every secret and the file where it still stands."""
    return [
        f"{secret!r} in {path.name}" for path in files for secret in secrets if secret in path.read_bytes()
    ]


def files_of(database: Path) -> list[Path]:
    return sorted(database.parent.glob(f"{database.name}*"))


def test_a_canary_is_in_no_file_after_recall_and_scrub(sqlite_store: SqlStore, sqlite_file: Path) -> None:
    secrets = bring_in(sqlite_store)
    assert sqlite_store.scrub()
    for secret in secrets[:4]:
        assert found([secret], files_of(sqlite_file))
    take_away(sqlite_store)
    assert sqlite_store.scrub()
    assert found(secrets, files_of(sqlite_file)) == []
    assert sqlite_file.with_name(f"{sqlite_file.name}-wal").stat().st_size == 0


def test_the_search_column_forgets(sqlite_store: SqlStore, sqlite_file: Path) -> None:
    bring_in(sqlite_store)
    take_away(sqlite_store)
    assert sqlite_store.scrub()
    assert found([b"zerzura", b"tessalit"], files_of(sqlite_file)) == []


def test_a_reader_in_the_way_is_reported_and_later_scrubbed(
    sqlite_store: SqlStore, sqlite_file: Path
) -> None:
    secrets = bring_in(sqlite_store)
    reading, done = threading.Event(), threading.Event()

    def read() -> None:
        with sqlite_store.snapshot() as tx:
            tx.objects.record(object_id(2))
            reading.set()
            done.wait(30)
        sqlite_store.close()

    reader = threading.Thread(target=read)
    reader.start()
    reading.wait(30)
    take_away(sqlite_store)
    assert not sqlite_store.scrub()
    done.set()
    reader.join()
    assert sqlite_store.scrub()
    assert found(secrets, files_of(sqlite_file)) == []


def test_a_canary_is_in_no_table_file_of_postgres(postgres_store: SqlStore, postgres: Postgres) -> None:
    secrets = bring_in(postgres_store)
    _checkpoint(postgres_store)
    assert found(secrets[1:2], _tables(postgres))
    take_away(postgres_store)
    assert postgres_store.scrub()
    _checkpoint(postgres_store)
    assert found(secrets, _tables(postgres)) == []


def test_postgres_waits_for_readers_too(postgres_store: SqlStore) -> None:
    bring_in(postgres_store)
    take_away(postgres_store)
    reading, done = threading.Event(), threading.Event()

    def read() -> None:
        with postgres_store.snapshot() as tx:
            tx.objects.record(object_id(2))
            reading.set()
            done.wait(30)
        postgres_store.close()

    reader = threading.Thread(target=read)
    reader.start()
    reading.wait(30)
    assert not postgres_store.scrub()
    done.set()
    reader.join()
    assert postgres_store.scrub()


def _checkpoint(store: SqlStore) -> None:
    with connections[store.alias].cursor() as cursor:
        cursor.execute("CHECKPOINT")


def _tables(postgres: Postgres) -> list[Path]:
    return [path for path in (postgres.folder / "data" / "base").rglob("*") if path.is_file()]


def put_canary(store: Store) -> list[bytes]:
    """Put the canary into a drawer, among others and again and again merged; returns what must go."""
    secret = " ".join([CANARY, *(str(random.Random(4).getrandbits(64)) for _ in range(200))])
    with store.transaction() as tx:
        tx.drawers.create(Drawer(DRAWER, "Ksar", 1))
    objects = [arriving(number, f"object {number} of Ksar " * 20) for number in range(40)]
    for one in (*objects[:20], arriving(99, secret), *objects[20:]):
        with store.transaction() as tx:
            tx.drawers.put(DRAWER, [one], now=1)
    return [secret.encode(), CANARY.encode(), object_id(99, "canary").encode()]


def arriving(number: int, text: str) -> Arriving:
    kind = "canary" if number == 99 else "indicator"
    return Arriving(object_id(number, kind), kind, "", "", text.encode())


def discard_canary(store: Store) -> None:
    with store.transaction() as tx:
        assert tx.drawers.discard(DRAWER, object_id(99, "canary"), Wanted(limit=1)) == 1


def remove_drawer(store: Store) -> None:
    with store.transaction() as tx:
        tx.drawers.remove(DRAWER)


@pytest.mark.parametrize("erase", [discard_canary, remove_drawer])
def test_what_lay_in_a_drawer_is_in_no_file_after_a_scrub(
    sqlite_store: SqlStore, sqlite_file: Path, erase: Callable[[Store], None]
) -> None:
    secrets = put_canary(sqlite_store)
    assert sqlite_store.scrub()
    assert found(secrets[1:2], files_of(sqlite_file))
    erase(sqlite_store)
    assert sqlite_store.scrub()
    assert found([*secrets, b"canary--"], files_of(sqlite_file)) == []


@pytest.mark.parametrize("erase", [discard_canary, remove_drawer])
def test_what_lay_in_a_drawer_is_in_no_table_of_postgres(
    postgres_store: SqlStore, postgres: Postgres, erase: Callable[[Store], None]
) -> None:
    secrets = put_canary(postgres_store)
    _checkpoint(postgres_store)
    assert found(secrets[1:2], _tables(postgres))
    erase(postgres_store)
    assert postgres_store.scrub()
    _checkpoint(postgres_store)
    assert found([*secrets, b"canary--"], _tables(postgres)) == []
