"""The command as a whole: every part of it explains itself, and knows its exit codes."""

from collections.abc import Iterator

import click
import pytest

import tansiq
from tansiq.cli import main
from tests.cli.asking import lines, run


def commands(group: click.Group = main, above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, (*above, name))
        elif not command.hidden:
            yield (*above, name)


@pytest.mark.parametrize("words", list(commands()), ids=" ".join)
def test_a_command_explains_itself(words: tuple[str, ...]) -> None:
    said = lines(*words, "--help")
    assert said[0].startswith(f"Usage: tansiq {' '.join(words)}")
    paragraph = said[2 : said.index("", 2)]
    assert paragraph[-1].endswith(".")
    assert all(len(line) <= 110 for line in said)


@pytest.mark.parametrize("words", list(commands()), ids=" ".join)
def test_a_command_that_is_used_wrongly_says_so(words: tuple[str, ...]) -> None:
    done = run(*words, "--no-such-option")
    assert done.exit_code == 2
    assert "No such option" in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize(
    "words",
    [w for w in commands() if w not in {("init",), ("codes",), ("serve",), ("demo",)}],
    ids=" ".join,
)
def test_every_command_can_answer_with_json(words: tuple[str, ...]) -> None:
    assert any("--json" in line for line in lines(*words, "--help"))


def test_a_command_that_does_not_exist_is_a_mistake_in_use() -> None:
    assert run("befriend").exit_code == 2
    assert run("partner", "befriend").exit_code == 2


def test_the_version_is_told() -> None:
    assert lines("--version") == [f"tansiq, version {tansiq.__version__}"]
