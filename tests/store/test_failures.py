"""A database that is locked, full, damaged or gone says so, and nothing is half-kept."""

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connections

from tansiq import settings
from tansiq.ledger import Frontier
from tansiq.store import (
    Damaged,
    DiskFull,
    Gone,
    Locked,
    NotPrepared,
    ReadOnly,
    SqlStore,
    StoreError,
    Unavailable,
)
from tansiq.store.sql.failures import failure
from tests.services.postgres import Postgres
from tests.store import databases
from tests.store.cast import MEMBER, NOW, leaving


def append(store: SqlStore, count: int = 1) -> None:
    with store.transaction() as tx:
        tx.feeds.append(
            MEMBER, [leaving(n, body=random.Random(n).randbytes(900)) for n in range(count)], now=NOW
        )


def size(store: SqlStore) -> int:
    with store.snapshot() as tx:
        return tx.feeds.outgoing(MEMBER).frontier.size


@contextmanager
def opened(url: str, **options: int) -> Iterator[SqlStore]:
    database = settings.database(url)
    database["OPTIONS"] |= options
    with databases.connected(database) as alias:
        store = SqlStore(random.Random(1).randbytes, alias)
        yield store
        store.close()


def test_a_locked_database_is_named_and_serves_again(sqlite_file: Path) -> None:
    with opened(f"sqlite:///{sqlite_file}", timeout=0) as store:
        append(store)
        with closing(sqlite3.connect(sqlite_file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(Locked, match="Try again"):
                append(store)
            other.execute("ROLLBACK")
        append(store)
        assert size(store) == 2


def test_a_full_database_keeps_what_it_had(sqlite_store: SqlStore) -> None:
    append(sqlite_store)
    with connections[sqlite_store.alias].cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0] + 5}")
    with pytest.raises(DiskFull, match="Free space"):
        append(sqlite_store, 500)
    assert size(sqlite_store) == 1
    append(sqlite_store)
    assert size(sqlite_store) == 2


def test_a_database_without_tables_asks_for_init(tmp_path: Path) -> None:
    (tmp_path / "new.sqlite").touch()
    with (
        opened(f"sqlite:///{tmp_path / 'new.sqlite'}") as store,
        pytest.raises(NotPrepared, match="tansiq init"),
    ):
        size(store)


def test_a_database_that_is_gone_is_not_begun_anew(sqlite_file: Path) -> None:
    with opened(f"sqlite:///{sqlite_file}") as store:
        append(store)
        away = sqlite_file.rename(sqlite_file.with_name("away"))
        for act in (append, size, SqlStore.pulse, SqlStore.scrub):
            with pytest.raises(Gone, match="TANSIQ_HOME"):
                act(store)
        assert not sqlite_file.exists()
        away.rename(sqlite_file)
        append(store)
        assert size(store) == 2


def test_a_database_in_the_place_of_another_is_not_written_to(sqlite_file: Path) -> None:
    with opened(f"sqlite:///{sqlite_file}") as store:
        append(store)
        away = sqlite_file.rename(sqlite_file.with_name("away"))
        sqlite_file.write_bytes(away.read_bytes())
        with pytest.raises(Gone, match="another file"):
            append(store)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with opened(f"sqlite:///{tmp_path / 'no' / 'where.sqlite'}") as store:
        with pytest.raises(Gone, match="TANSIQ_HOME"):
            size(store)
        with pytest.raises(Gone):
            store.pulse()


def test_another_file_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "letter.sqlite"
    path.write_bytes(b"Dear colleagues, " * 100)
    with opened(f"sqlite:///{path}") as store, pytest.raises(Damaged, match="backup"):
        size(store)


def test_a_database_that_may_not_be_written_says_so(sqlite_store: SqlStore) -> None:
    with connections[sqlite_store.alias].cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON")
    with pytest.raises(ReadOnly, match="permissions"):
        append(sqlite_store)


def test_a_server_that_is_not_there_is_named() -> None:
    with (
        opened("postgresql://nobody@127.0.0.1:1/none") as store,
        pytest.raises(Gone, match="TANSIQ_DATABASE"),
    ):
        append(store)


def test_a_server_without_the_database_says_so(postgres: Postgres) -> None:
    with opened(postgres.url("absent")) as store, pytest.raises(Gone):
        append(store)


def test_a_connection_that_was_cut_is_opened_again(postgres_store: SqlStore, postgres: Postgres) -> None:
    append(postgres_store)
    with psycopg.connect(postgres.url("postgres"), autocommit=True) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE pid <> pg_backend_pid() AND usename = %s",
            [postgres.user],
        )
    with pytest.raises(Gone):
        append(postgres_store)
    append(postgres_store)
    assert size(postgres_store) == 2


def test_a_writer_that_waits_too_long_is_told(
    postgres_database: dict[str, Any], postgres_store: SqlStore
) -> None:
    impatient = postgres_database | {
        "OPTIONS": {**postgres_database["OPTIONS"], "options": "-c lock_timeout=50ms"}
    }
    with databases.connected(impatient) as alias, postgres_store.transaction() as tx:
        with pytest.raises(Locked):
            append(SqlStore(random.Random(2).randbytes, alias))
        assert tx.feeds.append(MEMBER, [leaving()], now=NOW) != Frontier.empty()
    assert size(postgres_store) == 1


def test_an_error_of_the_caller_is_not_dressed_up(sqlite_store: SqlStore) -> None:
    with pytest.raises(KeyError), sqlite_store.transaction():
        raise KeyError
    assert failure(KeyError()) is None


@pytest.mark.parametrize("kind", Unavailable.__subclasses__())
def test_every_failure_says_how_to_mend_it(kind: type[StoreError]) -> None:
    assert kind.hint
    assert str(kind("What happened.")) == f"What happened. {kind.hint}"
