"""How many release decisions a second: plain, refused, with fifty references, redacted."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter
from typing import Any

from tansiq.release import Audience, Decision, Outcome, Record, Snapshot, decide
from tansiq.stix import TLP
from tests.release.cast import MEMBER, NOW, OUTSIDER, SAHEL, kept, marked, release, world

SECONDS = 0.5
PERMIT = release("cyber", "arms")
CIRCLE = Audience(circles=frozenset({SAHEL}))


def run() -> dict[str, float]:
    """Return decisions a second, by case; the aim is 20,000 for an unredacted object."""
    plain = _record("location")
    others = [_record("location") for _ in range(50)]
    report = _record("report", object_refs=[one.object.id for one in others])
    parted = [{"marking_ref": TLP.RED.id, "selectors": ["description"]}]
    redacted = _record("report", description="At the well", granular_markings=parted)
    seen = world(plain, report, redacted, *others, kept(PERMIT))
    return {
        "decide_whole_per_s": _rate(plain, MEMBER, seen, Outcome.WHOLE),
        "decide_refused_per_s": _rate(plain, OUTSIDER, seen, Outcome.NO),
        "decide_50_references_per_s": _rate(report, MEMBER, seen, Outcome.WHOLE),
        "decide_redacted_per_s": _rate(redacted, MEMBER, seen, Outcome.REDACTED),
    }


def _record(kind: str, **properties: Any) -> Record:  # noqa: ANN401 - any property
    return kept(marked(kind, TLP.AMBER, PERMIT, **properties), audience=CIRCLE)


def _rate(record: Record, reader: str, seen: Snapshot, outcome: Outcome) -> float:
    def once() -> Decision:
        return decide(record, reader, NOW, world=seen)

    if once().outcome is not outcome:
        raise RuntimeError(f"the benchmark measures the wrong thing: {once()}")
    return _per_second(once)


def _per_second(action: Callable[[], object]) -> float:
    done, start = 0, perf_counter()
    while (spent := perf_counter() - start) < SECONDS:
        for _ in range(100):
            action()
        done += 100
    return round(done / spent, 1)


if __name__ == "__main__":
    for name, value in run().items():
        print(f"{name:32}{value:>12,.0f}")
