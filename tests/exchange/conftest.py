"""The cast, fresh for every test; in memory, and where it matters in SQLite files too."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from tansiq import settings
from tansiq.store import SqlStore
from tests.exchange.cast import Cast, chance, make_cast
from tests.store import databases


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> Path:
    """A migrated SQLite file."""
    path = tmp_path_factory.mktemp("exchange") / "template.sqlite"
    with django_db_blocker.unblock():
        databases.migrate(settings.database(f"sqlite:///{path}"))
    return path


@pytest.fixture
def durable_cast(empty_database: Path, tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Cast]:
    """The cast, each with a SQLite file of its own."""
    with django_db_blocker.unblock(), ExitStack() as stack:
        stores = []
        for number in range(3):
            path = Path(shutil.copy(empty_database, tmp_path / f"{number}.sqlite"))
            alias = stack.enter_context(databases.connected(settings.database(f"sqlite:///{path}")))
            stores.append(SqlStore(chance(number + 100), alias))
            stack.callback(stores[-1].close)
        yield make_cast(stores)
