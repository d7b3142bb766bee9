"""`tansiq partner`."""

import json
from pathlib import Path

import pytest

from tests.cli.asking import ask, lines, refused, run
from tests.wiring.nodes import NOWHERE, Homes
from tests.wiring.telling import told

ADDRESS = ("--url", NOWHERE)
ROW = ["id", "name", "names", "country", "standing", "fingerprint", "confirmed", "url", "contact", "feed_out"]


def test_an_invitation_is_a_file_and_its_fingerprint_is_read_aloud(home: Path) -> None:
    done = run("partner", "invite", *ADDRESS, "--json")
    document = json.loads(done.stdout)
    assert document["tansiq"] == "invitation/1"
    assert done.stderr.startswith("Fingerprint to read aloud: ")
    assert json.loads(run("partner", "invite", *ADDRESS).stdout)["agency"] == document["agency"]
    assert home.exists()


@pytest.mark.usefixtures("home")
def test_an_invitation_without_an_address_says_so() -> None:
    done = run("partner", "invite", "--json")
    assert json.loads(done.stdout)["address"]["url"] is None
    assert "tansiq serve" in done.stderr


@pytest.mark.usefixtures("home")
def test_at_first_there_is_no_partner() -> None:
    assert ask("partner", "list") == {"partners": []}
    (said,) = lines("partner", "list")
    assert "tansiq partner invite" in said


def test_a_partner_is_listed_with_its_feeds(homes: Homes) -> None:
    alpha, bravo = told(homes)
    with homes.at(alpha):
        (row,) = ask("partner", "list")["partners"]
        heads, line = lines("partner", "list")
    assert list(row)[: len(ROW)] == ROW
    assert (row["name"], row["country"], row["standing"], row["confirmed"]) == (
        "Bravo",
        "ML",
        "active",
        False,
    )
    assert (row["feed_out"]["size"], row["feed_out"]["received"]) == (5, 5)
    assert row["feed_in"] == {"size": 0, "receipted": 0}
    assert row["alarms"] == []
    assert (heads.split()[0], line.split()[:2]) == ("PARTNER", ["Bravo", "active"])
    with homes.at(bravo):
        (row,) = ask("partner", "list")["partners"]
    assert row["feed_in"]["size"] == 5
    assert row["contact"]


def test_accepting_a_reply_says_that_it_is_done(homes: Homes) -> None:
    alpha, bravo, paper = homes.found("Alpha"), homes.found("Bravo", "ML"), homes.root / "paper"
    with homes.at(alpha):
        paper.write_text(run("partner", "invite", *ADDRESS, "--json").stdout)
    with homes.at(bravo):
        done = run("partner", "accept", paper, *ADDRESS, "--json")
        assert done.stderr.startswith("Paired with Alpha.")
    paper.write_text(done.stdout)
    with homes.at(alpha):
        accepted = ask("partner", "accept", paper, *ADDRESS)
        assert accepted == {"agency": json.loads(done.stdout)["agency"]["id"], "paired": True}
        assert ask("partner", "accept", paper, *ADDRESS) == accepted


@pytest.mark.usefixtures("home")
def test_ones_own_invitation_is_refused(tmp_path: Path) -> None:
    (tmp_path / "paper").write_text(run("partner", "invite", *ADDRESS, "--json").stdout)
    assert refused("partner", "accept", tmp_path / "paper", *ADDRESS) == "OFFER_OWN"


@pytest.mark.usefixtures("home")
def test_a_file_that_is_no_invitation_is_refused(report: Path) -> None:
    assert refused("partner", "accept", report, *ADDRESS) == "OFFER_MALFORMED"


@pytest.mark.usefixtures("home")
def test_a_file_that_is_not_there_is_a_mistake_in_use(tmp_path: Path) -> None:
    assert run("partner", "accept", tmp_path / "none").exit_code == 2


def test_a_fingerprint_is_confirmed_or_refused(homes: Homes, two: tuple[Path, Path]) -> None:
    with homes.at(two[0]):
        (row,) = ask("partner", "list")["partners"]
        assert refused("partner", "confirm", "Bravo", "--fingerprint", "0000") == "FINGERPRINT_DIFFERS"
        done = ask("partner", "confirm", "Bravo", "--fingerprint", row["fingerprint"])
        assert done == {"agency": row["id"], "confirmed": True}
        assert ask("partner", "list")["partners"][0]["confirmed"]


@pytest.mark.parametrize(
    ("verbs", "standing"), [(["suspend"], "suspended"), (["suspend", "resume"], "active"), (["exit"], "left")]
)
def test_a_partnership_changes(homes: Homes, two: tuple[Path, Path], verbs: list[str], standing: str) -> None:
    with homes.at(two[0]):
        said = [ask("partner", verb, "Bravo") for verb in verbs]
        (row,) = ask("partner", "list")["partners"]
    assert said[-1] == {"agency": row["id"], "standing": standing}
    assert row["standing"] == standing


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("verb", ["suspend", "resume", "exit"])
def test_a_stranger_is_no_partner(verb: str) -> None:
    assert refused("partner", verb, "Nobody") == "NOT_FOUND"
    assert refused("partner", verb, "Alpha") == "NOT_FOUND"
