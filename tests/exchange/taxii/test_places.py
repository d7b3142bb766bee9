"""Collections: home finds all, a partner its own, an outsider neither circles nor drawers of others."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from tansiq.exchange.taxii import Account, MayNotRead, MayNotWrite, NothingHere, Right, micros
from tansiq.exchange.taxii.places import Place, Places
from tansiq.release import Membership, Standing
from tests.exchange.taxii.cast import (
    AGENCY,
    BOTH,
    DRAWER,
    MEMBER,
    NOW,
    PARTNER,
    READ,
    SAHEL,
    STRANGER,
    TERMS,
    TOOL,
    WORLD,
    WRITE,
    memory,
)
from tests.exchange.taxii.memory import Memory


def places(account: Account, kept: Memory | None = None, world: object = WORLD) -> Places:
    assert isinstance(world, type(WORLD))
    return Places(kept or memory(), account, home=AGENCY, world=world, now=NOW)


def kinds(found: Places) -> set[str | None]:
    return {place.alias or place.circle for place in found.all()}


def test_home_finds_all_it_holds_every_circle_and_the_drawers_it_has_rights_in() -> None:
    kept = memory()
    kept.grant(TOOL.name, TERMS.id, WRITE)
    assert kinds(places(TOOL, kept)) == {"released", SAHEL, "told"}


def test_a_member_finds_its_circle_and_an_outsider_does_not() -> None:
    assert kinds(places(PARTNER)) == {"released", SAHEL}
    assert kinds(places(STRANGER)) == {"released"}


def test_who_left_a_circle_finds_it_no_more_and_who_will_leave_until_then() -> None:
    roster = WORLD.circles[SAHEL]
    for days, expected in ((-1, {None}), (1, {None, micros(NOW + timedelta(days=1))})):
        end = NOW + timedelta(days=days)
        left = replace(roster, members=(Membership(MEMBER, until=end),))
        found = places(PARTNER, world=replace(WORLD, circles={SAHEL: left})).all()
        assert {place.until for place in found} == expected


def test_an_account_of_drawers_only_finds_nothing_else() -> None:
    kept = memory()
    kept.grant(TOOL.name, DRAWER.id, READ)
    assert kinds(places(replace(TOOL, only_drawers=True), kept)) == {"papers"}


@pytest.mark.parametrize("standing", [Standing.INVITED, Standing.SUSPENDED, Standing.LEFT])
def test_whoever_is_no_active_partner_finds_nothing(standing: Standing) -> None:
    kept = memory()
    kept.grant(PARTNER.name, DRAWER.id, BOTH)
    found = places(PARTNER, kept, replace(WORLD, standings={MEMBER: standing}))
    assert found.all() == ()
    with pytest.raises(NothingHere):
        found.find("papers")


def test_ids_stay_and_differ_from_each_other() -> None:
    ids = [place.id for place in places(TOOL).all()]
    assert ids == [place.id for place in places(PARTNER).all()]
    assert len(set(ids)) == 2
    assert ids == sorted(ids)
    assert {UUID(one).version for one in ids} == {4}


@pytest.mark.parametrize("ref", ["released", DRAWER.id, "papers"])
def test_a_collection_is_found_by_id_or_alias(ref: str) -> None:
    kept = memory()
    kept.grant(TOOL.name, DRAWER.id, READ)
    found = places(TOOL, kept)
    assert found.find(ref).answers(ref)
    assert all(found.find(place.id) == place for place in found.all())


@pytest.mark.parametrize("ref", ["papers", DRAWER.id, "None", "", "\x00", SAHEL])
def test_what_one_has_no_right_in_is_refused_as_what_does_not_exist(ref: str) -> None:
    kept = memory()
    kept.grant(STRANGER.name, DRAWER.id, Right(read=False, write=False))
    with pytest.raises(NothingHere) as refused:
        places(STRANGER, kept).find(ref)
    assert refused.value.about == {}


def test_reading_and_writing_need_their_rights() -> None:
    Place("1", "x", right=READ).require_read()
    assert Place("1", "x", right=WRITE, drawer=DRAWER).require_write() == DRAWER
    with pytest.raises(MayNotRead):
        Place("1", "x", right=WRITE).require_read()
    with pytest.raises(MayNotWrite):
        Place("1", "x", right=READ, drawer=DRAWER).require_write()
