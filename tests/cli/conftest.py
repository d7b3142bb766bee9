"""The fixtures of these tests."""

from pathlib import Path

import pytest

from tests.cli.asking import pair
from tests.wiring.fixtures import empty_database, home, homes
from tests.wiring.nodes import Homes

__all__ = ["empty_database", "home", "homes", "report", "two"]


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A text to import."""
    path = tmp_path / "report.txt"
    path.write_text("A convoy was seen.\nIt went north.\n", "utf-8")
    return path


@pytest.fixture
def two(homes: Homes) -> tuple[Path, Path]:
    """The folders of two paired nodes, Alpha and Bravo."""
    alpha, bravo = homes.found("Alpha"), homes.found("Bravo", "ML")
    pair(homes, alpha, bravo)
    return alpha, bravo
