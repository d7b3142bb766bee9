"""What tests of nodes ask for: a place to found them in, one node, and the command line of one."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from tansiq import settings
from tansiq.wiring import Node
from tests.store import databases
from tests.wiring.nodes import Homes


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> Path:
    """A migrated SQLite file that belongs to nobody yet."""
    path = tmp_path_factory.mktemp("empty") / "template.sqlite"
    with django_db_blocker.unblock():
        databases.migrate(settings.sqlite(str(path)))
    return path


@pytest.fixture
def homes(
    empty_database: Path,
    tmp_path: Path,
    django_db_blocker: DjangoDbBlocker,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Homes]:
    """A place to found nodes in."""
    monkeypatch.setenv("TANSIQ_LANGUAGE", "en")
    umask = os.umask(0o077)
    with django_db_blocker.unblock():
        yield Homes(tmp_path, empty_database, monkeypatch)
    os.umask(umask)


@pytest.fixture
def home(homes: Homes) -> Iterator[Path]:
    """The folder of one node, which this process is for the length of the test."""
    with homes.at(homes.found("Alpha")) as folder:
        yield folder


@pytest.fixture
def node(homes: Homes) -> Iterator[Node]:
    """One node, opened."""
    with homes.opened(homes.found("Alpha")) as opened:
        yield opened
