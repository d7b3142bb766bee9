"""Alarms and the audit trail in the database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

from tansiq.exchange import Alarm
from tansiq.store.codec import blob, from_json, micros, moment, moment_or_none, to_json
from tansiq.store.errors import NotThere
from tansiq.store.sql.database import Database, Row, Value
from tansiq.store.sql.narrowing import one_of
from tansiq.store.trail import ERA, Noted, mark

EPOCH: Final = 64
"""How many eras are looked through in one statement."""

_COLUMNS: Final = "id, actor, verb, subject, at, detail"
_ERA: Final = f"(id >> {ERA})"


class SqlAlarms:
    """What a person must look at."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def raise_(self, alarm: Alarm) -> None:
        """Keep `alarm`, once: while it is open, the same code, partner and evidence are not kept again."""
        same = self._database.row(
            "SELECT id FROM store_alarm WHERE cleared IS NULL AND code = %s"
            " AND partner IS NOT DISTINCT FROM %s AND evidence = %s",
            *(alarm.code, alarm.partner, alarm.evidence),
        )
        if same is None:
            self._database.run(
                "INSERT INTO store_alarm (code, partner, about, evidence, at) VALUES (%s, %s, %s, %s, %s)",
                *(alarm.code, alarm.partner, to_json(alarm.about), alarm.evidence, micros(alarm.at)),
            )

    def open(self, partner: str | None = None) -> Sequence[Alarm]:
        """Return the alarms that nobody cleared, newest first, those about `partner` if one is named."""
        named = "" if partner is None else " AND partner = %s"
        rows = self._database.rows(
            "SELECT code, partner, about, evidence, at, cleared, id FROM store_alarm"
            f" WHERE cleared IS NULL{named} ORDER BY id DESC",
            *([] if partner is None else [partner]),
        )
        return [_alarm(row) for row in rows]

    def standing(self, code: str, partner: str | None) -> Sequence[Mapping[str, str]]:
        """Return what the open alarms of `code` about `partner` are about."""
        rows = self._database.rows(
            "SELECT about FROM store_alarm"
            " WHERE cleared IS NULL AND code = %s AND partner IS NOT DISTINCT FROM %s",
            *(code, partner),
        )
        return [from_json(about, dict[str, str]) for (about,) in rows]

    def clear(self, alarm_id: int, *, now: datetime) -> None:
        """Note that a person has dealt with the alarm. Raises `NotThere` when there is none."""
        query = "UPDATE store_alarm SET cleared = COALESCE(cleared, %s) WHERE id = %s"
        if not self._database.run(query, micros(now), alarm_id):
            raise NotThere("alarm", str(alarm_id))


class SqlTrail:
    """Who did what, when and why."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, actor: str, verb: str, subject: str, *, at: datetime, detail: Mapping[str, str]) -> None:
        """Add one line."""
        self.note_many(actor, verb, [(subject, detail)], at=at)

    def note_many(
        self, actor: str, verb: str, lines: Iterable[tuple[str, Mapping[str, str]]], *, at: datetime
    ) -> None:
        """Add a line for each subject and detail."""
        moment = micros(at)
        rows = [(actor, verb, subject, moment, to_json(detail), mark(subject)) for subject, detail in lines]
        self._database.insert("store_trailline", ("actor", "verb", "subject", "at", "detail", "mark"), rows)

    def read(
        self, subject: str | None = None, *, before: int | None = None, limit: int = 50
    ) -> Sequence[Noted]:
        """Return at most `limit` lines, newest first: about `subject`, older than position `before`."""
        [(last,)] = self._database.rows("SELECT COALESCE(MAX(id), 0) FROM store_trailline")
        end = last + 1 if before is None else min(before, last + 1)
        if subject is None:
            return self._lines("id < %s", end, limit=limit)
        found: list[Noted] = []
        for eras in _eras(end):
            if len(found) < limit:
                about = f"{one_of(_ERA, eras)} AND mark = %s AND subject = %s AND id < %s"
                found += self._lines(about, *eras, mark(subject), subject, end, limit=limit - len(found))
        return found

    def _lines(self, condition: str, *values: Value, limit: int) -> list[Noted]:
        query = f"SELECT {_COLUMNS} FROM store_trailline WHERE {condition} ORDER BY id DESC LIMIT %s"
        return [_noted(row) for row in self._database.rows(query, *values, limit)]


def _eras(end: int) -> Iterator[Sequence[int]]:
    """Yield the eras of the lines before `end`: the last by itself, and `EPOCH` at a time those before it."""
    last = (end - 1) >> ERA
    yield [last]
    for until in range(last, 0, -EPOCH):
        yield range(max(0, until - EPOCH), until)


def _alarm(row: Row) -> Alarm:
    code, partner, about, evidence, at, cleared, number = row
    known = from_json(about, dict[str, str])
    return Alarm(code, partner, known, blob(evidence), moment(at), moment_or_none(cleared), number)


def _noted(row: Row) -> Noted:
    position, actor, verb, subject, at, detail = row
    return Noted(position, actor, verb, subject, moment(at), from_json(detail, dict[str, str]))
