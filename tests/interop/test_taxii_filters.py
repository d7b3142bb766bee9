"""TAXII cases 3.13: filters, the standard's own and those that the document adds as optional."""

from __future__ import annotations

import pytest

from tests.interop.asking import Reply, Tool
from tests.interop.office import Office
from tests.interop.shared import CREATED, MODIFIED, REVOKED, Author, Object, later, withdrawn

AUTHOR = Author("3.13")
MALWARE = AUTHOR.write("malware", name="Simoom", malware_types=["bot"], is_family=False, confidence=80)
CAMPAIGN = AUTHOR.write("campaign", name="Long night")
INDICATOR = AUTHOR.indicator("[ipv4-addr:value = '198.51.100.13']")
LINK = AUTHOR.relate(INDICATOR, "indicates", MALWARE)
ALL = [MALWARE, CAMPAIGN, INDICATOR, LINK]
MATCHES = {"campaign": CAMPAIGN, "malware": MALWARE, "indicator": INDICATOR}


@pytest.fixture(scope="module")
def at(office: Office) -> str:
    """The address of a collection that holds `ALL`, the malware in three versions."""
    path = office.at("filters")
    status = office.tool("producer").post(path, *ALL, later(MALWARE), withdrawn(MALWARE)).document
    assert status["failure_count"] == 0
    return path


def newest(one: Object) -> Object:
    return withdrawn(MALWARE) if one is MALWARE else one


def same(reply: Reply, *objects: Object) -> None:
    assert reply.status == 200
    assert sorted(reply.ids) == sorted(one["id"] for one in objects)


def test_3_13_1_1_added_after(consumer: Tool, at: str) -> None:
    lines = consumer.get(f"{at}manifest/", match_version="all").objects
    for number, line in enumerate(lines, start=1):
        after = consumer.get(f"{at}manifest/", match_version="all", added_after=line["date_added"])
        assert after.objects == lines[number:]
    assert consumer.get(f"{at}objects/", added_after="2999-01-01T00:00:00.000000Z").objects == []


@pytest.mark.parametrize("moment", ["yesterday", "2026-02-30T00:00:00Z", "", "2026-01-01", "1e9"])
def test_3_13_1_1_a_malformed_moment_is_a_bad_request(consumer: Tool, at: str, moment: str) -> None:
    reply = consumer.get(f"{at}objects/", added_after=moment)
    assert (reply.status, reply.document["http_status"]) == (400, "400")


def test_3_13_1_2_limit(consumer: Tool, at: str) -> None:
    reply = consumer.get(f"{at}objects/", limit=1)
    assert len(reply.objects) == 1
    assert reply.document["more"] is True
    assert len(consumer.get(f"{at}objects/", limit=1_000_000_000).objects) == len(ALL)


@pytest.mark.parametrize("limit", ["0", "-1", "one", "1.5", "", "٣", "1e3", "9" * 400])
def test_3_13_1_2_a_limit_that_is_no_positive_number_is_a_bad_request(
    consumer: Tool, at: str, limit: str
) -> None:
    reply = consumer.get(f"{at}objects/", limit=limit)
    assert reply.status == 400 or (limit.startswith("99") and len(reply.objects) == len(ALL))


@pytest.mark.parametrize("type_", MATCHES)
@pytest.mark.parametrize("resource", ["objects/", "manifest/"])
def test_3_13_1_3_match_id(consumer: Tool, at: str, type_: str, resource: str) -> None:
    same(consumer.get(at + resource, match_id=MATCHES[type_]["id"]), MATCHES[type_])


@pytest.mark.parametrize("type_", MATCHES)
@pytest.mark.parametrize("resource", ["objects/", "manifest/"])
def test_3_13_1_4_match_type(consumer: Tool, at: str, type_: str, resource: str) -> None:
    same(consumer.get(at + resource, match_type=type_), MATCHES[type_])


def test_3_13_1_4_a_type_that_nobody_knows_matches_nothing(consumer: Tool, at: str) -> None:
    same(consumer.get(f"{at}objects/", match_type="x-flying-carpet"))


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("last", [REVOKED]),
        ("first", [CREATED]),
        ("all", [CREATED, MODIFIED, REVOKED]),
        (MODIFIED, [MODIFIED]),
        ("first,last", [CREATED, REVOKED]),
        (f"first,{MODIFIED}", [CREATED, MODIFIED]),
        (f"{CREATED},{MODIFIED}", [CREATED, MODIFIED]),
        ("2001-01-01T00:00:00Z", []),
    ],
)
def test_3_13_1_5_match_version(consumer: Tool, at: str, wanted: str, found: list[str]) -> None:
    asked = consumer.get(f"{at}objects/", match_id=MALWARE["id"], match_version=wanted)
    assert [one["modified"] for one in asked.objects] == found
    listed = consumer.get(f"{at}manifest/", match_id=MALWARE["id"], match_version=wanted)
    assert [one["version"] for one in listed.objects] == found


