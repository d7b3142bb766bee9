"""What the agencies change afterwards, so that the demo has a history: corrections and one recall."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from tansiq.cli.demo_data import prose
from tansiq.cli.demo_data.drafts import Draft
from tansiq.cli.demo_data.tables import places, wording

_EACH = 3
_NEAR, _WIDE = 5_000, 25_000  # metres
_EARLIER = timedelta(minutes=40)


@dataclass(frozen=True, slots=True)
class Correction:
    """At `at`, the draft at position `index` was replaced by `draft`."""

    index: int
    at: datetime
    draft: Draft


@dataclass(frozen=True, slots=True)
class Recall:
    """At `at`, the draft at position `index` was taken back for `reason`, a code of `recall-reasons`."""

    index: int
    at: datetime
    reason: str


def amend(drafts: Sequence[Draft], seed: int, now: datetime) -> tuple[tuple[Correction, ...], Recall]:
    """Choose nine of the `drafts` to correct and one to recall, all before `now` (aware, UTC)."""
    rng = Random(seed)
    settled = [index for index, draft in enumerate(drafts) if _settled(draft, now)]
    free = rng.sample(settled, k=len(settled))
    corrections = tuple(_corrections(drafts, free, rng))
    recalled = next(index for index in free if drafts[index].circles)
    taken_back = drafts[recalled].at + timedelta(hours=rng.randint(6, 24))
    return corrections, Recall(recalled, taken_back, "source-at-risk")


def _settled(draft: Draft, now: datetime) -> bool:
    return draft.kind == "incident" and draft.at < now - timedelta(days=2)


def _corrections(drafts: Sequence[Draft], free: list[int], rng: Random) -> Iterator[Correction]:
    """Yield three corrections of each kind and take what they correct out of `free`."""
    for change, suits in _CHANGES:
        for index in [index for index in free if suits(drafts[index])][:_EACH]:
            free.remove(index)
            at = drafts[index].at + timedelta(hours=rng.randint(6, 36))
            yield Correction(index, at, replace(change(drafts[index]), at=at))


def _earlier(draft: Draft) -> Draft:
    return replace(draft, start=draft.start - _EARLIER, description=_noted(draft, "corrected-time"))


def _farther(draft: Draft) -> Draft:
    return replace(draft, radius=_WIDE, description=_noted(draft, "corrected-place"))


def _confirmed(draft: Draft) -> Draft:
    graded = f"{draft.grading[0]}1"
    return replace(draft, grading=graded, description=_noted(draft, "corrected-grading"))


def _noted(draft: Draft, note: str) -> str:
    words = prose.words(draft.lang, places()[draft.place], draft.start)
    return f"{draft.description} {wording(draft.lang).one(note).format_map(words)}"


_CHANGES: tuple[tuple[Callable[[Draft], Draft], Callable[[Draft], bool]], ...] = (
    (_confirmed, lambda draft: draft.grading[1] in "23" and draft.grading[0] in "BC"),
    (_farther, lambda draft: draft.radius == _NEAR),
    (_earlier, lambda draft: draft.radius > _NEAR),
)
