"""GET of one page of the large collection: the deepest beside the first, filtered beside unfiltered."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from statistics import median
from typing import Final
from urllib.parse import urlencode

from bench.figures import Asked
from bench.taxii import client, corpus
from bench.taxii.rows import Row
from bench.taxii.run import Run

PAGE: Final = 1000
FIELDS: Final = frozenset({"id", "type", "version"})


def deepest(run: Run) -> Iterator[Row]:
    """Compare the deepest page with the first; no question here was ever asked before."""
    *_, deep, _ = run.client.ask(client.paths, run.ours.tool, PAGE)
    cursor = deep.partition("next=")[2]
    limits = run.fresh_limits(PAGE, run.scale.questions)
    first, last = _milliseconds(run, [_queries(limits), _queries(limits, next=cursor)])
    what = f"deepest page of {run.scale.large:,}"
    yield Row(what, "ms", last, "ours, the first page", first, Asked(at_most=1.3))


def filtered(run: Run) -> Iterator[Row]:
    """Compare a filtered page with an unfiltered one."""
    limits = run.fresh_limits(PAGE, run.scale.questions)
    questions = {
        f"frequent type ({corpus.FREQUENT})": _queries(limits, type=corpus.FREQUENT),
        f"rare type ({corpus.RARE_HITS} in {run.scale.large:,})": _queries(limits, type=corpus.RARE),
        "id": [_query(PAGE, id=made["id"]) for made in _some(run)],
        "version=all": _queries(limits, version="all"),
        "version=first": _queries(limits, version="first"),
        "version=a moment": [_query(PAGE, version=made["modified"]) for made in _some(run)],
        "added_after": _queries(limits, added_after=_middle(run)),
    }
    unfiltered, *times = _milliseconds(run, [_queries(limits), *questions.values()])
    for name, spent in zip(questions, times, strict=True):
        yield Row(f"filter by {name}", "ms", spent, "ours, unfiltered", unfiltered, Asked(at_most=3))


def _queries(limits: Sequence[int], **wanted: str) -> list[str]:
    return [_query(limit, **wanted) for limit in limits]


def _query(limit: int, **wanted: str) -> str:
    named = {f"match[{name}]" if name in FIELDS else name: value for name, value in wanted.items()}
    return urlencode({"limit": limit, **named})


def _some(run: Run) -> list[Mapping[str, str]]:
    """Return objects spread over the collection, which have a version."""
    apart = run.scale.large // run.scale.questions // corpus.STORY * corpus.STORY
    numbers = [number * apart for number in range(run.scale.questions)]
    return [json.loads(made) for number in numbers for made in corpus.objects(number, 1)]


def _middle(run: Run) -> str:
    """Return when an object in the middle was added."""
    some = _some(run)
    return run.client.ask(client.added, run.ours.tool, _query(1, id=some[len(some) // 2]["id"]))


def _milliseconds(run: Run, questions: Sequence[Sequence[str]]) -> list[float]:
    """Return for each row of `questions` the median of its answers; rows are asked in turn, A B A B ….

    Raises `RuntimeError` when an answer is empty.
    """
    turns = [query for turn in zip(*questions, strict=True) for query in turn]
    answers = run.client.ask(client.fetch, run.ours.tool, turns)
    for query, answer in zip(turns, answers, strict=True):
        if answer.objects == 0:
            raise RuntimeError(f"nothing was found by {query}")
    return [
        1000 * median(answer.seconds for answer in answers[row :: len(questions)])
        for row in range(len(questions))
    ]
