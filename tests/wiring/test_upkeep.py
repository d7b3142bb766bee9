"""The checks before a start."""

import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from tansiq.wiring import Node, check_node
from tansiq.wiring.home import KEYS
from tests.wiring.nodes import Homes, connected_to


class Usage(NamedTuple):
    free: int


def failed(home: Path) -> list[str]:
    return [check.id for check in check_node(home) if not check.ok]


def test_a_sound_node_passes_every_check(node: Node) -> None:
    checks = check_node(node.home)
    assert [check.id for check in checks] == ["settings", "keys", "disk", "database", "partners"]
    assert all(check.ok and check.said for check in checks)


def test_a_folder_that_is_not_there_is_no_node(homes: Homes) -> None:
    with homes.at(homes.root):
        checks = {check.id: check for check in check_node(homes.root / "no" / "such")}
    assert not checks["keys"].ok
    assert "tansiq init" in checks["keys"].said
    assert checks["disk"].ok


def test_a_wrong_setting_is_named(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANSIQ_PORT", "many")
    checks = {check.id: check for check in check_node(home)}
    assert not checks["settings"].ok
    assert "TANSIQ_PORT" in checks["settings"].said


def test_keys_that_are_open_to_others_fail(home: Path) -> None:
    (home / KEYS).chmod(0o644)
    assert failed(home) == ["keys", "database", "partners"]


def test_a_full_disk_fails(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(2**20))
    assert failed(home) == ["disk"]


def test_a_database_that_is_gone_fails(home: Path) -> None:
    with connected_to(home / "no" / "such.sqlite"):
        assert failed(home) == ["database", "partners"]


def test_a_damaged_database_fails(home: Path) -> None:
    (home / "other.sqlite").write_bytes(b"not a database" * 1000)
    with connected_to(home / "other.sqlite"):
        assert failed(home) == ["database", "partners"]
