"""TAXII cases 3.14: pages, by `next` and by `added_after`."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.interop.asking import Reply, Tool
from tests.interop.office import Office
from tests.interop.shared import Author, later

AUTHOR = Author("3.14")
MANY = [AUTHOR.indicator(f"[ipv4-addr:value = '198.51.100.{n}']", str(n)) for n in range(7)]
VERSIONS = [later(MANY[0], modified=f"2026-04-0{day}T00:00:00.000Z") for day in range(1, 6)]


@pytest.fixture(scope="module")
def at(office: Office) -> str:
    """The address of a collection with seven indicators, one of them in six versions."""
    path = office.at("paged")
    status = office.tool("producer").post(path, *MANY, *VERSIONS).document
    assert status["failure_count"] == 0, status["failures"]
    return path


def by_date(tool: Tool, path: str, **query: str | int) -> Iterator[Reply]:
    page = tool.get(path, **query)
    yield page
    while page.document.get("more"):
        page = tool.get(path, **query, added_after=page.headers["X-TAXII-Date-Added-Last"])
        yield page


@pytest.mark.parametrize("limit", [1, 2, 3, 100])
@pytest.mark.parametrize("resource", ["objects/", "manifest/"])
def test_3_14_1_pagination(consumer: Tool, at: str, resource: str, limit: int) -> None:
    whole = consumer.get(at + resource, match_version="all").objects
    for walk in (consumer.pages, lambda path, **query: by_date(consumer, path, **query)):
        pages = list(walk(at + resource, match_version="all", limit=limit))
        assert all(1 <= len(page.objects) <= limit for page in pages)
        assert [one for page in pages for one in page.objects] == whole
    assert len(whole) >= len(MANY) + len(VERSIONS)


def test_3_14_1_pages_of_a_filter(consumer: Tool, at: str) -> None:
    pages = list(consumer.pages(f"{at}objects/", match_type="indicator", limit=2))
    found = [one for page in pages for one in page.ids if one in {m["id"] for m in MANY}]
    assert sorted(found) == sorted(one["id"] for one in MANY)


def test_3_14_1_versions_are_paged(consumer: Tool, at: str) -> None:
    path = f"{at}objects/{MANY[0]['id']}/versions/"
    whole = consumer.get(path).document["versions"]
    pages = list(by_date(consumer, path, limit=2))
    assert [one for page in pages for one in page.document["versions"]] == whole
    assert len(pages) == len(whole) / 2
    assert len(whole) == 1 + len(VERSIONS)


def test_3_14_1_what_is_added_meanwhile_comes_last_and_once(producer: Tool, consumer: Tool, at: str) -> None:
    first = consumer.get(f"{at}objects/", limit=3)
    late = AUTHOR.indicator("[ipv4-addr:value = '203.0.113.77']", "late")
    assert producer.post(at, late).document["success_count"] == 1
    page, found = first, first.ids
    while page.document.get("more"):
        page = consumer.get(f"{at}objects/", limit=3, next=page.document["next"])
        found = [*found, *page.ids]
    assert found[-1] == late["id"]
    assert len(found) == len(set(found))


@pytest.mark.parametrize("cursor", ["-1", "one", "", "9" * 400, "٣"])
def test_3_14_1_a_cursor_that_was_never_given_is_a_bad_request(consumer: Tool, at: str, cursor: str) -> None:
    reply = consumer.get(f"{at}objects/", next=cursor)
    assert reply.status == 400
