"""When a source is asked, and when it is left alone."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tansiq.exchange.taxii import Direction, Progress, Source, micros
from tansiq.exchange.taxii.client import STOPPING, due, failed
from tansiq.exchange.taxii.client.standing import succeeded
from tests.exchange.taxii.client.server import NOW

SOURCE = Source("x", "https://taxii.example/", Direction.PULL, "d", every=900)
TRIED = succeeded(Progress(), NOW)


def test_a_source_is_asked_at_once_and_then_at_its_interval() -> None:
    assert due(SOURCE, Progress(), NOW)
    assert not due(SOURCE, TRIED, NOW + timedelta(seconds=899))
    assert due(SOURCE, TRIED, NOW + timedelta(seconds=900))


def test_a_source_without_an_interval_waits_for_a_person() -> None:
    by_hand = replace(SOURCE, every=None)
    assert not due(by_hand, TRIED, NOW + timedelta(days=365))
    assert due(by_hand, replace(TRIED, tried=None), NOW)


def test_a_paused_source_is_never_asked() -> None:
    assert not due(replace(SOURCE, paused=True), Progress(), NOW)


def test_the_pause_after_a_failure_doubles_up_to_an_hour() -> None:
    progress, pauses = Progress(), []
    for _ in range(9):
        progress = failed(progress, "FOREIGN_AWAY", NOW)
        assert progress.not_before is not None
        pauses.append((progress.not_before - micros(NOW)) // 60_000_000)
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_after_the_pause_it_is_asked_again_before_its_interval() -> None:
    daily = replace(SOURCE, every=86_400)
    progress = failed(TRIED, "FOREIGN_AWAY", NOW)
    assert not due(daily, progress, NOW + timedelta(seconds=59))
    assert due(daily, progress, NOW + timedelta(seconds=60))


def test_what_the_server_asks_for_counts_when_it_is_longer() -> None:
    longer = failed(Progress(), "FOREIGN_BUSY", NOW, NOW + timedelta(hours=5))
    assert longer.not_before == micros(NOW + timedelta(hours=5))
    shorter = failed(Progress(), "FOREIGN_BUSY", NOW, NOW + timedelta(seconds=1))
    assert shorter.not_before == micros(NOW + timedelta(seconds=60))


@pytest.mark.parametrize("code", sorted(STOPPING))
def test_what_does_not_pass_by_itself_waits_for_a_person(code: str) -> None:
    progress = failed(Progress(), code, NOW)
    assert not due(SOURCE, progress, NOW + timedelta(days=365))
    assert due(SOURCE, replace(progress, tried=None, not_before=None), NOW)


def test_a_success_ends_the_trouble() -> None:
    progress = succeeded(failed(Progress(objects=7), "FOREIGN_AWAY", NOW), NOW)
    assert progress == Progress(tried=micros(NOW), succeeded=micros(NOW), objects=7)
