"""Alarms and the audit trail in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from tansiq.exchange import Alarm
from tansiq.store.errors import NotThere
from tansiq.store.memory_state import State
from tansiq.store.trail import Noted


class MemoryAlarms:
    """What a person must look at."""

    def __init__(self, state: State) -> None:
        self._state = state

    def raise_(self, alarm: Alarm) -> None:
        """Keep `alarm`, once: while it is open, the same code, partner and evidence are not kept again."""
        if not any(_same(alarm, standing) for standing in self.open(alarm.partner)):
            number = self._state.next("alarm")
            self._state.alarms[number] = replace(alarm, id=number, about=dict(alarm.about))

    def open(self, partner: str | None = None) -> Sequence[Alarm]:
        """Return the alarms that nobody cleared, newest first, those about `partner` if one is named."""
        alarms = reversed(self._state.alarms.values())
        return [alarm for alarm in alarms if alarm.cleared is None and partner in {None, alarm.partner}]

    def standing(self, code: str, partner: str | None) -> Sequence[Mapping[str, str]]:
        """Return what the open alarms of `code` about `partner` are about."""
        return [one.about for one in self.open() if (one.code, one.partner) == (code, partner)]

    def clear(self, alarm_id: int, *, now: datetime) -> None:
        """Note that a person has dealt with the alarm. Raises `NotThere` when there is none."""
        if alarm_id not in self._state.alarms:
            raise NotThere("alarm", str(alarm_id))
        alarm = self._state.alarms[alarm_id]
        self._state.alarms[alarm_id] = replace(alarm, cleared=alarm.cleared or now)


class MemoryTrail:
    """Who did what, when and why."""

    def __init__(self, state: State) -> None:
        self._state = state

    def note(self, actor: str, verb: str, subject: str, *, at: datetime, detail: Mapping[str, str]) -> None:
        """Add one line."""
        position = self._state.next("trail")
        self._state.trail[position] = Noted(position, actor, verb, subject, at, dict(detail))

    def read(
        self, subject: str | None = None, *, before: int | None = None, limit: int = 50
    ) -> Sequence[Noted]:
        """Return at most `limit` lines, newest first: about `subject`, older than position `before`."""
        lines = (line for line in reversed(self._state.trail.values()) if subject in {None, line.subject})
        return [line for line in lines if before is None or line.position < before][:limit]


def _same(one: Alarm, other: Alarm) -> bool:
    return (one.code, one.partner, one.evidence) == (other.code, other.partner, other.evidence)
