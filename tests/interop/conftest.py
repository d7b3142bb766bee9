"""One served node for all cases, with a proxy in front of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.interop.asking import Tool
from tests.interop.badges import Authority, Badge, proxied, trusting
from tests.interop.office import Office, open_office


@dataclass(frozen=True)
class Gate:
    """The proxy at `port`; `badge` is a tool's, `unknown` is nobody's, `foreign` of another authority."""

    port: int
    authority: Authority
    badge: Badge
    unknown: Badge
    foreign: Badge

    def tool(self, badge: Badge | None = None) -> Tool:
        """Return a client without any log-in that shows `badge`."""
        return Tool(self.port, context=trusting(self.authority, badge))


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """Who signs the certificates that the proxy believes."""
    return Authority(tmp_path_factory.mktemp("authority"), "authority")


@pytest.fixture(scope="session")
def badge(authority: Authority) -> Badge:
    """The certificate of one tool."""
    return authority.issue("badge")


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory, badge: Badge) -> Iterator[Office]:
    """The served node."""
    with open_office(tmp_path_factory.mktemp("office"), badge.fingerprint) as open_:
        yield open_


@pytest.fixture(scope="session")
def gate(
    tmp_path_factory: pytest.TempPathFactory, office: Office, authority: Authority, badge: Badge
) -> Iterator[Gate]:
    """The proxy in front of it."""
    folder: Path = tmp_path_factory.mktemp("gate")
    elsewhere = Authority(folder, "elsewhere")
    with proxied(folder, office.node, authority) as port:
        yield Gate(port, authority, badge, authority.issue("unknown"), elsewhere.issue("badge"))


@pytest.fixture
def producer(office: Office) -> Tool:
    """A tool that may read and write."""
    return office.tool("producer")


@pytest.fixture
def consumer(office: Office) -> Tool:
    """A tool that may read alone."""
    return office.tool("consumer")


@pytest.fixture
def dropbox(office: Office) -> Tool:
    """A tool that may write alone."""
    return office.tool("dropbox")


@pytest.fixture
def stranger(office: Office) -> Tool:
    """A tool without a right in any collection made by hand."""
    return office.tool("stranger")


@pytest.fixture
def ally(office: Office) -> Tool:
    """A tool of the partner."""
    return office.tool("ally")
