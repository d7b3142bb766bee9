"""`tansiq taxii …`: who may enter through TAXII, which collections there are, and which foreign servers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from tansiq.cli import taxii_sources
from tansiq.cli.answer import Answer, answers, table
from tansiq.cli.errors import CommandError
from tansiq.wiring import ImportOrder, Node, open_node, text_of
from tansiq.wiring import taxii as doors

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
TERMS = (
    click.option("--purpose", "purposes", multiple=True, help="A code of the list `purposes`."),
    click.option("--grading", help="Source and information, such as A2 (Admiralty) or 4x4:B2."),
    click.option("--tlp", help="A code of the list `tlp`."),
    click.option("--to", multiple=True, metavar="CIRCLE|AGENCY", help="Who may have it; may be repeated."),
    click.option("--exclude", multiple=True, metavar="AGENCY", help="Who may not, whatever its circles."),
    click.option("--handling", help="A code of the list `handling`."),
    click.option(
        "--onward", multiple=True, metavar="CIRCLE|AGENCY", help="To whom receivers may pass it on."
    ),
    click.option("--retain-until", type=click.DateTime(["%Y-%m-%d"]), help="Else five years from now."),
    click.option("--kind", help="A code of the list `statement-kinds`; else fact."),
    click.option("--precedence", help="A code of the list `precedence`; else routine."),
)


@click.group("taxii")
def taxii() -> None:
    """Let other tools in through TAXII 2.1, and fetch from or bring to foreign TAXII servers."""


@taxii.group("account")
def account() -> None:
    """Let tools in, renew what they prove themselves with, close their accounts."""


@account.command("add")
@click.argument("name")
@click.option("--partner", metavar="AGENCY", help="A tool of this partner; else one of this agency.")
@click.option("--password-file", type=FILE, help="Also let it log in by name and the password in this file.")
@click.option("--certificate", metavar="SHA256", help="The fingerprint of its client certificate.")
@click.option("--only-drawers", is_flag=True, help="It sees nothing but the collections granted to it.")
@answers
def add(
    name: str, *, partner: str | None, password_file: Path | None, certificate: str | None, only_drawers: bool
) -> Answer:
    """Let the tool NAME in; prints its token, this once."""
    opened = doors.add_account(
        open_node(),
        name,
        partner=partner,
        password=password_in(password_file),
        certificate=certificate,
        only_drawers=only_drawers,
    )
    return _opened(opened, "may enter now.")


@account.command("renew")
@click.argument("name")
@click.option("--password-file", type=FILE, help="Its new password; without this it has none any more.")
@answers
def renew(name: str, *, password_file: Path | None) -> Answer:
    """Give NAME a new token; the old token and password end with this."""
    opened = doors.renew_account(open_node(), name, password=password_in(password_file))
    return _opened(opened, "has a new token; the old one is void.")


@account.command("close")
@click.argument("name")
@answers
def close(name: str) -> Answer:
    """Let NAME in no more, from its next request on."""
    doors.close_account(open_node(), name)
    return Answer({"account": name, "closed": True}, [f"{name} may enter no more."])


@taxii.group("collection")
def collection() -> None:
    """Make collections by hand that tools may read and write, and remove them."""


def terms(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give `command` the options that say under which terms objects come in."""
    for option in reversed(TERMS):
        command = option(command)
    return command


@collection.command("add")
@click.argument("title")
@click.option("--alias", help="A short name for addresses: small letters, digits, hyphens.")
@click.option("--description", help="What it is for.")
@terms
@answers
def add_collection(
    title: str,
    *,
    alias: str | None,
    description: str | None,
    **given: str | tuple[str, ...] | datetime | None,
) -> Answer:
    """Make the collection TITLE; with --purpose, --grading and --tlp what is put in is signed and told."""
    order = read_order(given)
    drawer = doors.add_drawer(open_node(), title, alias=alias, description=description, order=order)
    told = "what is put in is signed as ours and told." if order else "what is put in stays at home."
    data = {"id": drawer.id, "title": drawer.title, "alias": drawer.alias, "terms": order is not None}
    return Answer(data, [f"{drawer.title}: {told}", f"Id: {drawer.id}"])


@collection.command("remove")
@click.argument("reference", metavar="COLLECTION")
@click.confirmation_option(prompt="Erase the collection and all that lies in it?")
@answers
def remove_collection(reference: str) -> Answer:
    """Erase COLLECTION (id, alias or title) with all that lies in it; what was told stays told."""
    drawer = doors.remove_drawer(open_node(), reference)
    return Answer({"id": drawer.id, "removed": True}, [f"{drawer.title} is gone."])


