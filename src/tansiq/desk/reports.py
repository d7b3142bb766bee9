"""Writing, importing and correcting what this agency tells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol, runtime_checkable

from tansiq.desk.errors import AlreadyRecalled, Incomplete, NotFound, NothingChanged, NotOurs
from tansiq.desk.ports import Actor, Desk, NewUuid
from tansiq.desk.roles import Verb, require
from tansiq.release import Audience, Record
from tansiq.stix import StixObject, Terms, compose, parse, timestamp, with_members

TITLE_LENGTH = 120


@runtime_checkable
class NotesMany(Protocol):
    """An audit trail that can note many lines at once: of each its subject and its safe detail."""

    def note_many(
        self, actor: str, verb: str, lines: Iterable[tuple[str, Mapping[str, str]]], *, at: datetime
    ) -> None:
        """Note `verb` of `actor` for each of the `lines`."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a person wrote: a STIX `type`, `title` and `text` in `lang`, and further `members`."""

    type: str
    title: str
    text: str
    lang: str
    members: Mapping[str, Any] = field(default_factory=dict)


def write(
    draft: Draft,
    terms: Terms,
    audience: Audience,
    *,
    actor: Actor,
    now: datetime,
    desk: Desk,
    new_uuid: NewUuid,
) -> tuple[str, ...]:
    """Make a STIX object of `draft`, sign it and tell it to `audience` under `terms`; returns its id.

    Raises `Incomplete` when the draft has no text, `NotAllowed` when the actor may not release.
    """
    composed = compose(draft.type, _properties(draft, desk.directory.home(), now), now=now, new_uuid=new_uuid)
    return bring_in([parse(composed)], terms, audience, actor=actor, now=now, desk=desk)


def bring_in(
    objects: Sequence[StixObject],
    terms: Terms,
    audience: Audience,
    *,
    actor: Actor,
    now: datetime,
    desk: Desk,
) -> tuple[str, ...]:
    """Sign `objects` as ours under `terms` and tell them to `audience`; returns their ids, in order.

    Raises `NotOurs` for an object of another originator, `AlreadyRecalled` for one that was recalled.
    """
    require(actor, Verb.RELEASE)
    for obj in objects:
        _require_ours(obj.id, desk)
    dressed = desk.outbox.dress(objects, terms, now=now)
    home = desk.directory.home()
    expires = terms.expires(now)
    records = [
        Record(obj, home, now, audience, expires=expires, precedence=terms.precedence) for obj in dressed
    ]
    desk.outbox.author(records, now=now)
    _note(records, actor, now, desk)
    return tuple(record.object.id for record in records)


def correct(object_id: str, changes: Mapping[str, Any], *, actor: Actor, now: datetime, desk: Desk) -> str:
    """Tell everyone who has our object its next version with `changes` to its members; returns the version.

    Raises `NotOurs`, `AlreadyRecalled`, `NotFound` or `NothingChanged`.
    """
    require(actor, Verb.RELEASE)
    record = ours(object_id, desk)
    if all(record.object.data.get(name) == value for name, value in changes.items()):
        raise NothingChanged(object=object_id)
    modified = _after(record.object, now)
    corrected = parse(with_members(record.object.raw, {**changes, "modified": timestamp(modified)}))
    desk.outbox.author([_next(record, corrected, now)], now=now)
    desk.trail.note(actor.name, "correct", object_id, at=now, detail={"version": corrected.version})
    return corrected.version


def ours(object_id: str, desk: Desk) -> Record:
    """Return the current version of an object of our own.

    Raises `NotFound`, `NotOurs` or `AlreadyRecalled`.
    """
    record = desk.shelf.record(object_id)
    if record is None:
        raise NotFound(kind="object", typed=object_id, known="-")
    _require_ours(object_id, desk)
    return record


def draft_of_text(text: str, lang: str) -> Draft:
    """Return the draft of a report whose title is the first sentence of `text`.

    Raises `Incomplete` when there is no text.
    """
    body = text.strip()
    if not body:
        raise Incomplete(missing="text")
    first = body.splitlines()[0].strip()
    title = first if len(first) <= TITLE_LENGTH else first[:TITLE_LENGTH].rsplit(" ", 1)[0] + "…"
    return Draft(type="report", title=title, text=body, lang=lang)


def _properties(draft: Draft, home: str, now: datetime) -> dict[str, Any]:
    for name, value in (("title", draft.title), ("text", draft.text), ("lang", draft.lang)):
        if not value.strip():
            raise Incomplete(missing=name)
    base: dict[str, Any] = {
        "created_by_ref": home,
        "lang": draft.lang,
        "name": draft.title.strip(),
        "description": draft.text.strip(),
    }
    if draft.type == "report":
        base |= {"published": timestamp(now), "object_refs": [home]}
    return base | dict(draft.members)


def _require_ours(object_id: str, desk: Desk) -> None:
    record = desk.shelf.record(object_id)
    if record is None:
        return
    if record.originator != desk.directory.home():
        raise NotOurs(object=object_id, originator=record.originator)
    if record.recalled is not None:
        raise AlreadyRecalled(object=object_id)


def _note(records: Sequence[Record], actor: Actor, now: datetime, desk: Desk) -> None:
    lines = [(record.object.id, {"version": record.object.version}) for record in records]
    if isinstance(desk.trail, NotesMany):
        desk.trail.note_many(actor.name, "write", lines, at=now)
        return
    for subject, detail in lines:
        desk.trail.note(actor.name, "write", subject, at=now, detail=detail)


def _after(obj: StixObject, now: datetime) -> datetime:
    if obj.modified is None or now > obj.modified:
        return now
    return obj.modified + timedelta(milliseconds=1)


def _next(record: Record, obj: StixObject, now: datetime) -> Record:
    return Record(
        object=obj,
        originator=record.originator,
        shared=now,
        audience=record.audience,
        parts=record.parts,
        expires=record.expires,
        holds=record.holds,
        precedence=record.precedence,
    )
