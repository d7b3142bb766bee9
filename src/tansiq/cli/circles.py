"""`tansiq circle …`: named groups of agencies, each with the roster that its convener keeps."""

from __future__ import annotations

import uuid
from typing import Any

import click

from tansiq import desk
from tansiq.cli.answer import Answer, answers, table
from tansiq.release import Roster
from tansiq.wiring import OPERATOR, Node, open_node


@click.group("circle")
def circle() -> None:
    """Create circles and keep their rosters."""


@circle.command("create")
@click.argument("name")
@click.option(
    "--member", "members", multiple=True, metavar="AGENCY", help="A name or an id; may be repeated."
)
@click.option("--name-ar", help="The name in Arabic; NAME when not given.")
@click.option("--name-fr", help="The name in French; NAME when not given.")
@answers
def create(name: str, members: tuple[str, ...], name_ar: str | None, name_fr: str | None) -> Answer:
    """Found a circle of this agency and the members given."""
    node = open_node()
    names = {"en": name, "fr": name_fr or name, "ar": name_ar or name}
    with node.desk() as at:
        roster = desk.circles.create(
            names, members, actor=OPERATOR, now=node.now(), desk=at, new_uuid=lambda: str(uuid.uuid4())
        )
    return _answer(roster, node)


@circle.command("add")
@click.argument("name", metavar="CIRCLE")
@click.argument("agency")
@click.option("--history", is_flag=True, help="Also tell the new member what the circle was told before.")
@answers
def add(name: str, agency: str, *, history: bool) -> Answer:
    """Let AGENCY join CIRCLE; without --history it sees nothing from before."""
    node = open_node()
    with node.desk() as at:
        roster = desk.circles.add(name, agency, history=history, actor=OPERATOR, now=node.now(), desk=at)
    return _answer(roster, node)


@circle.command("remove")
@click.argument("name", metavar="CIRCLE")
@click.argument("agency")
@answers
def remove(name: str, agency: str) -> Answer:
    """Let AGENCY leave CIRCLE; nothing more reaches it through this circle."""
    node = open_node()
    with node.desk() as at:
        roster = desk.circles.remove(name, agency, actor=OPERATOR, now=node.now(), desk=at)
    return _answer(roster, node)


@circle.command("list")
@answers
def list_() -> Answer:
    """List the circles that this agency belongs to."""
    node = open_node()
    with node.snapshot() as tx:
        rosters = list(tx.circles.rosters().values())
    rows = [describe(roster, node) for roster in rosters]
    lines = table(
        ("CIRCLE", "VERSION", "MEMBERS"),
        [(r["names"]["en"], str(r["version"]), ", ".join(m["name"] for m in r["members"])) for r in rows],
    )
    return Answer(
        {"circles": rows}, lines if rows else ["No circle yet: tansiq circle create NAME --member AGENCY"]
    )


def describe(roster: Roster, node: Node) -> dict[str, Any]:
    """Return what `--json` says of `roster`: its present members by id and name."""
    present = [member for member in roster.members if member.until is None]
    return {
        "circle": roster.circle,
        "names": dict(roster.names),
        "version": roster.version,
        "convener": roster.convener,
        "members": [{"agency": member.agency, "name": node.name(member.agency)} for member in present],
    }


def _answer(roster: Roster, node: Node) -> Answer:
    row = describe(roster, node)
    members = ", ".join(member["name"] for member in row["members"])
    return Answer(row, [f"{row['names']['en']}, version {roster.version}: {members}"])


COMMANDS = (circle,)
