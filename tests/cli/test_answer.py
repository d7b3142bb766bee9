"""How a command answers: a document for programs, lines for people, a sentence when it is refused."""

from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from tansiq.cli.answer import Answer, answers, table
from tansiq.wiring.errors import NotANode
from tests.cli.asking import ask, run
from tests.wiring.nodes import Homes


@click.command()
@click.argument("what")
@answers
def echo(what: str) -> Answer:
    """Do as WHAT says."""
    if what == "refuse":
        raise NotANode(home="/nowhere")
    if what == "fail":
        raise ZeroDivisionError
    return Answer({"what": what}, [f"You said {what}."], ok=what != "bad")


def test_programs_get_a_document_and_people_get_lines() -> None:
    runner = CliRunner()
    assert runner.invoke(echo, ["hello", "--json"]).stdout == '{\n  "what": "hello"\n}\n'
    assert runner.invoke(echo, ["hello"]).stdout == "You said hello.\n"


@pytest.mark.parametrize(("what", "code"), [("good", 0), ("bad", 1), ("refuse", 1)])
def test_exit_codes(what: str, code: int) -> None:
    assert CliRunner().invoke(echo, [what]).exit_code == code


def test_a_fault_of_the_program_is_seen_whole() -> None:
    assert isinstance(CliRunner().invoke(echo, ["fail"]).exception, ZeroDivisionError)


@pytest.mark.parametrize(("lang", "word"), [("ar", "عقدة"), ("fr", "nœud"), ("en", "node")])
def test_a_refusal_is_said_in_the_readers_language(
    homes: Homes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str, word: str
) -> None:
    monkeypatch.setenv("TANSIQ_LANGUAGE", lang)
    with homes.at(tmp_path):
        error = ask("list", code=1)["error"]
        done = run("list")
    assert error["code"] == "NOT_A_NODE"
    assert error["about"] == {"home": str(tmp_path)}
    assert word in error["sentence"]
    assert (done.stdout, done.stderr) == ("", f"tansiq: {error['sentence']}\n")


def test_columns_are_as_wide_as_their_widest_cell() -> None:
    assert list(table(("A", "LONGER"), [("wide", "x"), ("y", "z")])) == ["A     LONGER", "wide  x", "y     z"]


def test_a_table_without_rows_is_nothing() -> None:
    assert list(table(("A", "B"), [])) == []
