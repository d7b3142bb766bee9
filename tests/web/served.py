"""Home's own node in this process, as the product opens it, with two partners in memory."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest
from django.db import connections
from django.db.utils import ConnectionHandler
from django.test import Client
from pytest_django import DjangoDbBlocker

from tansiq import settings
from tansiq.release import Audience
from tansiq.stix import StixObject, compose, parse
from tansiq.store.models import User
from tansiq.web.node import current_node
from tansiq.wiring import Node, create_node, new_uuid
from tests.exchange import cast

PASSWORD: Final = "a long pass phrase 1"
NAMES: Final = {"ar": "المكتب", "fr": "Le bureau", "en": "The office"}


@dataclass
class Served:
    """The `node` at home; `member` and `outsider` are its partners."""

    node: Node
    member: cast.Node
    outsider: cast.Node

    @property
    def home(self) -> cast.Node:
        """The same node, as the exchange's tests speak to one."""
        return cast.Node(self.node.agency, self.node.keyring, self.node.store, cast.chance(77))

    def client(self, name: str = "salma", *, csrf: bool = False) -> Client:
        """Return the browser of somebody who has logged in."""
        client = Client(enforce_csrf_checks=csrf)
        client.force_login(User.objects.get(username=name))
        return client

    def write(self, title: str = "A convoy", text: str = "Seen at dawn.", *, to: Audience) -> str:
        """Tell partners a report of home; returns its id."""
        return self.home.tell(report(title, text, self.node), to=to, now=self.node.now())[0]

    def hear(self, title: str = "A boat", text: str = "Stopped off the coast.", **members: object) -> str:
        """Have the member tell home a report, and home take it in; returns its id."""
        obj = report(title, text, self.node, **members)
        (object_id,) = self.member.tell(obj, to=cast.to(self.node.agency.id), now=self.node.now())
        self.pull(self.home, self.member)
        return object_id

    def pull(self, reader: cast.Node, server: cast.Node) -> None:
        """Have `reader` fetch what `server` tells it."""
        reader.link(server).now = self.node.now()
        reader.pull(server, now=self.node.now())


def report(title: str, text: str, node: Node, **members: object) -> StixObject:
    """Compose a report."""
    properties = {
        "name": title,
        "description": text,
        "lang": "en",
        "published": node.now(),
        "object_refs": [f"indicator--{new_uuid()}"],
        **members,
    }
    return parse(compose("report", properties, now=node.now(), new_uuid=new_uuid))


@contextmanager
def default_database(path: Path) -> Iterator[None]:
    """Let Django's default database be the file at `path`."""
    before = connections.settings["default"]
    database = settings.database(f"sqlite:///{path}")
    _forget(ConnectionHandler({"default": database}).settings["default"])
    try:
        yield
    finally:
        _forget(before)


def _forget(database: dict[str, object]) -> None:
    connections["default"].close()
    del connections["default"]
    connections.settings["default"] = database


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> Path:
    """The folder of a new node with three accounts, closed."""
    home = tmp_path_factory.mktemp("founded") / "home"
    before = os.environ["TANSIQ_HOME"]
    with django_db_blocker.unblock(), default_database(home / "tansiq.sqlite"):
        home.mkdir(mode=0o700)
        node = create_node(home, names=NAMES, country="MA")
        node.accounts.add("salma", ["administrator"], PASSWORD, language="en")
        node.accounts.add("omar", ["supervisor"], PASSWORD, language="fr")
        node.accounts.add("nobody", [], PASSWORD, language="ar")
        node.store.close()
    os.environ["TANSIQ_HOME"] = before
    return home


@pytest.fixture
def served(
    founded: Path, tmp_path: Path, django_db_blocker: DjangoDbBlocker, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Served]:
    """A node of this test's own, paired with a member and an outsider."""
    home = Path(shutil.copytree(founded, tmp_path / "home"))
    monkeypatch.setenv("TANSIQ_HOME", str(home))
    current_node.cache_clear()
    with django_db_blocker.unblock(), default_database(home / "tansiq.sqlite"):
        node = current_node()
        yield _paired(node)
        node.store.close()
    current_node.cache_clear()


def _paired(node: Node) -> Served:
    served = Served(node, cast.node(cast.MEMBER, 2), cast.node(cast.OUTSIDER, 3))
    for partner in (served.member, served.outsider):
        cast.pair(served.home, partner, now=node.now() - timedelta(days=30))
    return served
