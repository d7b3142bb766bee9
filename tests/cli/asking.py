"""The command line in this process, asked as scripts and as people do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from tansiq.cli import main
from tests.wiring.nodes import Homes

TERMS = ("--purpose", "counter-terrorism", "--grading", "A2", "--tlp", "amber")


def run(*args: str | Path) -> Result:
    """Run a command; a fault of the program goes through."""
    return CliRunner().invoke(main, [str(arg) for arg in args], prog_name="tansiq", catch_exceptions=False)


def ask(*args: str | Path, code: int = 0) -> Any:
    """Run a command with `--json`, expect exit `code`, return the one document on standard output."""
    done = run(*args, "--json")
    assert done.exit_code == code, done.output
    return json.loads(done.stdout)


def refused(*args: str | Path) -> str:
    """Run a command that must be refused; return the code of its error."""
    error = ask(*args, code=1)["error"]
    assert error["sentence"]
    return str(error["code"])


def lines(*args: str | Path) -> list[str]:
    """Run a command as a person does; return what it says."""
    done = run(*args)
    assert done.exit_code == 0, done.output
    return done.stdout.splitlines()


def pair(homes: Homes, one: Path, other: Path) -> tuple[str, str]:
    """Pair two nodes by command; return their agencies' ids."""
    paper = homes.root / "paper.json"
    address = ("--url", "http://127.0.0.1:9")
    with homes.at(one):
        paper.write_text(run("partner", "invite", *address, "--json").stdout)
    with homes.at(other):
        reply = ask("partner", "accept", paper, *address)
    paper.write_text(json.dumps(reply))
    with homes.at(one):
        second = ask("partner", "accept", paper, *address)["agency"]
    return reply["to"], second
