"""Two paired nodes, founded once a worker and copied for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.faults import Linked, Pair, arrives, free_port, receipted, tell, well
from tests.e2e.proxy import running_line


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    """Two nodes that were paired and stopped."""
    return Pair.founded(tmp_path_factory.mktemp("pair"))


@pytest.fixture
def stopped(founded: Pair, tmp_path: Path) -> Iterator[Pair]:
    """Two paired nodes of this test's own, not running."""
    pair = founded.copied(tmp_path)
    yield pair
    pair.kill()


@pytest.fixture
def running(stopped: Pair) -> Pair:
    """Two paired nodes of this test's own at work."""
    stopped.start()
    return stopped


@pytest.fixture(scope="module")
def linked(founded: Pair, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Linked]:
    """Two nodes for all tests of a page, which leave the line as they found it; both are well in the end."""
    pair = founded.copied(tmp_path_factory.mktemp("linked"))
    listen, behind = pair.ports[0], free_port()
    try:
        with running_line(listen, behind) as line:
            pair.a.start(behind, "--url", f"http://127.0.0.1:{listen}")
            pair.start_one(pair.b)
            arrives(pair.b, tell(pair.a, pair.b, "The line is good"))
            receipted(pair.a)
            yield Linked(pair, line)
            receipted(pair.a)
            well(*pair.nodes)
    finally:
        pair.kill()
