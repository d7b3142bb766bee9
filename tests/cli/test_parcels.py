"""`tansiq export` and `tansiq receive`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.asking import TERMS, ask, lines, refused, run
from tests.wiring.nodes import Homes


def test_a_report_goes_by_stick_and_its_receipt_comes_back(
    homes: Homes, two: tuple[Path, Path], report: Path, tmp_path: Path
) -> None:
    alpha, bravo = two
    there, back = tmp_path / "there", tmp_path / "back"
    with homes.at(alpha):
        (object_id,) = ask("import", report, "--text", *TERMS, "--to", "Bravo")["ids"]
        made = ask("export", "--to", "Bravo", there)
        assert (made["first"], made["files"]) == (0, [str(there)])
    with homes.at(bravo):
        (came,) = ask("receive", there)["parcels"]
        assert (came["taken"], came["entries"]) == ("new", made["last"])
        assert ask("show", object_id)
        said = lines("export", "--to", "Alpha", back)
        assert said[0].startswith("For Alpha: ")
    with homes.at(alpha):
        (came,) = ask("receive", back)["parcels"]
        assert came["receipt"] == made["last"]
        (line,) = lines("receive", back)
        assert "nothing new" in line


def test_what_came_wrong_is_said_in_a_sentence(homes: Homes, two: tuple[Path, Path], report: Path) -> None:
    with homes.at(two[0]):
        (row,) = ask("receive", report, code=1)["parcels"]
    assert row["error"] == "not-a-parcel"
    assert "tansiq export" in row["sentence"]


def test_a_file_is_not_overwritten(homes: Homes, two: tuple[Path, Path], report: Path) -> None:
    with homes.at(two[0]):
        assert refused("export", "--to", "Bravo", report) == "NOT_WRITABLE"


@pytest.mark.parametrize("size", ["", "0", "-1", "16 M", "4T", "many"])
def test_a_size_that_is_none_is_a_fault_of_usage(size: str) -> None:
    assert run("export", "--to", "Bravo", "--volumes", size, "file").exit_code == 2
