"""What a reader cannot have changes no byte that it can have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, given, settings

from tansiq.release import Record, Roster, Snapshot, decide, needed_with
from tests.release.cast import MEMBER, NOW, OUTSIDER
from tests.release.worlds import snapshots

V = TypeVar("V")
Told = tuple[bytes, tuple[str, ...], tuple[bytes, ...]]


def told(record: Record, reader: str, world: Snapshot) -> Told | None:
    """Return everything that `reader` learns of `record`: the bytes, the way, what goes with them."""
    decision = decide(record, reader, NOW, world=world)
    if decision.released is None:
        return None
    company = needed_with(record, decision, NOW, world=world)
    return decision.released.value.raw, decision.via, tuple(one.value.raw for one in company)


def everything(reader: str, world: Snapshot) -> dict[str, Told | None]:
    return {ref: told(record, reader, world) for ref, record in world.records.items()}


def hidden(reader: str, world: Snapshot) -> set[str]:
    """Return the ids of objects that `reader` cannot have; definitions, which go with others, apart."""
    return {
        ref
        for ref, known in everything(reader, world).items()
        if known is None and world.records[ref].originator != reader and "-definition--" not in ref
    }


def others_changed(reader: str, world: Snapshot, other: Snapshot) -> Snapshot:
    """Return `world` with everything that concerns other agencies taken from `other`."""
    return replace(
        world,
        standings=_mixed(reader, world.standings, other.standings),
        legal=_mixed(reader, world.legal, other.legal),
        permits={
            **{key: value for key, value in other.permits.items() if key[1] != reader},
            **{key: value for key, value in world.permits.items() if key[1] == reader},
        },
        circles={name: _roster(reader, one, other.circles[name]) for name, one in world.circles.items()},
    )


def _mixed(reader: str, mine: Mapping[str, V], theirs: Mapping[str, V]) -> dict[str, V]:
    changed = {agency: value for agency, value in theirs.items() if agency != reader}
    return {**changed, reader: mine[reader]} if reader in mine else changed


def _roster(reader: str, mine: Roster, theirs: Roster) -> Roster:
    kept = tuple(stay for stay in mine.members if stay.agency == reader)
    return replace(mine, members=kept + tuple(stay for stay in theirs.members if stay.agency != reader))


def hidden_changed(reader: str, world: Snapshot, other: Snapshot) -> Snapshot:
    """Return `world` with what `reader` cannot have taken from `other`, where it is denied that too."""
    swapped = {
        ref for ref in hidden(reader, world) & other.records.keys() if other.records[ref].originator != reader
    }
    while True:
        records = {ref: (other if ref in swapped else world).records[ref] for ref in world.records}
        changed = replace(world, records=records)
        if swapped <= (still := hidden(reader, changed)):
            return changed
        swapped &= still


@pytest.mark.parametrize("reader", [MEMBER, OUTSIDER])
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(world=snapshots(), other=snapshots())
def test_what_concerns_other_agencies_changes_no_byte(reader: str, world: Snapshot, other: Snapshot) -> None:
    assert everything(reader, others_changed(reader, world, other)) == everything(reader, world)


@pytest.mark.parametrize("reader", [MEMBER, OUTSIDER])
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(world=snapshots(), other=snapshots())
def test_what_the_reader_cannot_have_changes_no_byte(reader: str, world: Snapshot, other: Snapshot) -> None:
    assert everything(reader, hidden_changed(reader, world, other)) == everything(reader, world)
