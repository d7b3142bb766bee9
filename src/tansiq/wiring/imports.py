"""From a file of a person's choice to objects that are signed, kept and told."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tansiq import desk
from tansiq.desk import Actor, Desk, Draft
from tansiq.exchange.bundle import Item, read_import
from tansiq.release import Audience
from tansiq.stix import (
    TLP,
    Grading,
    Onward,
    ReleaseMarking,
    Statement,
    Terms,
    vocabularies,
)
from tansiq.wiring.errors import NotText, UnknownLanguage
from tansiq.wiring.node import Node
from tansiq.wiring.speech import explain, language
from tansiq.wording import LANGUAGES


@dataclass(frozen=True, slots=True)
class ImportOrder:
    """Under which terms a file comes in: codes of the vocabularies, names of circles and agencies.

    `text_lang` makes one report of a plain text in that language; None reads STIX.
    """

    purposes: tuple[str, ...]
    grading: str
    tlp: str
    to: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    handling: str | None = None
    onward: tuple[str, ...] = ()
    retention: date | None = None
    kind: str = "fact"
    precedence: str = "routine"
    text_lang: str | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Why one object of a file did not come in: its `index`, a JSON `pointer`, a `code` and a sentence."""

    index: int
    code: str
    pointer: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What came in: the objects' `ids`, who was `told` each, and the `problems` of those that did not."""

    ids: tuple[str, ...]
    told: Mapping[str, tuple[str, ...]]
    problems: tuple[Problem, ...]


def import_file(
    node: Node, raw: bytes, order: ImportOrder, *, actor: Actor, upgrade: bool = False
) -> Imported:
    """Sign what `raw` holds as ours under the terms of `order` and tell it.

    What is right in a partly wrong file comes in; with `upgrade`, what is STIX 2.0 as what it says in 2.1.
    Raises `Malformed` when it is no STIX at all, `UnknownCode` for a code that is not in its list.
    """
    with node.store.transaction() as tx:
        at = node.bind(tx)
        items = () if order.text_lang else read_import(raw, tx, upgrade=upgrade)
        ids = (
            _text(raw, order, at, node, actor) if order.text_lang else _objects(items, order, at, node, actor)
        )
    return Imported(ids, node.told(ids), tuple(_problem(item) for item in items if item.refused is not None))


def _text(raw: bytes, order: ImportOrder, at: Desk, node: Node, actor: Actor) -> tuple[str, ...]:
    terms, audience = read_order(order, at)
    draft = _titled(desk.draft_of_text(text_of(raw), str(order.text_lang)), order.title)
    return desk.write(draft, terms, audience, actor=actor, now=node.now(), desk=at, new_uuid=new_uuid)


def _objects(
    items: Sequence[Item], order: ImportOrder, at: Desk, node: Node, actor: Actor
) -> tuple[str, ...]:
    terms, audience = read_order(order, at)
    objects = [item.object for item in items if item.object is not None]
    return desk.bring_in(objects, terms, audience, actor=actor, now=node.now(), desk=at) if objects else ()


def new_uuid() -> str:
    """Return a new UUID (version 4) as text."""
    return str(uuid.uuid4())


def read_order(order: ImportOrder, at: Desk) -> tuple[Terms, Audience]:
    """Return the terms and the audience that `order` names.

    Raises `UnknownCode`, `NotFound` or `Ambiguous` for what does not exist.
    """
    if order.text_lang is not None and order.text_lang not in LANGUAGES:
        raise UnknownLanguage(typed=order.text_lang, known=", ".join(LANGUAGES))
    for vocabulary, codes in (
        ("purposes", order.purposes),
        ("tlp", (order.tlp,)),
        ("precedence", (order.precedence,)),
        ("statement-kinds", (order.kind,)),
        ("handling", () if order.handling is None else (order.handling,)),
    ):
        for code in codes:
            vocabularies.get(vocabulary).require(code)
    onward = desk.read_audience(order.onward, (), at.directory)
    marking = ReleaseMarking(
        purposes=order.purposes,
        handling=order.handling,
        onward=Onward(agencies=tuple(sorted(onward.agencies)), circles=tuple(sorted(onward.circles))),
        retention=order.retention,
    )
    terms = Terms(
        tlp=TLP(order.tlp),
        marking=marking,
        grading=Grading.read(order.grading),
        statement=Statement(order.kind),
        precedence=order.precedence,
    )
    return terms, desk.read_audience(order.to, order.exclude, at.directory)


def correct_text(node: Node, object_id: str, text: str, *, title: str | None, actor: Actor) -> str:
    """Tell everyone who has our object its next version with `text` and any `title`; returns the version.

    Raises `NotOurs`, `AlreadyRecalled`, `NotFound` or `NothingChanged`.
    """
    changes = {"description": desk.draft_of_text(text, "en").text}
    if title is not None:
        changes["name"] = title.strip()
    with node.desk() as at:
        return desk.correct(object_id, changes, actor=actor, now=node.now(), desk=at)


def text_of(raw: bytes) -> str:
    """Return the characters of a text file. Raises `NotText` when it is no clean UTF-8."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise NotText(position=str(wrong.start)) from wrong
    forbidden = next((i for i, c in enumerate(text) if ord(c) < 0x20 and c not in "\t\n\r"), None)
    if forbidden is not None:
        raise NotText(position=str(forbidden))
    return text


def _titled(draft: Draft, title: str | None) -> Draft:
    return draft if not title else replace(draft, title=title.strip())


def _problem(item: Item) -> Problem:
    wrong = item.refused
    explained = None if wrong is None else explain(wrong, language())
    return Problem(
        index=item.index,
        code=str(getattr(wrong, "code", "")),
        pointer=str(getattr(wrong, "pointer", "")),
        sentence=explained.sentence if explained else str(wrong),
    )
