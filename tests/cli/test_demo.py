"""`tansiq demo`: what it forgets, and what it leaves alone. That it runs is shown by `make demo` itself."""

from pathlib import Path

from tansiq.cli.demo import MARK
from tests.cli.asking import lines, run


def test_a_folder_of_somebody_elses_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter").write_text("Dear Ama", "utf-8")
    done = run("demo", "--home", tmp_path, "--reset")
    assert (done.exit_code, (tmp_path / "letter").exists()) == (1, True)
    assert "left alone" in done.stderr


def test_the_demonstrations_own_folder_is_forgotten(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    folder.mkdir()
    (folder / MARK).touch()
    (folder / "letter").touch()
    assert lines("demo", "--home", folder, "--reset") == [f"Forgot the demonstration in {folder}."]
    assert not folder.exists()


def test_there_may_be_nothing_to_forget(tmp_path: Path) -> None:
    assert lines("demo", "--home", tmp_path / "none", "--reset") == []
