"""What is put into a drawer with terms becomes ours, or is refused with a sentence, each by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import orjson
import pytest

from tansiq import desk
from tansiq.exchange.taxii import Account, Drawer
from tansiq.stix import StixObject, parse
from tansiq.wiring import OPERATOR, Node
from tansiq.wiring.taxii import DeskIntake, add_account, add_drawer, take_back
from tests.wiring.nodes import ORDER, Homes

TERMS: Final = replace(ORDER, text_lang=None, to=("Bravo",))
HASH: Final = "file--5a27d487-c542-5f97-a131-a8866b477b46"


def place(number: int = 1, **members: object) -> StixObject:
    return parse(
        orjson.dumps(
            {
                "type": "location",
                "spec_version": "2.1",
                "id": f"location--00000000-0000-4000-8000-{number:012d}",
                "created": "2026-03-01T12:00:00.000Z",
                "modified": "2026-03-01T12:00:00.000Z",
                "name": f"Place {number}",
                "country": "NE",
            }
            | members
        )
    )


def file() -> StixObject:
    return parse(orjson.dumps({"type": "file", "spec_version": "2.1", "id": HASH, "name": "foo.dll"}))


@pytest.fixture
def alpha(homes: Homes) -> Path:
    """Alpha's folder; its partner is Bravo, which stays silent."""
    found = homes.found("Alpha")
    homes.pair(found, homes.found("Bravo", "ML"))
    return found


def take(node: Node, drawer: Drawer, objects: Sequence[StixObject]) -> Sequence[str | None]:
    """Bring `objects` in; nothing of it stays when one was refused."""
    account = Account("siem", None, 0)
    with node.store.transaction() as tx:
        said = DeskIntake(node).take(tx, drawer, objects, account=account, now=node.now())
        if any(said):
            raise Undone(said)
        return said


class Undone(Exception):
    """What was `said` of each object; the transaction is gone."""

    def __init__(self, said: Sequence[str | None]) -> None:
        super().__init__(said)
        self.said = said


def said(node: Node, drawer: Drawer, objects: Sequence[StixObject]) -> Sequence[str | None]:
    with pytest.raises(Undone) as undone:
        take(node, drawer, objects)
    return undone.value.said


def bravo(node: Node) -> str:
    with node.snapshot() as tx:
        return tx.agencies.partners()[0].agency.id


def test_what_comes_in_is_dressed_signed_and_told(homes: Homes, alpha: Path) -> None:
    with homes.opened(alpha) as node:
        drawer = add_drawer(node, "Told", order=TERMS)
        assert take(node, drawer, [place(1), place(2), file()]) == [None, None, None]
        told = node.told([place(1).id, place(2).id, HASH])
        assert set(told.values()) == {(bravo(node),)}
        with node.snapshot() as tx:
            kept = tx.objects.record(place(1).id)
            assert kept is not None
            assert (kept.object.created_by, str(kept.object.grading)) == (node.agency.id, "A2")
            assert tx.trail.read(place(1).id)[0].actor == "taxii:siem"


def test_what_came_in_before_comes_in_again(homes: Homes, alpha: Path) -> None:
    with homes.opened(alpha) as node:
        drawer = add_drawer(node, "Told", order=TERMS)
        for _ in range(2):
            assert take(node, drawer, [place(1)]) == [None]


def test_one_version_under_other_terms_is_refused_by_itself(homes: Homes, alpha: Path) -> None:
    with homes.opened(alpha) as node:
        take(node, add_drawer(node, "Told", order=TERMS), [place(1)])
        other = add_drawer(node, "Other", order=replace(TERMS, grading="B3"))
        first, second = said(node, other, [place(1), place(2)])
        assert first is not None
        assert second is None


def test_an_object_of_another_agency_is_refused(homes: Homes, alpha: Path) -> None:
    with homes.opened(alpha) as node:
        drawer = add_drawer(node, "Told", order=TERMS)
        theirs = place(1, created_by_ref=bravo(node))
        first, second = said(node, drawer, [theirs, place(2)])
        assert first is not None
        assert second is None
        assert node.told([theirs.id, place(2).id]) == {theirs.id: (), place(2).id: ()}


def test_what_was_recalled_does_not_come_back(homes: Homes, alpha: Path) -> None:
    with homes.opened(alpha) as node:
        drawer = add_drawer(node, "Told", order=TERMS)
        take(node, drawer, [place(1), file()])
        with node.desk() as at:
            for one in (place(1).id, HASH):
                desk.recall(one, "inaccurate", actor=OPERATOR, now=node.now(), desk=at)
        assert all(said(node, drawer, [place(1), file()]))


def test_terms_that_name_what_is_gone_refuse_everything(homes: Homes, alpha: Path) -> None:
    with homes.opened(alpha) as node:
        drawer = add_drawer(node, "Told", order=TERMS)
        gone = replace(drawer, terms=str(drawer.terms).replace(bravo(node)[-12:], "000000000000"))
        assert all(said(node, gone, [place(1), place(2)]))


def test_what_is_deleted_is_recalled_once(homes: Homes, alpha: Path) -> None:
    with homes.opened(alpha) as node:
        account = add_account(node, "siem").account
        take(node, add_drawer(node, "Told", order=TERMS), [place(1)])
        for _ in range(2):
            with node.store.transaction() as tx:
                take_back(node, tx, place(1).id, account=account, now=node.now())
        with node.snapshot() as tx:
            tombstone = tx.objects.tombstone(place(1).id)
            assert tombstone is not None
            assert tombstone.reason == "no-longer-needed"
            take_back(node, tx, place(9).id, account=account, now=node.now())
