"""The README's commands exist, with the options that it gives them."""

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from tansiq.cli import main

ROOT = Path(__file__).resolve().parent.parent


def commands(page: Path, program: str) -> Iterator[list[str]]:
    """The words of each line `$ program …` in a console block."""
    for block in re.findall(r"```console\n(.*?)```", page.read_text("utf-8"), re.DOTALL):
        for line in re.findall(rf"^\$ {program} (.+)$", block, re.MULTILINE):
            yield shlex.split(line, comments=True)


def command_of(words: list[str]) -> click.Command:
    """The command that `words` end up in.

    Raises `click.UsageError` when there is none.
    """
    command: click.Command = main
    rest = [word.strip("…") for word in words]
    while isinstance(command, click.Group):
        _, found, rest = command.resolve_command(click.Context(command), rest)
        assert found is not None
        command = found
    return command


@pytest.mark.parametrize("words", list(commands(ROOT / "README.md", "tansiq")), ids=" ".join)
def test_every_command_in_the_readme_exists_with_its_options(words: list[str]) -> None:
    known = {option for parameter in command_of(words).params for option in parameter.opts}
    used = {word for word in words if word.startswith("--")}
    assert used <= known


def test_a_command_that_does_not_exist_is_noticed() -> None:
    with pytest.raises(click.UsageError):
        command_of(["partner", "befriend"])


def test_the_reference_says_what_the_program_says() -> None:
    command = [sys.executable, str(ROOT / "tools" / "reference.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
