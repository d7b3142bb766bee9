"""The room and the oracle, written apart from one page, answer alike in thousands of generated worlds."""

from __future__ import annotations

import json

from hypothesis import HealthCheck, given, settings

from tansiq.release import Decision, Snapshot, decide
from tests.release.cast import AUTHOR, HOME, MEMBER, NOW, OUTSIDER
from tests.release.oracle import Oracle, Verdict
from tests.release.worlds import snapshots


def verdict(decision: Decision) -> Verdict:
    """Put a decision in the oracle's words."""
    document = None if decision.released is None else json.loads(decision.released.value.raw)
    why = frozenset((reason.step, reason.code.value) for reason in decision.reasons)
    return Verdict(decision.outcome.value, why, decision.via, document)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(world=snapshots())
def test_room_and_oracle_answer_alike(world: Snapshot) -> None:
    for reader in (MEMBER, OUTSIDER, AUTHOR, HOME):
        oracle = Oracle(reader, NOW, world)
        for record in world.records.values():
            assert verdict(decide(record, reader, NOW, world=world)) == oracle.answer(record), (
                record.object.id
            )
