"""How a command answers: one JSON document with `--json`, else lines for a tired person at night."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ParamSpec

import click
import orjson

from tansiq.wiring import Explained, explain, language

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command found: `data` for programs, `lines` for people; `ok` is exit code 0, else 1."""

    data: Mapping[str, Any]
    lines: Iterable[str] = field(default_factory=tuple)
    ok: bool = True


def answers(command: Callable[P, Answer]) -> Callable[..., None]:
    """Give `command` the option `--json`, print its `Answer` and turn its errors into a sentence."""

    @click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        as_json = bool(kwargs.pop("as_json"))
        with explaining(as_json=as_json):
            answer = command(*args, **kwargs)
            _print(answer, as_json=as_json)
            if not answer.ok:
                sys.exit(1)

    return run


@contextmanager
def explaining(*, as_json: bool = False) -> Iterator[None]:
    """Run a block; one of our errors in it becomes a sentence and exit code 1, a fault is seen whole."""
    try:
        yield
    except Exception as error:
        explained = explain(error, language())
        if explained is None:
            raise
        _refuse(explained, as_json=as_json)


def _print(answer: Answer, *, as_json: bool) -> None:
    if as_json:
        click.echo(orjson.dumps(answer.data, option=orjson.OPT_INDENT_2).decode())
        return
    for line in answer.lines:
        click.echo(line)


def _refuse(explained: Explained, *, as_json: bool) -> None:
    if as_json:
        error = {"code": explained.code, "sentence": explained.sentence, "about": dict(explained.about)}
        click.echo(orjson.dumps({"error": error}, option=orjson.OPT_INDENT_2).decode())
    click.echo(f"tansiq: {explained.sentence}", err=True)
    sys.exit(1)


def table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterable[str]:
    """Yield the lines of a plain table with `heads`; nothing at all when there are no rows."""
    body = [heads, *rows]
    if len(body) == 1:
        return
    widths = [max(len(row[column]) for row in body) for column in range(len(heads))]
    for row in body:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def moment(at: datetime | None) -> str | None:
    """Return `at` as ISO 8601 for programs, None for never."""
    return None if at is None else at.isoformat()
