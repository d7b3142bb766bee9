"""Real nodes in SQLite, of which this process is one at a time."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from django.db import connections
from django.db.utils import ConnectionHandler

from tansiq import settings
from tansiq.wiring import (
    OPERATOR,
    Imported,
    ImportOrder,
    Node,
    accept,
    create_node,
    import_file,
    invite,
    open_node,
)

DEFAULT = "default"
NOWHERE = "http://127.0.0.1:9"
"""An address at which nobody answers (RFC 863's port, closed on any machine of today)."""
ORDER = ImportOrder(purposes=("counter-terrorism",), grading="A2", tlp="amber", text_lang="en")


@dataclass(frozen=True)
class Homes:
    """Founds nodes under `root` from an empty migrated database, `template`."""

    root: Path
    template: Path
    patch: pytest.MonkeyPatch

    def found(self, name: str, country: str = "MA") -> Path:
        """Found a node and return its folder."""
        home = self.root / name.lower()
        home.mkdir(mode=0o700)
        shutil.copy(self.template, home / "tansiq.sqlite")
        names = {"en": name, "fr": f"{name} (fr)", "ar": f"{name} (ar)"}
        with self.at(home):
            create_node(home, names=names, country=country)
        return home

    @contextmanager
    def at(self, home: Path) -> Iterator[Path]:
        """Let this process be the node in `home`."""
        self.patch.setenv("TANSIQ_HOME", str(home))
        with connected_to(home / "tansiq.sqlite"):
            yield home

    @contextmanager
    def opened(self, home: Path) -> Iterator[Node]:
        """Let this process be the node in `home`, and open it."""
        with self.at(home):
            yield open_node(home)

    def pair(self, one: Path, other: Path) -> None:
        """Pair two nodes as their officers would: a file there, a file back."""
        with self.opened(one) as node:
            invitation = json.dumps(dict(invite(node, url=NOWHERE)))
        with self.opened(other) as node:
            reply = accept(node, invitation.encode(), url=NOWHERE).document
        with self.opened(one) as node:
            accept(node, json.dumps(dict(reply)).encode(), url=NOWHERE)


@contextmanager
def connected_to(path: Path) -> Iterator[None]:
    """Put the SQLite file at `path` in the place of Django's database."""
    before = connections.settings[DEFAULT]
    _use(ConnectionHandler({DEFAULT: settings.sqlite(str(path))}).settings[DEFAULT])
    try:
        yield
    finally:
        _use(before)


def _use(database: dict[str, object]) -> None:
    connections[DEFAULT].close()
    del connections[DEFAULT]
    connections.settings[DEFAULT] = database


def write(node: Node, text: str = "A convoy was seen.", *, to: tuple[str, ...] = ()) -> str:
    """Write a report and return its id."""
    (object_id,) = bring_in(node, text.encode(), replace(ORDER, to=to)).ids
    return object_id


def bring_in(node: Node, raw: bytes, order: ImportOrder = ORDER) -> Imported:
    return import_file(node, raw, order, actor=OPERATOR)
