"""What is brought to a foreign server: a drawer whole, or exactly what one partner may have."""

from __future__ import annotations

import json

import pytest

from tansiq.exchange.taxii import Arriving, Drawer, micros, version_key
from tansiq.exchange.taxii.client import Batch, agency_leaving, drawer_leaving
from tansiq.release import Released, Standing
from tests.exchange.cast import MEMBER, NOW, OUTSIDER, Cast, Node, make_cast, note, to
from tests.exchange.taxii.client.server import identity

DRAWER = Drawer("00000011-0000-4000-8000-000000000000", "Alerts", 1)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def for_agency(node: Node, agency: str, after: int = 0, limit: int = 100) -> Released[Batch]:
    with node.store.snapshot() as tx:
        return agency_leaving(agency, lambda: NOW)(tx, after, limit)


def ids(batch: Released[Batch]) -> list[str]:
    return [one["id"] for one in json.loads(b"[" + batch.value.body + b"]")]


def test_a_partner_s_server_gets_what_that_partner_was_told(cast: Cast) -> None:
    (told,) = cast.home.tell(note(), to=to(MEMBER))
    batch = for_agency(cast.home, MEMBER)
    assert told in ids(batch)
    assert batch.reader == MEMBER
    assert batch.value.more is False


def test_the_outsider_s_bytes_do_not_change_with_what_it_may_not_see(cast: Cast) -> None:
    before = for_agency(cast.home, OUTSIDER).value
    cast.home.tell(note(), to=to(MEMBER))
    assert for_agency(cast.home, OUTSIDER).value == before


def test_what_was_recalled_is_brought_no_more(cast: Cast) -> None:
    (told,) = cast.home.tell(note(), to=to(MEMBER))
    cast.home.recall(told)
    assert told not in ids(for_agency(cast.home, MEMBER))


@pytest.mark.parametrize("standing", [Standing.SUSPENDED, Standing.LEFT])
def test_a_partner_that_is_not_active_gets_nothing(cast: Cast, standing: Standing) -> None:
    cast.home.tell(note(), to=to(MEMBER))
    with cast.home.store.transaction() as tx:
        tx.agencies.set_standing(MEMBER, standing, now=NOW)
    assert ids(for_agency(cast.home, MEMBER)) == []


def test_a_stranger_gets_nothing(cast: Cast) -> None:
    stranger = "identity--99999999-9999-4999-8999-999999999999"
    assert ids(for_agency(cast.home, stranger)) == []


def test_batches_follow_each_other_without_gap_or_repetition(cast: Cast) -> None:
    cast.home.tell(*(note(f"Number {number}") for number in range(7)), to=to(MEMBER))
    whole, after, walked = ids(for_agency(cast.home, MEMBER)), 0, list[str]()
    while True:
        batch = for_agency(cast.home, MEMBER, after, 2)
        walked += ids(batch)
        after = batch.value.end
        if not batch.value.more:
            break
    assert walked == whole
    assert for_agency(cast.home, MEMBER, after).value == Batch(b"", 0, after, more=False)


def test_a_drawer_is_brought_in_its_exact_bytes(cast: Cast) -> None:
    objects = [identity(number) for number in range(3)]
    with cast.home.store.transaction() as tx:
        tx.drawers.create(DRAWER)
        tx.drawers.put(DRAWER.id, [arriving(one) for one in objects], now=micros(NOW))
    with cast.home.store.snapshot() as tx:
        first = drawer_leaving(DRAWER.id)(tx, 0, 2)
        second = drawer_leaving(DRAWER.id)(tx, first.value.end, 2)
        third = drawer_leaving(DRAWER.id)(tx, second.value.end, 2)
    assert (first.value.body, first.value.more) == (b",".join(objects[:2]), True)
    assert (second.value.body, second.value.more) == (objects[2], False)
    assert third.value == Batch(b"", 0, second.value.end, more=False)
    assert first.reader == cast.home.id


def arriving(raw: bytes) -> Arriving:
    data = json.loads(raw)
    version = data["modified"]
    return Arriving(data["id"], data["type"], version, version_key(version), raw)
