"""The resources of TAXII 2.1: which members they have, and which they leave out."""

from __future__ import annotations

import orjson

from tansiq.exchange.taxii import Outcome, Place, Right, resources
from tansiq.exchange.taxii.ports import Line

LINES = (Line(1, 1, "tool--1", "2026-01-02T03:04:05Z"), Line(2, 2, "ipv4-addr--1", ""))
FIRST = "1970-01-01T00:00:00.000001Z"


def test_discovery_names_its_first_root_as_the_default() -> None:
    assert orjson.loads(resources.discovery("Node", ["/a/", "/b/"])) == {
        "title": "Node",
        "default": "/a/",
        "api_roots": ["/a/", "/b/"],
    }


def test_an_api_root_says_its_version_and_the_largest_body() -> None:
    assert orjson.loads(resources.api_root("Root", max_content_length=9)) == {
        "title": "Root",
        "versions": ["application/taxii+json;version=2.1"],
        "max_content_length": 9,
    }


def test_a_collection_without_alias_or_description_says_nothing_of_them() -> None:
    place = Place("1", "الساحل", right=Right(read=False, write=True))
    assert orjson.loads(resources.collection(place)) == {
        "id": "1",
        "title": "الساحل",
        "can_read": False,
        "can_write": True,
        "media_types": ["application/stix+json;version=2.1"],
    }


def test_text_is_not_escaped() -> None:
    assert "الساحل".encode() in resources.collections([Place("1", "الساحل")])


def test_no_collections_are_no_member() -> None:
    assert resources.collections([]) == b"{}"


def test_an_envelope_is_joined_around_its_objects() -> None:
    whole = b'{"more":false,"objects":[{"a":1},{"b":2},3]}'
    for pieces in ([b'{"a":1}', b'{"b":2}', b"3"], [b'{"a":1},{"b":2}', b"3"], [b'{"a":1},{"b":2},3']):
        assert resources.envelope(pieces, following=None) == whole
    assert resources.envelope([b"{}"], following=7) == b'{"more":true,"next":"7","objects":[{}]}'


def test_empty_pages_are_empty_objects() -> None:
    assert resources.envelope([], following=None) == b"{}"
    assert resources.manifest([], following=None) == b"{}"
    assert resources.versions([], following=None) == b"{}"


def test_a_manifest_gives_versions_as_written_and_else_the_moment_of_adding() -> None:
    manifest = orjson.loads(resources.manifest(LINES, following=2))
    assert (manifest["more"], manifest["next"]) == (True, "2")
    assert manifest["objects"][0] == {
        "id": "tool--1",
        "date_added": FIRST,
        "version": "2026-01-02T03:04:05Z",
        "media_type": "application/stix+json;version=2.1",
    }
    assert manifest["objects"][1]["version"] == "1970-01-01T00:00:00.000002Z"


def test_versions_are_a_list_of_texts() -> None:
    assert orjson.loads(resources.versions(LINES[:1], following=None)) == {
        "more": False,
        "versions": ["2026-01-02T03:04:05Z"],
    }


def test_a_status_counts_what_it_lists() -> None:
    outcomes = [Outcome("tool--1", FIRST), Outcome("tool--2", FIRST, "no")]
    assert orjson.loads(resources.status("7", FIRST, outcomes)) == {
        "id": "7",
        "status": "complete",
        "request_timestamp": FIRST,
        "total_count": 2,
        "success_count": 1,
        "successes": [{"id": "tool--1", "version": FIRST}],
        "failure_count": 1,
        "failures": [{"id": "tool--2", "version": FIRST, "message": "no"}],
        "pending_count": 0,
    }


def test_a_status_leaves_out_lists_that_are_empty() -> None:
    assert {"successes", "failures", "pendings"}.isdisjoint(orjson.loads(resources.status("7", FIRST, [])))


def test_an_error_has_a_title_and_its_status_as_text() -> None:
    assert orjson.loads(resources.error("No", http_status=404, code="nothing-here")) == {
        "title": "No",
        "error_code": "nothing-here",
        "http_status": "404",
    }
