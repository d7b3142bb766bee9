"""`tansiq taxii pull`, `push` and `source …`: foreign TAXII servers."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, TypedDict, Unpack

import click

from tansiq.cli.answer import Answer, answers, table
from tansiq.exchange.taxii import Direction, Source
from tansiq.wiring import Node, open_node, text_of
from tansiq.wiring import taxii as doors

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
SECONDS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
SHOWN: Final = 20
"""Refused objects that are named, of however many."""


class Interval(click.ParamType[int]):
    """A length of time such as 90s, 15m, 2h or 1d, in seconds."""

    name = "time"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the seconds that `value` says."""
        if isinstance(value, int):
            return value
        match = re.fullmatch(r"([1-9][0-9]{0,6})([smhd])", str(value))
        if match is None:
            self.fail(f"{value!r} is no time such as 15m, 2h or 1d", param, ctx)
        return int(match[1]) * SECONDS[match[2]]


class Keys(TypedDict):
    """By what we prove ourselves, and how often."""

    username: str | None
    password_file: Path | None
    token_file: Path | None
    every: int | None


def _keys(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give `command` the options that say which collection, and how we prove ourselves."""
    for option in reversed(
        (
            click.argument("url"),
            click.argument("title", metavar="[COLLECTION]", required=False),
            click.option("--username", metavar="NAME", help="Our name there."),
            click.option("--password-file", type=FILE, help="The file with our password there."),
            click.option("--token-file", type=FILE, help="The file with our bearer token there."),
            click.option("--every", type=Interval(), help="Do it again so often, such as 15m, 2h or 1d."),
            click.option("--once", is_flag=True, help="Do it now and remember nothing of the server."),
        )
    ):
        command = option(command)
    return command


@click.command("pull")
@_keys
@click.option(
    "--into", metavar="COLLECTION", help="Where to put it; else a new collection of the same title."
)
@click.option("--upgrade", is_flag=True, help="Turn STIX 2.0 into 2.1.")
@answers
def pull(
    url: str, title: str | None, *, into: str | None, upgrade: bool, once: bool, **keys: Unpack[Keys]
) -> Answer:
    """Fetch what a foreign collection holds, now, and later only what is new.

    URL is a collection's address, or that of a server or API root with the title of a COLLECTION on it.
    """
    wish = doors.Wish(url, Direction.PULL, title, into, upgrade=upgrade)
    return _go(_with(wish, keys), once=once)


@click.command("push")
@_keys
@click.option("--from", "origin", metavar="COLLECTION", help="Bring what lies in this collection of ours.")
@click.option("--partner", metavar="AGENCY", help="Bring all that this partner may have.")
@answers
def push(
    url: str, title: str | None, *, origin: str | None, partner: str | None, once: bool, **keys: Unpack[Keys]
) -> Answer:
    """Bring objects to a foreign collection, now, and later only what is new.

    With --from the server counts as a tool of this agency; with --partner it gets what that partner was told
    and may still have.
    """
    wish = doors.Wish(url, Direction.PUSH, title, origin, partner)
    return _go(_with(wish, keys), once=once)


@click.group("source")
def source() -> None:
    """See how it goes with foreign servers; pause, resume and remove them."""


@source.command("list")
@answers
def list_() -> Answer:
    """List the foreign servers that this node fetches from or brings objects to."""
    return listed(open_node())


@source.command("pause")
@click.argument("reference", metavar="SOURCE")
@answers
def pause(reference: str) -> Answer:
    """Ask SOURCE (its id, the beginning of it, or its address) no more until it is resumed."""
    return _said(doors.pause_source(open_node(), reference), "is paused.")


@source.command("resume")
@click.argument("reference", metavar="SOURCE")
@answers
def resume(reference: str) -> Answer:
    """Ask SOURCE again, as soon as the node runs."""
    return _said(doors.resume_source(open_node(), reference), "is asked again.")


@source.command("remove")
@click.argument("reference", metavar="SOURCE")
@answers
def remove(reference: str) -> Answer:
    """Forget SOURCE and our password there; what it brought stays."""
    return _said(doors.remove_source(open_node(), reference), "is forgotten; what it brought stays.")


def listed(node: Node) -> Answer:
    """Return the foreign servers and how it goes with each."""
    lines = doors.sources(node)
    heads = ("SOURCE", "WAY", "HERE", "OBJECTS", "LAST", "ASKED", "STATE", "THERE")
    said = [f"{line.source.id[:8]}: {trouble}" for line in lines if (trouble := doors.trouble_of(line))]
    shown = [*table(heads, [_row(line, node) for line in lines]), *said]
    data = {"sources": [_described(line, node) for line in lines]}
    return Answer(data, shown if lines else ["No foreign server yet: tansiq taxii pull URL"])


def _with(wish: doors.Wish, keys: Keys) -> doors.Wish:
    password, token = _line_of(keys["password_file"]), _line_of(keys["token_file"])
    secret = doors.Secret(password, token) if password or token else None
    return replace(wish, username=keys["username"], secret=secret, every=keys["every"])


def _line_of(file: Path | None) -> str | None:
    return None if file is None else text_of(file.read_bytes()).rstrip("\r\n")


def _go(wish: doors.Wish, *, once: bool) -> Answer:
    node = open_node()
    found = doors.add_source(node, wish)
    ran = doors.Ran(found)
    try:
        for ran in doors.Run(node, found, pause=time.sleep).steps():
            _progress(ran)
    finally:
        if once:
            doors.remove_source(node, found.id)
    return _answer(ran, node, once=once)


def _progress(ran: doors.Ran) -> None:
    """Say how far it got where a person is watching."""
    if not ran.done and ran.error is None and sys.stderr.isatty():
        click.echo(f"{ran.new + ran.known:,} objects …", err=True)


def _answer(ran: doors.Ran, node: Node, *, once: bool) -> Answer:
    here = next((line for line in doors.sources(node) if line.source.id == ran.source.id), None)
    counts = f"{ran.new:,} new, {ran.known:,} known, {len(ran.refused):,} refused"
    refused = [f"refused: {one.id}: {one.message}" for one in ran.refused[:SHOWN]]
    lines = [f"{ran.source.url}: {counts}", *refused]
    if len(ran.refused) > SHOWN:
        lines.append(f"… and {len(ran.refused) - SHOWN:,} more (--json has them)")
    if ran.error is not None:
        lines.append(ran.error.sentence)
    elif here is not None and not once:
        lines.append(f"It goes on from here: source {ran.source.id[:8]}, {_every(ran.source.every)}.")
    return Answer(_data(ran, here, node), lines, ok=ran.error is None)


def _data(ran: doors.Ran, here: doors.SourceLine | None, node: Node) -> dict[str, Any]:
    error = None if ran.error is None else {"code": ran.error.code, "sentence": ran.error.sentence}
    return {
        "source": None if here is None else _described(here, node),
        "new": ran.new,
        "known": ran.known,
        "refused": [{"id": one.id, "version": one.version, "message": one.message} for one in ran.refused],
        "done": ran.done,
        "error": error,
    }


def _described(line: doors.SourceLine, node: Node) -> dict[str, Any]:
    found, progress = line.source, line.progress
    return {
        "id": found.id,
        "url": found.url,
        "direction": found.direction.value,
        "collection": found.drawer,
        "collection_title": None if line.drawer is None else line.drawer.title,
        "partner": found.agency,
        "partner_name": None if found.agency is None else node.name(found.agency),
        "username": found.username,
        "every": found.every,
        "upgrade": found.upgrade,
        "paused": found.paused,
        "objects": progress.objects,
        "tried": _moment(progress.tried),
        "succeeded": _moment(progress.succeeded),
        "not_before": _moment(progress.not_before),
        "trouble": progress.trouble,
        "sentence": doors.trouble_of(line),
    }


def _row(line: doors.SourceLine, node: Node) -> tuple[str, ...]:
    found, progress = line.source, line.progress
    where = line.drawer.title if line.drawer else node.name(found.agency or "")
    state = "paused" if found.paused else "trouble" if progress.trouble else "ok"
    last = _moment(progress.succeeded)
    return (
        found.id[:8],
        found.direction.value,
        where,
        f"{progress.objects:,}",
        "never" if last is None else last[:16].replace("T", " "),
        _every(found.every),
        state,
        found.url,
    )


def _every(seconds: int | None) -> str:
    """Return an interval in the largest unit that divides it."""
    if seconds is None:
        return "by hand"
    unit = next(letter for letter in ("d", "h", "m", "s") if seconds % SECONDS[letter] == 0)
    return f"every {seconds // SECONDS[unit]}{unit}"


def _moment(at: int | None) -> str | None:
    return None if at is None else doors.moment_of(at).isoformat()


def _said(found: Source, said: str) -> Answer:
    data = {"id": found.id, "url": found.url, "paused": found.paused}
    return Answer(data, [f"{found.url} {said}"])


COMMANDS = (pull, push, source)
