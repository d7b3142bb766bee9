"""Queries: what each endpoint of TAXII 2.1 knows, and what is refused by the name of its parameter."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.exchange.taxii import (
    DEFAULT_LIMIT,
    LARGEST_LIMIT,
    BadQuery,
    Endpoint,
    Wanted,
    Which,
    read_wanted,
    version_key,
)
from tansiq.exchange.taxii.wanted import MOST_VALUES, asks_nothing, is_name
from tests.exchange.taxii.cast import MICROS

LAST, FIRST, ALL = (frozenset({which}) for which in (Which.LAST, Which.FIRST, Which.ALL))
FILTERS = ("match[id]", "match[type]", "match[version]", "match[spec_version]")
PARAMETERS = (*FILTERS, "added_after", "limit", "next")


def read(*pairs: tuple[str, str], endpoint: Endpoint = Endpoint.OBJECTS) -> Wanted:
    return read_wanted(pairs, endpoint)


def test_without_parameters_the_last_versions_are_wanted() -> None:
    assert read() == Wanted(DEFAULT_LIMIT)


@pytest.mark.parametrize("endpoint", [Endpoint.DELETE, Endpoint.VERSIONS])
def test_deleting_and_listing_versions_mean_all_of_them(endpoint: Endpoint) -> None:
    assert read(endpoint=endpoint).which == ALL


def test_every_filter_is_read() -> None:
    wanted = read(
        ("match[id]", "indicator--1,tool--2"),
        ("match[type]", "indicator,tool"),
        ("match[version]", "first,2026-01-02T03:04:05Z"),
        ("match[spec_version]", "2.0,2.1"),
        ("added_after", "2026-03-01T12:00:00Z"),
        ("limit", "7"),
        ("next", "12"),
    )
    assert wanted == Wanted(
        7,
        after=12,
        added_after=MICROS,
        ids=("indicator--1", "tool--2"),
        types=("indicator", "tool"),
        which=FIRST,
        versions=(version_key("2026-01-02T03:04:05Z"),),
    )


def test_a_version_alone_does_not_bring_the_last_one_along() -> None:
    wanted = read(("match[version]", "2026-01-02T03:04:05.123456789Z"))
    assert (wanted.which, len(wanted.versions)) == (frozenset(), 1)


def test_a_moment_between_microseconds_is_cut_so_that_nothing_is_skipped() -> None:
    assert read(("added_after", "2026-03-01T12:00:00.0000009Z")).added_after == MICROS


def test_stix_2_0_alone_asks_for_nothing() -> None:
    assert asks_nothing(read(("match[spec_version]", "2.0")))
    assert not asks_nothing(read(("match[spec_version]", "2.0,2.1")))


def test_a_limit_beyond_the_largest_is_lowered() -> None:
    assert read(("limit", "9" * 50)).limit == LARGEST_LIMIT


def test_unknown_parameters_are_ignored() -> None:
    assert read(("colour", "blue"), ("colour", "red"), ("Limit", "0")) == read()


@pytest.mark.parametrize("value", ["0", "-1", "", "ten", "1.0", "+1", " 1", "٣", "1e3", "0x1", "000"])
def test_a_limit_that_is_no_positive_number_is_refused(value: str) -> None:
    with pytest.raises(BadQuery) as refused:
        read(("limit", value))
    assert refused.value.about["parameter"] == "limit"


@pytest.mark.parametrize("value", ["", "-1", "abc", "1" * 19, "1,2", "1;drop"])
def test_attack_a_cursor_of_ones_own_making(value: str) -> None:
    with pytest.raises(BadQuery, match="next"):
        read(("next", value))


@pytest.mark.parametrize(
    "value", ["", "yesterday", "2026-02-30T00:00:00Z", "2026-01-01T00:00:00+01:00", "2026-01-01", "0" * 9999]
)
@pytest.mark.parametrize("name", ["added_after", "match[version]"])
def test_what_is_no_timestamp_is_refused(name: str, value: str) -> None:
    with pytest.raises(BadQuery) as refused:
        read((name, value))
    assert refused.value.about["parameter"] == name


@pytest.mark.parametrize("name", PARAMETERS)
def test_a_parameter_given_twice_is_refused(name: str) -> None:
    value = {"limit": "5", "next": "5"}.get(name, "2026-01-01T00:00:00Z")
    value = "2.1" if "spec" in name else value
    with pytest.raises(BadQuery, match="once"):
        read((name, value), (name, value))


@pytest.mark.parametrize(
    "name", ["match", "match[]", "match[id", "match[name]", "match[ID]", "match[\ud800]"]
)
def test_a_filter_that_the_standard_does_not_have_is_refused(name: str) -> None:
    with pytest.raises(BadQuery) as refused:
        read((name, "x"))
    assert refused.value.about["parameter"].isascii()


@pytest.mark.parametrize(
    ("endpoint", "known"),
    [
        (Endpoint.OBJECTS, set(FILTERS)),
        (Endpoint.MANIFEST, set(FILTERS)),
        (Endpoint.OBJECT, {"match[version]", "match[spec_version]"}),
        (Endpoint.DELETE, {"match[version]", "match[spec_version]"}),
        (Endpoint.VERSIONS, {"match[spec_version]"}),
    ],
)
def test_each_endpoint_has_its_own_filters(endpoint: Endpoint, known: set[str]) -> None:
    for name in FILTERS:
        value = "2.1" if "spec" in name else "2026-01-01T00:00:00Z"
        if name in known:
            read((name, value), endpoint=endpoint)
        else:
            with pytest.raises(BadQuery, match="does not have"):
                read((name, value), endpoint=endpoint)


@pytest.mark.parametrize("name", ["added_after", "limit", "next"])
def test_attack_a_deletion_that_seems_to_take_little(name: str) -> None:
    with pytest.raises(BadQuery, match="does not have"):
        read((name, "1"), endpoint=Endpoint.DELETE)


@pytest.mark.parametrize("value", ["", "a,,b", "a,", "x" * 301, "é", "a\x00", "a b", "\ud800"])
@pytest.mark.parametrize("name", ["match[id]", "match[type]"])
def test_attack_names_that_no_database_should_see(name: str, value: str) -> None:
    with pytest.raises(BadQuery):
        read((name, value))


@pytest.mark.parametrize(
    "value", ["last,last", "all,last", "first,all", "2026-01-01T00:00:00Z,2026-01-01T00:00:00Z"]
)
def test_no_version_stands_twice_and_all_stands_by_itself(value: str) -> None:
    with pytest.raises(BadQuery, match="all stands by itself"):
        read(("match[version]", value))


def test_an_id_may_stand_twice() -> None:
    assert read(("match[id]", "tool--1,tool--1")).ids == ("tool--1",)


def test_too_many_values_are_refused() -> None:
    most = ",".join(f"tool--{number}" for number in range(MOST_VALUES))
    assert len(read(("match[id]", most)).ids) == MOST_VALUES
    with pytest.raises(BadQuery, match="at most"):
        read(("match[id]", most + ",tool--x"))


def test_an_id_can_be_told_from_what_is_none() -> None:
    assert is_name("indicator--00000000-0000-4000-8000-000000000000")
    assert not any(map(is_name, ("", "a,b", "\x00", "x" * 301, "ن")))


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(PARAMETERS) | st.text(), st.text() | st.from_regex("[0-9:TZ.,-]+"))),
    st.sampled_from(Endpoint),
)
def test_no_query_does_more_than_be_refused(pairs: list[tuple[str, str]], endpoint: Endpoint) -> None:
    try:
        wanted = read_wanted(pairs, endpoint)
    except BadQuery:
        return
    assert 1 <= wanted.limit <= LARGEST_LIMIT
    assert all(map(is_name, (*wanted.ids, *wanted.types)))
