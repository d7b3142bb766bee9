"""Names that people type."""

from __future__ import annotations

import pytest

from tansiq import desk
from tansiq.desk import NotFound
from tests.desk.cast import Office


@pytest.mark.parametrize("typed", ["Member", "member ", "MEMBER (FR)", "Member (ar)"])
def test_an_agency_is_found_by_its_name_in_any_language(office: Office, typed: str) -> None:
    with office.desk() as at:
        assert desk.find_agency(typed, at.directory) == office.member


def test_an_agency_is_found_by_its_id(office: Office) -> None:
    with office.desk() as at:
        assert desk.find_agency(office.member, at.directory) == office.member


def test_an_audience_is_sorted_into_agencies_circles_and_exclusions(office: Office) -> None:
    with office.desk() as at:
        audience = desk.read_audience(["sahel", "Outsider"], ["Member"], at.directory)
    assert audience.circles == {office.circle}
    assert audience.agencies == {office.outsider}
    assert audience.exclusions == {office.member}


def test_a_circle_cannot_be_excluded(office: Office) -> None:
    with office.desk() as at, pytest.raises(NotFound):
        desk.read_audience([], ["Sahel"], at.directory)
