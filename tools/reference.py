"""Writes docs/reference/ from the program itself; with --check, compares instead."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from tansiq import config
from tansiq.cli import main as tansiq
from tansiq.release import ReasonCode
from tansiq.wording import tables

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "reference"
HEAD = """# Commands

Made from the program by `make reference`; do not edit. `TANSIQ_HOME` names the node's folder. With `--json` a
command prints one JSON document on standard output. Exit codes: 0 done, 1 refused or failed with a reason,
2 usage.
"""

LANGUAGES = "| code | English | français | العربية |"
REASONS = """# Reasons

Made from the program by `make reference`; do not edit. Why an object is released to a partner or refused, as
`tansiq why` and the pages say it. The steps are those of [the release decision](../../spec/release.md); a
dash stands for what is settled before them.
"""
ERRORS = """# Errors and alarms

Made from the program by `make reference`; do not edit. The codes of errors are those that a command prints
with `--json`, in `error.code`. An alarm stands on the Partners page; `tansiq partner list --json` gives its
code without `ALARM_`, in small letters and with hyphens.
"""


def main() -> None:
    """Write the pages.

    Raises `SystemExit` when `--check` was given and one of them differs.
    """
    for name, text in pages().items():
        page = FOLDER / name
        if "--check" not in sys.argv[1:]:
            page.write_text(text, "utf-8")
        elif not page.exists() or page.read_text("utf-8") != text:
            sys.exit(f"docs/reference/{name} differs from the program: run `make reference`")


def pages() -> dict[str, str]:
    """Return every page by its name."""
    return {
        "commands.md": commands(),
        "settings.md": config.reference(),
        "reasons.md": reasons(),
        "errors.md": errors(),
    }


def reasons() -> str:
    """Return the page about the reasons of the release decision, each with its step in spec/release.md."""
    steps = steps_of((ROOT / "spec" / "release.md").read_text("utf-8"))
    rows = [f"| {steps.get(code, '–')} {worded(code)}" for code in ReasonCode]
    return "\n".join([REASONS, f"| step {LANGUAGES}", "|---|---|---|---|---|", *rows, ""])


def steps_of(spec: str) -> dict[str, str]:
    """Return the step under which the `spec` of the release decision first names each code."""
    found: dict[str, str] = {}
    step = "–"
    for line in spec.partition("## The steps")[2].splitlines():
        step = line[0] if re.match(r"\d\. \*\*", line) else step
        for code in re.findall("`([A-Z_]+)`", line):
            found.setdefault(code, step)
    return found


def errors() -> str:
    """Return the page about errors and alarms."""
    codes = sorted(tables().keys() - set(ReasonCode), key=lambda code: (code.startswith("ALARM_"), code))
    return "\n".join([ERRORS, LANGUAGES, "|---|---|---|---|", *map(worded, codes), ""])


def worded(code: str) -> str:
    """Return the row of a table for `code` and its sentences."""
    said = tables()[code]
    return f"| `{code}` | {said['en']} | {said['fr']} | {said['ar']} |"


def commands() -> str:
    """Return the page about the commands."""
    return "\n".join([HEAD, *sections(click.Context(tansiq, info_name="tansiq"), tansiq)])


def sections(context: click.Context, command: click.Command) -> Iterator[str]:
    """Yield a section for `command`, or for each command below it."""
    if not isinstance(command, click.Group):
        yield section(context, command)
        return
    for name in command.list_commands(context):
        below = command.get_command(context, name)
        if below is not None and not below.hidden:
            yield from sections(click.Context(below, info_name=name, parent=context), below)


def section(context: click.Context, command: click.Command) -> str:
    """Return the heading, usage, sentence and options of one `command`."""
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    rows = [row for parameter in command.params for row in option_rows(context, parameter)]
    table = ["", "| option | |", "|---|---|", *rows] if rows else []
    return "\n".join([f"## {context.command_path}", "", f"`{usage}`", "", sentence(command), *table, ""])


def sentence(command: click.Command) -> str:
    """Return the command's help as one paragraph a line."""
    paragraphs = (command.help or "").strip().split("\n\n")
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)


def option_rows(context: click.Context, parameter: click.Parameter) -> Iterator[str]:
    """Yield the table row of an option; arguments stand in the usage already."""
    record = parameter.get_help_record(context)
    if record is not None and isinstance(parameter, click.Option):
        flag, text = (" ".join(part.split()).replace("|", "\\|") for part in record)
        yield f"| `{flag}` | {text} |"


if __name__ == "__main__":
    main()
