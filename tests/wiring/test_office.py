"""The back office: couriers for whoever can be reached, and one sync by hand."""

import logging
import time
from pathlib import Path

import pytest

from tansiq.desk import NotFound
from tansiq.release import Standing
from tansiq.wiring import Node, set_standing, sync_node
from tansiq.wiring.office import Office
from tests.wiring.nodes import NOWHERE, Homes

PATIENCE = 30.0


@pytest.fixture
def paired(homes: Homes) -> Path:
    alpha, bravo = homes.found("Alpha"), homes.found("Bravo", "ML")
    homes.pair(alpha, bravo)
    return alpha


def test_a_node_without_partners_has_nobody_to_sync_with(node: Node) -> None:
    assert sync_node(node) == ()


def test_a_stranger_cannot_be_synced_with(node: Node) -> None:
    with pytest.raises(NotFound):
        sync_node(node, "Nobody")
    with pytest.raises(NotFound):
        sync_node(node, "Alpha")


def test_a_partner_that_does_not_answer_is_named_with_the_reason(homes: Homes, paired: Path) -> None:
    with homes.opened(paired) as node:
        (synced,) = sync_node(node, "Bravo")
    assert synced.name == "Bravo"
    assert synced.error is not None
    assert synced.error.code == "BAD_ADDRESS"


def test_a_suspended_partner_is_left_alone(homes: Homes, paired: Path) -> None:
    with homes.opened(paired) as node:
        set_standing(node, "Bravo", Standing.SUSPENDED)
        assert sync_node(node) == ()


def test_the_office_wipes_what_was_erased_and_ends_at_once(node: Node) -> None:
    office = Office(node, node.address(NOWHERE))
    office.round()
    office.close()


def test_a_courier_in_trouble_says_so_and_goes_on(
    homes: Homes, paired: Path, caplog: pytest.LogCaptureFixture
) -> None:
    log = logging.getLogger("tansiq.courier")
    with homes.opened(paired) as node:
        office = Office(node, node.address(NOWHERE))
        log.addHandler(caplog.handler)
        try:
            office.round()
            end = time.monotonic() + PATIENCE
            while not caplog.records and time.monotonic() < end:
                time.sleep(0.02)
            office.round()
        finally:
            office.close()
            log.removeHandler(caplog.handler)
    assert "does not answer" in caplog.text


def test_a_database_out_of_reach_is_said_once_and_looked_for_again(
    homes: Homes, paired: Path, caplog: pytest.LogCaptureFixture
) -> None:
    log, file = logging.getLogger("tansiq.courier"), paired / "tansiq.sqlite"
    with homes.opened(paired) as node:
        office = Office(node, node.address(NOWHERE))
        log.addHandler(caplog.handler)
        try:
            away = file.rename(paired / "away")
            office.round()
            office.round()
            away.rename(file)
            office.round()
        finally:
            office.close()
            log.removeHandler(caplog.handler)
    said = [record.getMessage() for record in caplog.records if "sqlite" in record.getMessage()]
    assert len(said) == 1
    assert "TANSIQ_HOME" in said[0]
