"""`tansiq account …`: the people who may log in to this node."""

from __future__ import annotations

from pathlib import Path

import click

from tansiq.cli.answer import Answer, answers, table
from tansiq.wiring import open_node, text_of

LONGEST_NAME = 150


@click.group("account")
def account() -> None:
    """Add and list the people who may log in."""


@account.command("add")
@click.argument("name")
@click.option(
    "--role", "roles", multiple=True, required=True, help="A code of the list `roles`; may be repeated."
)
@click.option("--password-file", type=click.Path(path_type=Path, exists=True, dir_okay=False), required=True)
@click.option("--language", default="ar", type=click.Choice(["ar", "fr", "en"]), show_default=True)
@answers
def add(name: str, roles: tuple[str, ...], password_file: Path, language: str) -> Answer:
    """Let NAME log in with the password that stands in a file."""
    if not 0 < len(name.strip()) <= LONGEST_NAME:
        raise click.BadParameter(f"1 to {LONGEST_NAME} characters", param_hint="NAME")
    password = text_of(password_file.read_bytes()).rstrip("\r\n")
    made = open_node().accounts.add(name, roles, password, language=language)
    return Answer({"account": made.name, "roles": sorted(made.roles)}, [f"{made.name} may log in now."])


@account.command("list")
@answers
def list_() -> Answer:
    """List the people who may log in, with their roles."""
    people = open_node().accounts.all()
    rows = [{"account": p.name, "roles": sorted(p.roles), "language": p.language} for p in people]
    return Answer(
        {"accounts": rows},
        table(
            ("NAME", "LANGUAGE", "ROLES"), [(p.name, p.language, ", ".join(sorted(p.roles))) for p in people]
        )
        if rows
        else ["Nobody may log in yet: tansiq account add NAME --role administrator --password-file F"],
    )


COMMANDS = (account,)
