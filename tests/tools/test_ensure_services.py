"""The programs that the tests drive."""

from pathlib import Path

import pytest

from tools import ensure_services
from tools.ensure_services import NEEDS, Need

ABSENT = Need("some-package", "some reason", lambda: False)


def test_everything_is_here_once_the_tests_run() -> None:
    assert [need.package for need in NEEDS if not need.present()] == []


def test_without_apt_the_packages_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SystemExit, match=r"apt-get install some-package"):
        ensure_services.install([ABSENT])


def test_a_failing_apt_is_told_with_its_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "apt-get"
    broken.write_text("#!/bin/sh\necho no space left >&2\nexit 100\n")
    broken.chmod(0o755)
    monkeypatch.setattr(ensure_services, "apt_get", lambda: [str(broken)])
    with pytest.raises(SystemExit, match="no space left"):
        ensure_services.install([ABSENT])
