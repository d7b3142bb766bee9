"""How two versions of a text differ, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

WORDS: Final = re.compile(r"\s+|[^\s]+")
LONGEST: Final = 20_000
"""Words beyond which two texts are shown as replaced whole: matching is quadratic at worst."""


@dataclass(frozen=True, slots=True)
class Change:
    """A run of words that is "same", "added" or "removed"."""

    kind: Literal["same", "added", "removed"]
    text: str


def word_diff(before: str, after: str) -> tuple[Change, ...]:
    """Return the runs that lead from `before` to `after`; "same" and "added" together spell `after`."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    if len(old) + len(new) > LONGEST:
        return tuple(run for run in (Change("removed", before), Change("added", after)) if run.text)
    return tuple(_runs(old, new))


def _runs(old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal":
            yield Change("same", "".join(new[new_start:new_end]))
            continue
        if old_end > old_start:
            yield Change("removed", "".join(old[old_start:old_end]))
        if new_end > new_start:
            yield Change("added", "".join(new[new_start:new_end]))
