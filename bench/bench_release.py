"""How many release decisions a second: plain, refused, with fifty references, redacted."""

from __future__ import annotations

from functools import partial
from typing import Any

from bench.speed import per_second
from tansiq.release import Audience, Decision, Outcome, Record, Snapshot, decide
from tansiq.stix import TLP
from tests.release.cast import MEMBER, NOW, OUTSIDER, SAHEL, kept, marked, release, world

SECONDS = 0.5
PERMIT = release("cyber", "arms")
CIRCLE = Audience(circles=frozenset({SAHEL}))


def run(size: float = 1) -> dict[str, float]:
    """Return decisions a second, by case."""
    plain = _record("location")
    others = [_record("location") for _ in range(50)]
    report = _record("report", object_refs=[one.object.id for one in others])
    parted = [{"marking_ref": TLP.RED.id, "selectors": ["description"]}]
    redacted = _record("report", description="At the well", granular_markings=parted)
    rate = partial(_rate, world(plain, report, redacted, *others, kept(PERMIT)), SECONDS * size)
    return {
        "decide whole, 1/s": rate(plain, MEMBER, Outcome.WHOLE),
        "decide refused, 1/s": rate(plain, OUTSIDER, Outcome.NO),
        "decide a report of 50 references, 1/s": rate(report, MEMBER, Outcome.WHOLE),
        "decide redacted, 1/s": rate(redacted, MEMBER, Outcome.REDACTED),
    }


def _record(kind: str, **properties: Any) -> Record:  # noqa: ANN401 - any property
    return kept(marked(kind, TLP.AMBER, PERMIT, **properties), audience=CIRCLE)


def _rate(seen: Snapshot, seconds: float, record: Record, reader: str, outcome: Outcome) -> float:
    def once() -> Decision:
        return decide(record, reader, NOW, world=seen)

    if once().outcome is not outcome:
        raise RuntimeError(f"the benchmark measures the wrong thing: {once()}")
    return per_second(once, seconds)
