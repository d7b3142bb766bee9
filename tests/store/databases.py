"""Databases for tests: a migrated SQLite file to copy, a migrated PostgreSQL database to empty."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connections
from django.db.utils import ConnectionHandler

_NUMBERS = count(1)


@contextmanager
def connected(database: dict[str, Any]) -> Iterator[str]:
    """Let Django know a further database, and hand out its alias."""
    alias = f"store{next(_NUMBERS)}"
    connections.settings[alias] = ConnectionHandler({"default": database}).settings["default"]
    try:
        yield alias
    finally:
        connections[alias].close()
        del connections[alias]
        del connections.settings[alias]


def migrate(database: dict[str, Any]) -> None:
    """Bring an empty database up to date."""
    with connected(database) as alias:
        call_command("migrate", database=alias, verbosity=0)


def copy_of(template: Path, folder: Path) -> Path:
    """Return a copy of a closed SQLite file in `folder`."""
    return Path(shutil.copy(template, folder / "tansiq.sqlite"))
