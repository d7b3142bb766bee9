"""Writes the synthetic reports of one agency into its node, with their corrections and one recall."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Final
from uuid import UUID

from tansiq import desk
from tansiq.cli.demo_data import Correction, Draft, Recall, agencies, amend, circles, generate
from tansiq.desk import Desk
from tansiq.stix import StixObject, compose, parse
from tansiq.wiring import OPERATOR, ImportOrder, Node, open_node, read_order

BATCH: Final = 25


def load(key: str, seed: int, *, progress: Callable[[float], None]) -> None:
    """Write what agency `key` has to tell; `progress` is told the share done, 0 to 1."""
    node = open_node()
    now = node.now()
    drafts = generate(seed, now)
    ids = object_ids(drafts, seed)
    corrections, recall = amend(drafts, seed, now)
    own = [index for index, draft in enumerate(drafts) if draft.agency == key]
    for start in range(0, len(own), BATCH):
        with node.desk() as at:
            for index in own[start : start + BATCH]:
                _write(drafts[index], _composed(drafts[index], ids, index), node, at)
        progress(min(1.0, (start + BATCH) / len(own)))
    with node.desk() as at:
        _amend(corrections, recall, drafts, ids, key, node, at)


def object_ids(drafts: Sequence[Draft], seed: int) -> tuple[str, ...]:
    """Return the STIX id of each draft, the same on every node, so that agencies can cite each other."""
    chance = Random(seed)  # noqa: S311 - the same seed tells the same story
    return tuple(f"{draft.kind}--{UUID(int=chance.getrandbits(128), version=4)}" for draft in drafts)


def order_of(draft: Draft) -> ImportOrder:
    """Return the terms and the audience of `draft` as a person would name them."""
    names = {key: agency.en for key, agency in agencies().items()}
    return ImportOrder(
        purposes=(draft.purpose,),
        grading=draft.grading,
        tlp=draft.tlp,
        to=(*(circles()[key].en for key in draft.circles), *(names[key] for key in draft.agencies)),
        exclude=tuple(names[key] for key in draft.exclusions),
        kind=draft.statement,
        precedence=draft.precedence,
    )


def _composed(draft: Draft, ids: Sequence[str], index: int) -> StixObject:
    members = draft.members([ids[cited] for cited in draft.cites])
    uuid = ids[index].partition("--")[2]
    return parse(compose(draft.kind, members, now=draft.at, new_uuid=lambda: uuid))


def _write(draft: Draft, obj: StixObject, node: Node, at: Desk) -> None:
    terms, audience = read_order(order_of(draft), at)
    desk.bring_in([obj], terms, audience, actor=OPERATOR, now=node.now(), desk=at)


def _amend(
    corrections: Sequence[Correction],
    recall: Recall,
    drafts: Sequence[Draft],
    ids: Sequence[str],
    key: str,
    node: Node,
    at: Desk,
) -> None:
    for correction in corrections:
        if drafts[correction.index].agency == key:
            changes = _changes(drafts[correction.index], correction.draft)
            desk.correct(ids[correction.index], changes, actor=OPERATOR, now=node.now(), desk=at)
    if drafts[recall.index].agency == key:
        desk.recall(ids[recall.index], recall.reason, actor=OPERATOR, now=node.now(), desk=at)


def _changes(before: Draft, after: Draft) -> Mapping[str, object]:
    """Return the members that the correction changes; what the terms added to the extensions stays."""
    old, new = before.members(), after.members()
    return {name: value for name, value in new.items() if name != "extensions" and value != old.get(name)}
