"""The check of the lock files."""

from pathlib import Path

import pytest

from tools import check_locks

GOOD = "django==5.2.1 \\\n    --hash=sha256:00\nurllib3==2.5.0 \\\n    --hash=sha256:11\n"


@pytest.fixture
def lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(check_locks, "ROOT", tmp_path)
    return tmp_path / "some.lock"


def faults(lock: Path, text: str, *wanted: str) -> list[str]:
    lock.write_text(text)
    return list(check_locks.requirements_faults(lock.name, list(wanted)))


def test_a_lock_that_fits_has_no_fault(lock: Path) -> None:
    assert faults(lock, GOOD, "Django>=5.2,<5.3", "urllib3") == []


def test_the_project_s_own_locks_have_no_fault() -> None:
    assert [*check_locks.python_faults(), *check_locks.npm_faults()] == []


@pytest.mark.parametrize("wanted", ["django>=6", "absent"])
def test_a_requirement_that_is_not_met_is_a_fault(lock: Path, wanted: str) -> None:
    assert len(faults(lock, GOOD, wanted)) == 1


def test_a_package_without_hash_is_a_fault(lock: Path) -> None:
    assert faults(lock, "django==5.2.1\n") == ["some.lock: django has no hash"]


@pytest.mark.parametrize(
    "line", ["--extra-index-url x", "# https://mirror.example/simple", "--find-links wheels"]
)
def test_an_address_is_a_fault(lock: Path, line: str) -> None:
    assert faults(lock, f"{line}\n{GOOD}") == ["some.lock: names an address"]
