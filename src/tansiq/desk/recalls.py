"""Taking back what was told: everyone who has it is asked to erase it, and their answers are kept."""

from __future__ import annotations

from datetime import datetime

from tansiq.desk.ports import Actor, Desk
from tansiq.desk.reports import ours
from tansiq.desk.roles import Verb, require
from tansiq.stix import vocabularies


def recall(object_id: str, reason: str, *, actor: Actor, now: datetime, desk: Desk) -> tuple[str, ...]:
    """Recall our object for `reason` (vocabulary "recall-reasons"); returns who was told to erase it.

    Raises `UnknownCode`, `NotAllowed`, `NotFound`, `NotOurs` or `AlreadyRecalled`.
    """
    require(actor, Verb.RECALL)
    vocabularies.get("recall-reasons").require(reason)
    ours(object_id, desk)
    asked = desk.outbox.recall(object_id, reason, now=now)
    desk.trail.note(actor.name, "recall", object_id, at=now, detail={"reason": reason})
    return asked
