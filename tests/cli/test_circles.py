"""`tansiq circle`."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.asking import ask, lines, refused
from tests.wiring.nodes import Homes


@pytest.fixture
def alpha(homes: Homes, two: tuple[Path, Path]) -> Iterator[Path]:
    """The folder of Alpha, which is paired with Bravo and which this process is."""
    with homes.at(two[0]) as folder:
        yield folder


@pytest.mark.usefixtures("alpha")
def test_a_circle_is_created_with_its_members() -> None:
    made = ask("circle", "create", "Sahel", "--member", "Bravo", "--name-ar", "الساحل")
    assert made["names"] == {"en": "Sahel", "fr": "Sahel", "ar": "الساحل"}
    assert [member["name"] for member in made["members"]] == ["Alpha", "Bravo"]
    assert ask("circle", "list") == {"circles": [made]}
    assert lines("circle", "list")[1].split() == ["Sahel", "1", "Alpha,", "Bravo"]


@pytest.mark.usefixtures("alpha")
def test_members_come_and_go() -> None:
    ask("circle", "create", "Sahel")
    joined = ask("circle", "add", "Sahel", "Bravo")
    assert (joined["version"], len(joined["members"])) == (2, 2)
    left = ask("circle", "remove", "Sahel", "Bravo")
    assert (left["version"], [member["name"] for member in left["members"]]) == (3, ["Alpha"])


@pytest.mark.usefixtures("home")
def test_at_first_there_is_no_circle() -> None:
    assert ask("circle", "list") == {"circles": []}
    (said,) = lines("circle", "list")
    assert "tansiq circle create" in said


@pytest.mark.usefixtures("alpha")
def test_whoever_is_unknown_joins_nothing() -> None:
    assert refused("circle", "create", "Sahel", "--member", "Nobody") == "NOT_FOUND"
    assert ask("circle", "list") == {"circles": []}
    assert refused("circle", "add", "Sahel", "Bravo") == "NOT_FOUND"


@pytest.mark.usefixtures("alpha")
def test_whoever_is_no_member_cannot_leave() -> None:
    ask("circle", "create", "Sahel")
    assert refused("circle", "remove", "Sahel", "Bravo") == "NOT_FOUND"
