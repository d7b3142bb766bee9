"""Django's settings keep their promises: durable, erasing, and nothing that travels in the clear."""

from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import DjangoDbBlocker

from tansiq import settings
from tansiq.store.sql.database import Database
from tests.store import databases


@pytest.mark.parametrize(
    ("url", "host", "port", "name"),
    [
        ("postgresql://amina:p%40ss@db.example:5433/node", "db.example", "5433", "node"),
        ("postgresql://amina:p%40ss@/node?host=/run/sockets&port=5434", "/run/sockets", "5434", "node"),
        ("postgresql://amina:p%40ss@db.example/a%20b?sslmode=verify-full", "db.example", "", "a b"),
    ],
)
def test_an_address_of_postgres_is_taken_apart(url: str, host: str, port: str, name: str) -> None:
    database = settings.database(url)
    assert (database["HOST"], database["PORT"], database["NAME"]) == (host, port, name)
    assert (database["USER"], database["PASSWORD"]) == ("amina", "p@ss")
    assert ("sslmode" in database["OPTIONS"]) == ("sslmode" in url)


@pytest.mark.parametrize("url", ["sqlite:///srv/a%20b.sqlite", "sqlite:////srv/a%20b.sqlite"])
def test_an_address_of_sqlite_is_an_absolute_path(url: str) -> None:
    assert settings.database(url)["NAME"] == "/srv/a b.sqlite"


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("secure_delete", 1), ("busy_timeout", 10000)],
)
def test_sqlite_is_durable_and_erases(
    tmp_path: Path, pragma: str, value: object, django_db_blocker: DjangoDbBlocker
) -> None:
    database = settings.database(f"sqlite:///{tmp_path / 'a b.sqlite'}")
    with django_db_blocker.unblock(), databases.connected(database) as alias:
        assert Database(alias).row(f"PRAGMA {pragma}") == (value,)
    assert (tmp_path / "a b.sqlite").exists()


def test_models_and_migrations_agree(django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock():
        call_command("makemigrations", "store", check_changes=True, dry_run=True, verbosity=0)


def test_nothing_is_debugged_in_the_open() -> None:
    assert not settings.DEBUG
    assert settings.SESSION_COOKIE_HTTPONLY
    cookies = [settings.SESSION_COOKIE_SAMESITE, settings.CSRF_COOKIE_SAMESITE]
    assert cookies == ["Strict", "Strict"]
    assert settings.CONFIG.is_public == settings.SESSION_COOKIE_SECURE
