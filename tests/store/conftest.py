"""The stores of the contract: memory, a SQLite file, a real PostgreSQL."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from pytest_django import DjangoDbBlocker

from tansiq import settings
from tansiq.store import MemoryStore, SqlStore, Store
from tests.services.postgres import Postgres
from tests.store import databases


@pytest.fixture(autouse=True)
def unblocked(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Let these tests at their own databases; pytest-django guards the default one only."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> Path:
    """A migrated SQLite file."""
    path = tmp_path_factory.mktemp("sqlite") / "template.sqlite"
    with django_db_blocker.unblock():
        databases.migrate(settings.database(f"sqlite:///{path}"))
    return path


@pytest.fixture
def sqlite_file(sqlite_template: Path, tmp_path: Path) -> Path:
    """A migrated SQLite file of this test's own."""
    return databases.copy_of(sqlite_template, tmp_path)


@pytest.fixture
def sqlite_store(sqlite_file: Path) -> Iterator[SqlStore]:
    """A store in a SQLite file."""
    with databases.connected(settings.database(f"sqlite:///{sqlite_file}")) as alias:
        store = SqlStore(random.Random(1).randbytes, alias)
        yield store
        store.close()


@pytest.fixture(scope="session")
def postgres_database(postgres: Postgres, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, Any]]:
    """A migrated PostgreSQL database."""
    with postgres.database() as url:
        database = settings.database(url)
        with django_db_blocker.unblock():
            databases.migrate(database)
        yield database


@pytest.fixture
def postgres_store(postgres_database: dict[str, Any]) -> Iterator[SqlStore]:
    """A store in PostgreSQL, empty at the start."""
    with databases.connected(postgres_database) as alias:
        with connections[alias].cursor() as cursor:
            tables = [
                name for name in connections[alias].introspection.table_names() if name.startswith("store_")
            ]
            for table in tables:
                cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - our own tables
        store = SqlStore(random.Random(1).randbytes, alias)
        yield store
        store.close()


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def store(request: pytest.FixtureRequest) -> Store:
    """Each store in turn, founded by nobody yet."""
    if request.param == "memory":
        return MemoryStore(random.Random(1).randbytes)
    chosen: SqlStore = request.getfixturevalue(f"{request.param}_store")
    return chosen
