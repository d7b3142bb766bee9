"""`tansiq init`, `serve`, `sync`, `fsck` and `check`."""

import shutil
import socket
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.asking import ask, lines, refused, run
from tests.wiring.nodes import Homes
from tests.wiring.telling import told

NAMES = ("--name-en", "Alpha", "--name-fr", "Alpha", "--name-ar", "ألفا")


@pytest.fixture
def fresh(homes: Homes) -> Path:
    """A folder with an empty database and no node."""
    folder = homes.root / "fresh"
    folder.mkdir()
    shutil.copy(homes.template, folder / "tansiq.sqlite")
    return folder


def test_a_node_is_founded(homes: Homes, fresh: Path) -> None:
    with homes.at(fresh):
        made = ask("init", *NAMES, "--country", "MA")
    assert made["id"] == made["agency"]
    assert made["id"].startswith("identity--")
    assert made["names"] == {"en": "Alpha", "fr": "Alpha", "ar": "ألفا"}
    assert (made["country"], made["home"]) == ("MA", str(fresh))
    assert made["fingerprint"]


def test_people_are_told_what_comes_next(homes: Homes, fresh: Path) -> None:
    with homes.at(fresh):
        assert "tansiq account add" in lines("init", *NAMES, "--country", "MA")[-1]


@pytest.mark.usefixtures("home")
def test_a_second_node_in_the_folder_is_refused() -> None:
    assert refused("init", *NAMES, "--country", "MA") == "ALREADY_A_NODE"


def test_a_country_that_is_none_is_refused(homes: Homes, fresh: Path) -> None:
    with homes.at(fresh):
        assert refused("init", *NAMES, "--country", "Maroc") == "UNKNOWN_COUNTRY"


def test_a_name_too_few_is_a_mistake_in_use(homes: Homes, fresh: Path) -> None:
    with homes.at(fresh):
        assert run("init", "--name-en", "Alpha", "--country", "MA", "--json").exit_code == 2


def test_what_is_no_node_does_not_serve(homes: Homes, fresh: Path) -> None:
    with homes.at(fresh):
        done = run("serve", "--port", "0")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "tansiq init" in done.stderr


@pytest.mark.usefixtures("home")
def test_a_port_that_is_taken_is_named() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        done = run("serve", "--port", str(other.getsockname()[1]))
    assert done.exit_code == 1
    assert "--port" in done.stderr


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("port", ["-1", "65536", "many"])
def test_a_port_that_is_none_is_a_mistake_in_use(port: str) -> None:
    assert run("serve", "--port", port).exit_code == 2


@pytest.mark.usefixtures("home")
def test_a_lonely_node_has_nobody_to_sync_with() -> None:
    assert ask("sync") == {"partners": []}
    assert lines("sync") == ["No partner to sync with yet."]
    assert refused("sync", "Nobody") == "NOT_FOUND"


def test_a_sync_says_of_each_partner_how_it_went(homes: Homes, two: tuple[Path, Path]) -> None:
    with homes.at(two[0]):
        (row,) = ask("sync", code=1)["partners"]
    assert list(row) == ["agency", "name", "entries", "refused", "error"]
    assert row["name"] == "Bravo"
    assert row["error"]["sentence"]


def test_fsck_counts_what_it_went_through(homes: Homes) -> None:
    alpha, _ = told(homes)
    with homes.at(alpha):
        assert ask("fsck") == {"ok": True, "feeds": 2, "entries": 5, "objects": 5, "problems": []}
        assert lines("fsck") == ["All is well: 2 feeds, 5 entries, 5 objects."]


def test_fsck_names_what_is_wrong(homes: Homes) -> None:
    alpha, _ = told(homes)
    with closing(sqlite3.connect(alpha / "tansiq.sqlite")) as database, database:
        database.execute("DELETE FROM store_outentry WHERE key = (SELECT max(key) FROM store_outentry)")
    with homes.at(alpha):
        report = ask("fsck", code=1)
        done = run("fsck")
    assert not report["ok"]
    (problem,) = report["problems"]
    assert list(problem) == ["code", "where", "detail"]
    assert problem["code"] == "entry-missing"
    assert done.exit_code == 1
    assert "entry-missing" in done.stdout


@pytest.mark.usefixtures("home")
def test_the_checks_of_a_sound_node() -> None:
    document = ask("check")
    assert document["ok"]
    assert [check["id"] for check in document["checks"]] == [
        "settings",
        "keys",
        "disk",
        "database",
        "partners",
    ]
    assert all(list(check) == ["id", "ok", "said"] for check in document["checks"])


def test_the_checks_of_an_empty_folder(homes: Homes, fresh: Path) -> None:
    with homes.at(fresh):
        document = ask("check", code=1)
        done = run("check")
    assert {check["id"] for check in document["checks"] if not check["ok"]} == {
        "keys",
        "database",
        "partners",
    }
    assert "FAILED" in done.stdout
