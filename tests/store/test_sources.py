"""The contract of the foreign TAXII servers, over every store."""

from dataclasses import replace

import pytest

from tansiq.exchange.taxii import Direction, Progress, Source
from tansiq.store import NotThere, Store, Taken
from tests.store.cast import MEMBER

PULL = Source("a1", "https://feed.example/api/collections/1/", Direction.PULL, "d1", username="tansiq")
PUSH = Source("b2", "https://sink.example/api/collections/2/", Direction.PUSH, None, MEMBER, every=3600)
PROGRESS = Progress("cursor", "2026-03-01T08:30:00.000001Z", 1, 2, 3, 4, "gone", 5)


def test_sources_come_back_as_they_were_kept(store: Store) -> None:
    with store.transaction() as tx:
        tx.sources.add(PUSH)
        tx.sources.add(PULL)
        assert tx.sources.sources() == [(PULL, Progress()), (PUSH, Progress())]


def test_an_id_is_not_given_twice(store: Store) -> None:
    with store.transaction() as tx:
        tx.sources.add(PULL)
        with pytest.raises(Taken):
            tx.sources.add(replace(PUSH, id="a1"))


def test_a_changed_source_goes_on_where_it_was(store: Store) -> None:
    changed = replace(PULL, paused=True, upgrade=True, every=60)
    with store.transaction() as tx:
        tx.sources.add(PULL)
        tx.sources.advance("a1", PROGRESS)
        tx.sources.change(changed)
        assert tx.sources.sources() == [(changed, PROGRESS)]


def test_a_removed_source_begins_anew(store: Store) -> None:
    with store.transaction() as tx:
        tx.sources.add(PULL)
        tx.sources.advance("a1", PROGRESS)
        tx.sources.remove("a1")
        assert list(tx.sources.sources()) == []
        tx.sources.add(PULL)
        assert tx.sources.sources() == [(PULL, Progress())]


def test_an_unknown_source_is_refused(store: Store) -> None:
    with store.transaction() as tx:
        with pytest.raises(NotThere):
            tx.sources.change(PULL)
        with pytest.raises(NotThere):
            tx.sources.advance("a1", PROGRESS)
        with pytest.raises(NotThere):
            tx.sources.remove("a1")
