"""Accept, Content-Type and Accept-Encoding as readers write them, and as attackers do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.web.taxii.negotiation import accepts, coding, is_taxii

GOOD = [
    "application/taxii+json;version=2.1",
    "application/taxii+json; version=2.1",
    "application/taxii+json ;\tversion=2.1",
    'application/taxii+json;version="2.1"',
    'application/taxii+json;version="2\\.1"',
    "Application/TAXII+JSON;VERSION=2.1",
    "application/taxii+json",
    "application/taxii+json;charset=utf-8;version=2.1",
    "application/taxii+json;version=2.1;charset=utf-8;",
    "application/taxii+json;q=0.5;version=2.1",
    "text/html, application/taxii+json;version=2.1;q=0.1",
    "application/taxii+json;version=2.0, application/taxii+json;version=2.1",
    "application/*",
    "*/*",
    "text/html, */*;q=0.01",
    'x/y;z="a, b", */*',
    ", ,*/*",
    "nonsense, */*",
    "application/taxii+json;version=2.0;q=0, */*",
]
BAD = [
    "application/taxii+json;version=2.0",
    "application/taxii+json;version=2.2",
    'application/taxii+json;version="2.1 "',
    "application/vnd.oasis.taxii+json;version=2.1",
    "application/stix+json;version=2.1",
    "application/json",
    "text/html",
    "text/*",
    "application/taxii+json;q=0",
    "application/taxii+json;version=2.1;q=0, */*",
    "application/taxii+json;version=2.1;q=0.0, application/taxii+json",
    "*/*;q=0",
    "*/*;q=2",
    "*/*;q=abc",
    "*",
    "application",
    "application/taxii+json version=2.1",
    'application/taxii+json;version="2.1',
    "*/*" + " " * 3000,
]


@pytest.mark.parametrize("header", [None, "", "  ", *GOOD])
def test_whoever_takes_taxii_21_is_served(header: str | None) -> None:
    assert accepts(header)


@pytest.mark.parametrize("header", BAD)
def test_whoever_takes_nothing_of_ours_is_told(header: str) -> None:
    assert not accepts(header)


@pytest.mark.parametrize(
    "header",
    [
        "application/taxii+json;version=2.1",
        "application/taxii+json",
        'APPLICATION/TAXII+JSON ; charset=UTF-8 ; Version="2.1"',
    ],
)
def test_a_body_of_taxii_21_is_known(header: str) -> None:
    assert is_taxii(header)


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "application/taxii+json;version=2.0",
        "application/json",
        "application/vnd.oasis.stix+json;version=2.1",
        "application/taxii+json, application/taxii+json",
        "*/*",
        "application/taxii+json;version=2.1" + " " * 3000,
    ],
)
def test_any_other_body_is_refused(header: str | None) -> None:
    assert not is_taxii(header)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (None, None),
        ("", None),
        ("identity", None),
        ("*", None),
        ("br, deflate", None),
        ("gzip", "gzip"),
        ("GZIP;q=0.5", "gzip"),
        ("gzip, deflate, br, zstd", "zstd"),
        ("zstd;q=0.1, gzip;q=0.9", "gzip"),
        ("zstd;q=0, gzip", "gzip"),
        ("gzip;q=0", None),
        ("gzip;q=0.5, identity", None),
        ("gzip;q=0.5, identity;q=0.5", "gzip"),
        ("gzip;q=x", None),
        ("gzip" + "," * 3000, None),
    ],
)
def test_nobody_gets_packed_what_it_did_not_ask_for(header: str | None, expected: str | None) -> None:
    assert coding(header) == expected


@given(st.text(alphabet='aq/*;=,." \\\t0129x-', max_size=200))
def test_no_header_is_a_crash(header: str) -> None:
    assert accepts(header) in {True, False}
    assert is_taxii(header) in {True, False}
    assert coding(header) in {None, "gzip", "zstd"}


@pytest.mark.parametrize("sign", ['"', "a;", ",", 'a/b;c="', "\\", " ", ";", "a/b;q=0.1,"])
def test_a_long_header_takes_no_time(sign: str) -> None:
    header = (sign * 2048)[:2048]
    assert accepts(header) in {True, False}
    assert coding(header) is None
