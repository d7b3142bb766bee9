"""The commands about objects: `import`, `correct`, `list`, `search`, `show`, `why`, `share` and `recall`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from tansiq import desk
from tansiq.cli.answer import Answer, answers, table
from tansiq.desk import Filter, Found, ReleaseRefused
from tansiq.release import Decision
from tansiq.wiring import (
    OPERATOR,
    ImportOrder,
    Node,
    correct_text,
    describe_object,
    import_file,
    language,
    open_node,
    sentences,
    text_of,
)

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


def _terms(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(
        (
            click.option(
                "--purpose", "purposes", multiple=True, required=True, help="A code of the list `purposes`."
            ),
            click.option(
                "--grading", required=True, help="Source and information, such as A2 (Admiralty) or 4x4:B2."
            ),
            click.option("--tlp", required=True, help="A code of the list `tlp`."),
            click.option(
                "--to", multiple=True, metavar="CIRCLE|AGENCY", help="Who may have it; may be repeated."
            ),
            click.option(
                "--exclude", multiple=True, metavar="AGENCY", help="Who may not, whatever its circles."
            ),
            click.option("--handling", help="A code of the list `handling`."),
            click.option(
                "--onward", multiple=True, metavar="CIRCLE|AGENCY", help="To whom receivers may pass it on."
            ),
            click.option(
                "--retain-until", type=click.DateTime(["%Y-%m-%d"]), help="Else five years from now."
            ),
            click.option(
                "--kind", default="fact", show_default=True, help="A code of the list `statement-kinds`."
            ),
            click.option(
                "--precedence", default="routine", show_default=True, help="A code of the list `precedence`."
            ),
        )
    ):
        command = option(command)
    return command


@click.command("import")
@click.argument("file", type=FILE)
@click.option("--text", "as_text", is_flag=True, help="The file is plain text: make a report of it.")
@click.option("--lang", default="en", show_default=True, help="The language of the text: ar, fr or en.")
@click.option("--title", help="The report's title; else the first line of the text.")
@click.option("--upgrade", is_flag=True, help="Turn STIX 2.0 into 2.1 on the way in.")
@_terms
@answers
def import_(
    file: Path,
    *,
    as_text: bool,
    lang: str,
    upgrade: bool,
    retain_until: datetime | None,
    **terms: str | tuple[str, ...] | None,
) -> Answer:
    """Sign what FILE holds (STIX 2.1, or text) as ours and tell it to whom it is for."""
    given: dict[str, Any] = dict(terms)
    order = ImportOrder(**given, text_lang=lang if as_text else None, retention=_day(retain_until))
    done = import_file(open_node(), file.read_bytes(), order, actor=OPERATOR, upgrade=upgrade)
    problems = [
        {"index": p.index, "code": p.code, "pointer": p.pointer, "sentence": p.sentence}
        for p in done.problems
    ]
    lines = [*done.ids, *(f"not imported: object {p['index']}: {p['sentence']}" for p in problems)]
    data = {
        "ids": list(done.ids),
        "objects": [{"id": i, "told": list(done.told.get(i, ()))} for i in done.ids],
        "problems": problems,
    }
    return Answer(data, lines, ok=bool(done.ids))


@click.command("correct")
@click.argument("object_id", metavar="OBJECT")
@click.argument("file", type=FILE)
@click.option("--title", help="A new title; else it stays.")
@answers
def correct(object_id: str, file: Path, title: str | None) -> Answer:
    """Put the text in FILE in place of the text of OBJECT, for everyone who has it."""
    version = correct_text(open_node(), object_id, text_of(file.read_bytes()), title=title, actor=OPERATOR)
    return Answer({"id": object_id, "version": version}, [f"{object_id}: version {version}"])


@click.command("list")
@click.option("--type", "type_", help="A STIX type, such as report or incident.")
@click.option("--from", "sender", metavar="AGENCY", help="Only what this agency told us.")
@click.option("--limit", default=100, show_default=True)
@answers
def list_(type_: str | None, sender: str | None, limit: int) -> Answer:
    """List the objects that this node holds, newest first."""
    return _listing(Filter(box="all", type=type_, limit=limit), sender)


@click.command("search")
@click.argument("words", nargs=-1, required=True)
@click.option("--from", "sender", metavar="AGENCY", help="Only what this agency told us.")
@click.option("--limit", default=100, show_default=True)
@answers
def search(words: tuple[str, ...], sender: str | None, limit: int) -> Answer:
    """Find objects whose text holds all WORDS, in any spelling of Arabic and without accents."""
    return _listing(Filter(box="all", text=" ".join(words), limit=limit), sender)


def _listing(wanted: Filter, sender: str | None) -> Answer:
    node = open_node()
    with node.desk() as at:
        if sender is not None:
            agency = desk.find_agency(sender, at.directory)
            own = agency == at.directory.home()
            wanted = _narrowed(wanted, box="own" if own else "inbox", sender=None if own else agency)
        found = desk.listing(wanted, actor=OPERATOR, now=node.now(), desk=at)
    rows = [released.map(lambda row: _row(row, node)) for released in found]
    lines = table(
        ("OBJECT", "FROM", "TITLE"), [(r.value["id"], r.value["from_name"], r.value["title"]) for r in rows]
    )
    return Answer({"objects": [row.value for row in rows]}, lines if rows else ["Nothing found."])


def _narrowed(wanted: Filter, *, box: str, sender: str | None) -> Filter:
    return Filter(box=box, type=wanted.type, sender=sender, text=wanted.text, limit=wanted.limit)


def _row(row: Found, node: Node) -> dict[str, Any]:
    record = row.record
    return {
        "id": record.object.id,
        "type": record.object.type,
        "version": record.object.version,
        "title": record.object.title,
        "from": record.originator,
        "from_name": node.name(record.originator),
        "sender": row.sender,
        "arrived": row.arrived.isoformat(),
        "recalled": record.recalled is not None,
    }


@click.command("show")
@click.argument("object_id", metavar="OBJECT")
@click.option("--because", default="", help="Why you read it; noted for the originator.")
@answers
def show(object_id: str, because: str) -> Answer:
    """Show an object, its marking, grading and history, and who was told."""
    described = describe_object(open_node(), object_id, actor=OPERATOR, justification=because)
    return Answer(described, _lines(described))


def _lines(seen: dict[str, Any]) -> Sequence[str]:
    lines = [f"{seen['id']}  version {seen['version'] or '-'}", seen["title"], ""]
    lines += [
        f"{name}: {seen[name]}"
        for name in ("state", "from_name", "tlp", "grading", "purposes")
        if seen.get(name)
    ]
    lines += [f"told: {t['name']}, {t['at']}, received {t['received'] or 'not yet'}" for t in seen["told"]]
    return [str(line) for line in lines]


@click.command("why")
@click.argument("object_id", metavar="OBJECT")
@click.argument("agency")
@answers
def why(object_id: str, agency: str) -> Answer:
    """Say whether AGENCY may have OBJECT, whole, redacted or not at all, and why."""
    node = open_node()
    with node.desk() as at:
        decision = desk.why(object_id, agency, actor=OPERATOR, now=node.now(), desk=at)
    data = _decision(decision, node)
    return Answer(data, [f"released: {data['released']}", *(f"- {r['sentence']}" for r in data["reasons"])])


@click.command("share")
@click.argument("object_id", metavar="OBJECT")
@click.option(
    "--to",
    multiple=True,
    required=True,
    metavar="CIRCLE|AGENCY",
    help="Who else may have it; may be repeated.",
)
@answers
def share(object_id: str, to: tuple[str, ...]) -> Answer:
    """Let more circles or agencies have OBJECT; what its originator does not permit is refused."""
    node = open_node()
    try:
        with node.desk() as at:
            decisions = desk.share(object_id, to, actor=OPERATOR, now=node.now(), desk=at)
    except ReleaseRefused as refused:
        rows = [_row_of(decision, node) for decision in refused.decisions]
        why_not = [reason["sentence"] for row in rows for reason in row["reasons"]]
        error = {"code": refused.code, "sentence": " ".join(why_not)}
        return Answer({"id": object_id, "error": error, "decisions": rows}, why_not, ok=False)
    rows = [_row_of(decision, node) for decision in decisions]
    return Answer({"id": object_id, "decisions": rows}, [f"{row['name']}: {row['released']}" for row in rows])


def _row_of(decision: Decision, node: Node) -> dict[str, Any]:
    return {"agency": decision.reader, "name": node.name(decision.reader), **_decision(decision, node)}


def _decision(decision: Decision, node: Node) -> dict[str, Any]:
    lang = language()
    return {
        "released": decision.outcome.value,
        "reasons": sentences(decision, lang, lambda item: node.name(item, lang)),
    }


@click.command("recall")
@click.argument("object_id", metavar="OBJECT")
@click.option("--reason", required=True, help="A code of the list `recall-reasons`.")
@answers
def recall(object_id: str, reason: str) -> Answer:
    """Take OBJECT back: everyone who was told it erases it and answers."""
    node = open_node()
    with node.desk() as at:
        asked = desk.recall(object_id, reason, actor=OPERATOR, now=node.now(), desk=at)
    node.scrub()
    names = [node.name(agency) for agency in asked]
    said = f"Recalled. Asked to erase it: {', '.join(names)}" if names else "Recalled. Nobody had been told."
    return Answer({"id": object_id, "reason": reason, "asked": list(asked)}, [said])


def _day(at: datetime | None) -> date | None:
    return None if at is None else at.date()


COMMANDS = (import_, correct, list_, search, show, why, share, recall)
