"""`tansiq export` and `tansiq receive`: the same feed without a network, on a stick or by a courier."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import click

from tansiq.cli.answer import Answer, answers
from tansiq.exchange.carry import Received, Taken
from tansiq.wiring import (
    Exported,
    Node,
    Refused,
    explain,
    export_parcel,
    language,
    open_node,
    receive_parcels,
    write_volumes,
)

_SIZE = re.compile(r"([1-9][0-9]{0,11})([kMG]?)")
_UNITS = {"": 1, "k": 1000, "M": 1000**2, "G": 1000**3}
_SAID = {
    Taken.NEW: "{entries} new, of them {refused} refused; we now have {size}",
    Taken.KNOWN: "nothing new: we had all {size}",
    Taken.OLD: "an older parcel: we already have {size}, and what it says agrees with that",
    Taken.RECEIPT_ONLY: "no entries: it has told us nothing since {size}",
}


class Size(click.ParamType[int]):
    """A number of bytes such as 500k, 16M or 4G."""

    name = "size"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the bytes that `value` names; fails for anything else."""
        match = _SIZE.fullmatch(str(value))
        if match is None:
            self.fail(f"{value!r} is no size such as 500k, 16M or 4G", param, ctx)
        return int(match[1]) * _UNITS[match[2]]


@click.command("export")
@click.option("--to", "partner", required=True, metavar="PARTNER", help="The agency that it is for.")
@click.option(
    "--from", "start", type=click.IntRange(0), help="The first entry; else what has no receipt yet."
)
@click.option("--volumes", type=Size(), metavar="SIZE", help="Cut it into files of at most 500k, 16M, 4G …")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@answers
def export(partner: str, start: int | None, volumes: int | None, file: Path) -> Answer:
    """Write a sealed parcel for PARTNER to FILE: what it lacks of our feed, and our receipt for its own.

    Nobody on the way can open it. The partner takes it in with `tansiq receive`; doing so twice does no harm.
    """
    made = export_parcel(open_node(), partner, start=start, volume=volumes)
    paths = write_volumes(made.volumes, file)
    return Answer(_document(made, paths), _lines(made, paths))


def _document(made: Exported, paths: tuple[Path, ...]) -> dict[str, Any]:
    return {
        "partner": made.partner.agency.id,
        "files": [str(path) for path in paths],
        "bytes": sum(map(len, made.volumes)),
        "first": made.first,
        "last": made.last,
        "receipt": made.receipt,
    }


def _lines(made: Exported, paths: tuple[Path, ...]) -> list[str]:
    name, entries = made.partner.agency.names[language()], made.last - made.first
    held = f"entries {made.first} to {made.last - 1}" if entries else "no new entries"
    receipt = "no receipt" if made.receipt is None else f"our receipt for {made.receipt} of its entries"
    size = sum(map(len, made.volumes))
    return [f"For {name}: {held}, {receipt}; {size:,} bytes.", *(f"  {path}" for path in paths)]


@click.command("receive")
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE …",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
)
@answers
def receive(files: tuple[Path, ...]) -> Answer:
    """Take in parcels that partners sealed to us; give all volumes of one together, in any order."""
    node = open_node()
    results = receive_parcels(node, [path.read_bytes() for path in files])
    rows = [_row(node, result) for result in results]
    lines = [row["sentence"] for row in rows]
    return Answer({"parcels": rows}, lines, ok=all(isinstance(result, Received) for result in results))


def _row(node: Node, result: Received | Refused) -> dict[str, Any]:
    if isinstance(result, Refused):
        return _refused(node, result)
    counts = {"entries": result.entries, "refused": result.refused, "size": result.size}
    said = _SAID[result.taken].format(**counts)
    receipt = "" if result.receipt is None else f"; it has confirmed {result.receipt} of ours"
    sentence = f"From {node.name(result.sender, language())}: {said}{receipt}."
    return {
        "sender": result.sender,
        "taken": result.taken.value,
        **counts,
        "receipt": result.receipt,
        "sentence": sentence,
    }


def _refused(node: Node, result: Refused) -> dict[str, Any]:
    explained = explain(result.error, language())
    sentence = str(result.error) if explained is None else explained.sentence
    sender = "" if result.sender is None else f"From {node.name(result.sender, language())}: "
    return {"sender": result.sender, "error": result.error.code, "sentence": f"{sender}{sentence}"}


COMMANDS = (export, receive)
