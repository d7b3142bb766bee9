"""The checks of a node before a start."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tansiq.config import read_config
from tansiq.release import Standing
from tansiq.wiring.errors import NoRoom, NotConfirmed
from tansiq.wiring.home import load_keyring
from tansiq.wiring.node import open_node
from tansiq.wiring.speech import explain, language

ROOM_NEEDED = 200 * 1024 * 1024
"""Bytes of free disk below which a start is refused."""


@dataclass(frozen=True, slots=True)
class Check:
    """One check before a start: its `id`, whether it is `ok`, and what was `said`, with how to mend it."""

    id: str
    ok: bool
    said: str


def check_node(home: Path) -> tuple[Check, ...]:
    """Return the checks before a start, in the order in which they should be mended."""
    checks: list[tuple[str, Callable[[], str]]] = [
        ("settings", lambda: _settings(home)),
        ("keys", lambda: _keys(home)),
        ("disk", lambda: _disk(home)),
        ("database", lambda: _database(home)),
        ("partners", lambda: _partners(home)),
    ]
    return tuple(_checked(name, check) for name, check in checks)


def _checked(name: str, check: Callable[[], str]) -> Check:
    try:
        return Check(name, ok=True, said=check())
    except Exception as error:
        explained = explain(error, language())
        if explained is None:
            raise
        return Check(name, ok=False, said=explained.sentence)


def _settings(home: Path) -> str:
    config = read_config({**os.environ, "TANSIQ_HOME": str(home)})
    return f"{config.host}:{config.port}, {config.url or 'no public address'}"


def _keys(home: Path) -> str:
    return load_keyring(home).agency


def _disk(home: Path) -> str:
    standing = next(folder for folder in (home, *home.parents) if folder.exists())
    free = shutil.disk_usage(standing).free
    if free < ROOM_NEEDED:
        raise NoRoom(free=str(free // 2**20), needed=str(ROOM_NEEDED // 2**20))
    return f"{free // 2**20} MiB free"


def _database(home: Path) -> str:
    node = open_node(home)
    return node.agency.names[language()]


def _partners(home: Path) -> str:
    """Name the active partners whose fingerprint nobody has compared."""
    node = open_node(home)
    with node.snapshot() as tx:
        active = [one for one in tx.agencies.partners() if one.standing is Standing.ACTIVE]
    doubtful = ", ".join(one.agency.names[language()] for one in active if not one.confirmed)
    if doubtful and node.config.require_confirmed:
        raise NotConfirmed(agency=doubtful)
    return f"{len(active)} active, fingerprint not compared: {doubtful or '-'}"