@pytest.mark.parametrize("wanted", ["newest", "", "last,", "2026-13-01T00:00:00Z", "last,last", "all,last"])
def test_3_13_1_5_a_malformed_version_is_a_bad_request(consumer: Tool, at: str, wanted: str) -> None:
    assert consumer.get(f"{at}objects/", match_version=wanted).status == 400


def test_3_13_1_5_without_it_the_last_version_comes(consumer: Tool, at: str) -> None:
    assert consumer.get(f"{at}objects/", match_type="malware").objects == [withdrawn(MALWARE)]


def test_3_13_1_6_match_spec_version(consumer: Tool, at: str) -> None:
    same(consumer.get(f"{at}objects/", match_spec_version="2.1"), *ALL)
    same(consumer.get(f"{at}objects/", match_spec_version="2.0,2.1"), *ALL)
    same(consumer.get(f"{at}objects/", match_spec_version="2.0"))


@pytest.mark.parametrize("resource", ["objects/", "manifest/"])
def test_3_13_1_7_logical_or_operator(consumer: Tool, at: str, resource: str) -> None:
    same(consumer.get(at + resource, match_type="campaign,malware"), CAMPAIGN, MALWARE)
    same(consumer.get(at + resource, match_id=f"{CAMPAIGN['id']},{INDICATOR['id']}"), CAMPAIGN, INDICATOR)


@pytest.mark.parametrize("resource", ["objects/", "manifest/"])
def test_3_13_1_8_logical_and_operator(consumer: Tool, at: str, resource: str) -> None:
    same(consumer.get(at + resource, match_type="campaign", match_id=CAMPAIGN["id"]), CAMPAIGN)
    same(consumer.get(at + resource, match_type="campaign", match_id=MALWARE["id"]))
    later_only = {"match_type": "malware", "match_version": MODIFIED, "match_spec_version": "2.1"}
    same(consumer.get(at + resource, **later_only), MALWARE)


def test_3_13_1_9_logical_or_and_and_operators(consumer: Tool, at: str) -> None:
    some = f"{CAMPAIGN['id']},{MALWARE['id']},{LINK['id']}"
    found = consumer.get(f"{at}objects/", match_type="malware,relationship", match_id=some)
    same(found, MALWARE, LINK)
    assert found.objects == [LINK, newest(MALWARE)]


@pytest.mark.parametrize(
    "query",
    [
        "match[type]=campaign&match[type]=malware",
        "match%5Btype%5D=campaign&match[type]=campaign",
        f"match[id]={CAMPAIGN['id']}&match[id]={MALWARE['id']}",
        "match[version]=last&match[version]=first",
        "limit=1&limit=2",
        "added_after=2026-01-01T00:00:00Z&added_after=2026-01-01T00:00:00Z",
    ],
)
def test_3_13_1_10_duplicate_filter_parameter(consumer: Tool, at: str, query: str) -> None:
    reply = consumer.get(f"{at}objects/?{query}")
    assert (reply.status, reply.document["http_status"]) == (400, "400")


def unknown_filter(consumer: Tool, at: str, **query: str) -> None:
    """A filter that is not offered is refused, so that nobody takes everything for the answer to it."""
    reply = consumer.get(f"{at}objects/", **query)
    assert reply.status == 400
    assert next(iter(query)).removeprefix("match_") in reply.document["description"]


def test_3_13_2_1_tier_1(consumer: Tool, at: str) -> None:
    unknown_filter(consumer, at, match_pattern_type="stix")


def test_3_13_2_2_tier_2(consumer: Tool, at: str) -> None:
    unknown_filter(consumer, at, match_malware_types="bot")


def test_3_13_2_3_tier_3(consumer: Tool, at: str) -> None:
    unknown_filter(consumer, at, match_tlp="green")


def test_3_13_2_4_relationships(consumer: Tool, at: str) -> None:
    unknown_filter(consumer, at, **{"match_relationships-all": MALWARE["id"]})


def test_3_13_2_5_calculation(consumer: Tool, at: str) -> None:
    unknown_filter(consumer, at, **{"match_confidence-gte": "10"})