@taxii.command("grant")
@click.argument("name", metavar="ACCOUNT")
@click.argument("reference", metavar="COLLECTION")
@click.option("--read", is_flag=True, help="It may read.")
@click.option("--write", is_flag=True, help="It may add objects; with --read also delete them.")
@answers
def grant(name: str, reference: str, *, read: bool, write: bool) -> Answer:
    """Let ACCOUNT use COLLECTION; without --read and --write its rights there end."""
    drawer = doors.grant(open_node(), name, reference, read=read, write=write)
    data = {"account": name, "collection": drawer.id, "read": read, "write": write}
    return Answer(data, [f"{name}, {drawer.title}: {rights(read=read, write=write)}"])


@taxii.command("list")
@answers
def list_() -> Answer:
    """List the tools that may enter, the collections made by hand, and the foreign servers."""
    node = open_node()
    found = doors.listing(node)
    titles = {line.drawer.id: line.drawer.title for line in found.drawers}
    sources = taxii_sources.listed(node)
    data = {
        "accounts": [_tool(line, node) for line in found.accounts],
        "collections": [_drawer(line) for line in found.drawers],
        **sources.data,
    }
    return Answer(data, [*_tool_lines(found, titles, node), "", *_drawer_lines(found), "", *sources.lines])


def password_in(file: Path | None) -> str | None:
    """Return the one line of a password's `file`. Raises `NotText`."""
    return None if file is None else text_of(file.read_bytes()).rstrip("\r\n")


def read_order(given: dict[str, Any]) -> ImportOrder | None:
    """Return the terms that the options name, None when none was given. Raises `CommandError`."""
    said = {name: value for name, value in given.items() if value not in (None, ())}
    if not said:
        return None
    if missing := [name for name in ("purposes", "grading", "tlp") if name not in said]:
        options = ", ".join("--" + name.removesuffix("s") for name in missing)
        raise CommandError("TAXII_TERMS_INCOMPLETE", missing=options)
    until = said.pop("retain_until", None)
    return ImportOrder(**said, retention=_day(until))


def rights(*, read: bool, write: bool) -> str:
    """Return what an account may do, in words."""
    return {(True, True): "read and write", (True, False): "read", (False, True): "write"}.get(
        (read, write), "nothing"
    )


def _day(until: datetime | None) -> date | None:
    return None if until is None else until.date()


def _opened(opened: doors.Opened, said: str) -> Answer:
    name = opened.account.name
    data = {"account": name, "partner": opened.account.agency, "token": opened.token}
    return Answer(data, [f"{name} {said}", f"Token, shown this once: {opened.token}"])


def _tool(line: doors.ToolLine, node: Node) -> dict[str, Any]:
    agency = line.account.agency
    return {
        "account": line.account.name,
        "partner": agency,
        "partner_name": None if agency is None else node.name(agency),
        "only_drawers": line.account.only_drawers,
        "password": line.password,
        "certificate": line.certificate,
        "rights": {key: {"read": right.read, "write": right.write} for key, right in line.rights.items()},
    }


def _tool_lines(found: doors.Listing, titles: dict[str, str], node: Node) -> list[str]:
    if not found.accounts:
        return ["No tool may enter yet: tansiq taxii account add NAME"]
    rows = [
        (
            line.account.name,
            "this agency" if line.account.agency is None else node.name(line.account.agency),
            "; ".join(
                f"{titles.get(key, key)}: {rights(read=right.read, write=right.write)}"
                for key, right in line.rights.items()
            )
            or ("nothing yet" if line.account.only_drawers else "-"),
        )
        for line in found.accounts
    ]
    return [*table(("ACCOUNT", "TOOL OF", "RIGHTS IN COLLECTIONS MADE BY HAND"), rows)]


def _drawer(line: doors.DrawerLine) -> dict[str, Any]:
    drawer = line.drawer
    return {
        "id": drawer.id,
        "title": drawer.title,
        "alias": drawer.alias,
        "description": drawer.description,
        "objects": line.objects,
        "terms": line.order is not None,
    }


def _drawer_lines(found: doors.Listing) -> list[str]:
    if not found.drawers:
        return ["No collection made by hand yet: tansiq taxii collection add TITLE"]
    rows = [
        (
            line.drawer.title,
            line.drawer.alias or line.drawer.id,
            f"{line.objects:,}",
            "signed and told" if line.order else "stay at home",
        )
        for line in found.drawers
    ]
    return [*table(("COLLECTION", "ALIAS OR ID", "OBJECTS", "WHICH"), rows)]


for _command in taxii_sources.COMMANDS:
    taxii.add_command(_command)

COMMANDS = (taxii,)
