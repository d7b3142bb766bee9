from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.stix import (
    PAP,
    TLP,
    Flaw,
    Malformed,
    Onward,
    OtherMarking,
    ReleaseMarking,
    UnknownCode,
    compose,
    parse,
    read_marking,
    release_marking,
    vocabularies,
)
from tansiq.stix.extensions import RELEASE
from tests.stix.samples import UUID, raw, ref

PURPOSES = [code.code for code in vocabularies.get("purposes").codes]
AGENCIES = st.uuids(version=4).map(lambda uuid: f"identity--{uuid}")
CIRCLES = st.uuids(version=4).map(str)


def made(properties: dict[str, Any]) -> bytes:
    return compose(
        "marking-definition", properties, now=datetime(2026, 1, 1, tzinfo=UTC), new_uuid=lambda: UUID
    )


def planted(**members: object) -> bytes:
    """Return a release marking whose extension is changed by `members`; None leaves one out."""
    content = {"extension_type": "property-extension", "purposes": ["drugs"]} | members
    kept = {name: value for name, value in content.items() if value is not None}
    return raw("marking-definition", definition=None, definition_type=None, extensions={RELEASE: kept})


@given(
    st.lists(st.sampled_from(PURPOSES), min_size=1, unique=True),
    st.none() | st.sampled_from(["H0", "H1", "H2", "H3"]),
    st.lists(AGENCIES, max_size=3, unique=True),
    st.lists(CIRCLES, max_size=3, unique=True),
    st.none() | st.dates(min_value=date(1000, 1, 1)),
    st.booleans(),
)
def test_a_release_marking_is_read_as_it_was_written(
    purposes: list[str],
    handling: str | None,
    agencies: list[str],
    circles: list[str],
    retention: date | None,
    judicial: bool,  # noqa: FBT001
) -> None:
    onward = Onward(tuple(agencies), tuple(circles))
    properties = release_marking(
        purposes, handling=handling, onward=onward, retention=retention, judicial=judicial
    )
    expected = ReleaseMarking(tuple(purposes), handling, onward, retention, judicial)
    assert read_marking(parse(made(properties))) == expected


def test_by_default_nothing_may_be_passed_on_and_nothing_used_in_court() -> None:
    marking = read_marking(parse(made(release_marking(["arms"]))))
    assert marking == ReleaseMarking(("arms",), None, Onward((), ()), None, judicial=False)


def test_fixed_levels_are_read_by_their_ids() -> None:
    assert read_marking(parse(TLP.AMBER.marking_definition())) is TLP.AMBER
    assert read_marking(parse(PAP.GREEN.marking_definition())) is PAP.GREEN


def test_another_marking_keeps_what_it_says() -> None:
    marking = read_marking(parse(raw("marking-definition")))
    assert marking == OtherMarking(ref("marking-definition"), "For the oasis only")


def test_what_is_no_marking_definition_is_refused() -> None:
    with pytest.raises(Malformed) as caught:
        read_marking(parse(raw("report")))
    assert caught.value.code is Flaw.MARKING


def test_codes_that_do_not_exist_are_not_written() -> None:
    with pytest.raises(UnknownCode, match="drugs"):
        release_marking(["everything"])
    with pytest.raises(UnknownCode, match="H0"):
        release_marking(["drugs"], handling="H9")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("purposes", None),
        ("purposes", []),
        ("purposes", ["drugs", "drugs"]),
        ("purposes", ["everything"]),
        ("purposes", "drugs"),
        ("handling", "h1"),
        ("handling", "H9"),
        ("retention", "2026-02-30"),
        ("retention", "soon"),
        ("judicial", "yes"),
        ("onward", {}),
        ("onward", {"agencies": []}),
        ("onward", {"agencies": ["everyone"]}),
        ("onward", {"agencies": [ref("report")]}),
        ("onward", {"circles": ["Sahel\u202e"]}),
        ("onward", {"all": True}),
        ("audience", [ref("identity")]),
        ("extension_type", "new-sdo"),
    ],
)
def test_a_release_marking_of_another_form_is_refused(name: str, value: object) -> None:
    with pytest.raises(Malformed) as caught:
        parse(planted(**{name: value}))
    assert caught.value.code in {Flaw.EXTENSION, Flaw.SCHEMA}
    assert caught.value.pointer.startswith(f"/extensions/{RELEASE}")
