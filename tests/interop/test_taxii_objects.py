"""TAXII cases 3.6 to 3.10 and 3.12: manifests, objects, versions, what is added and what is deleted."""

from __future__ import annotations

import re
import uuid

import pytest

from tests.interop.asking import STIX, TAXII, Reply, Tool, envelope, write
from tests.interop.office import Office
from tests.interop.shared import CREATED, MODIFIED, REVOKED, Author, Object, later, withdrawn

TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
UNKNOWN = "indicator--9f1c5b1e-0000-4000-8000-000000000000"


def indicators(about: str, number: int) -> list[Object]:
    author = Author(about)
    return [author.indicator(f"[ipv4-addr:value = '198.51.100.{n}']", f"{n}") for n in range(1, number + 1)]


def put(producer: Tool, office: Office, *objects: Object) -> Reply:
    reply = producer.post(office.at("both"), *objects)
    assert reply.status == 202
    assert reply.document["success_count"] == len(objects)
    return reply


def dated(reply: Reply) -> tuple[str, str]:
    first, last = reply.headers["X-TAXII-Date-Added-First"], reply.headers["X-TAXII-Date-Added-Last"]
    assert TIMESTAMP.fullmatch(first)
    assert TIMESTAMP.fullmatch(last)
    return first, last


def test_3_6_1_get_manifest_resource(producer: Tool, consumer: Tool, office: Office) -> None:
    objects = indicators("3.6.1", 3)
    put(producer, office, *objects)
    reply = consumer.get(f"{office.at('both')}manifest/", match_id=",".join(one["id"] for one in objects))
    assert (reply.status, reply.headers["Content-Type"]) == (200, TAXII)
    assert reply.ids == [one["id"] for one in objects]
    for line in reply.objects:
        assert TIMESTAMP.fullmatch(line["date_added"])
        assert (line["version"], line["media_type"]) == (CREATED, STIX)
    added = [line["date_added"] for line in reply.objects]
    assert added == sorted(set(added))
    assert dated(reply) == (added[0], added[-1])


def test_3_7_1_get_envelope_resource_get_objects(producer: Tool, consumer: Tool, office: Office) -> None:
    objects = indicators("3.7.1", 2)
    put(producer, office, *objects)
    reply = consumer.get(f"{office.at('both')}objects/", match_id=",".join(one["id"] for one in objects))
    assert (reply.status, reply.headers["Content-Type"]) == (200, TAXII)
    assert reply.objects == objects
    assert all(write(one) in reply.body for one in objects)
    first, last = dated(reply)
    assert first < last


def test_3_7_2_no_objects(consumer: Tool, office: Office) -> None:
    reply = consumer.get(f"{office.at('empty')}objects/")
    assert (reply.status, reply.headers["Content-Type"]) == (200, TAXII)
    assert "objects" not in reply.document
    assert not reply.document.get("more", False)
    assert consumer.get(f"{office.at('empty')}manifest/").document.keys() <= {"more"}


def test_3_8_1_get_envelope_resource_get_an_object(producer: Tool, consumer: Tool, office: Office) -> None:
    (one,) = indicators("3.8.1", 1)
    put(producer, office, one)
    reply = consumer.get(f"{office.at('both')}objects/{one['id']}/")
    assert reply.objects == [one]
    first, last = dated(reply)
    assert first == last


def test_3_8_2_object_not_found(consumer: Tool, office: Office) -> None:
    for rest in ("", "versions/"):
        reply = consumer.get(f"{office.at('both')}objects/{UNKNOWN}/{rest}")
        assert (reply.status, reply.document["http_status"]) == (404, "404")


def test_3_9_1_get_versions_resource(producer: Tool, consumer: Tool, office: Office) -> None:
    (one,) = indicators("3.9.1", 1)
    put(producer, office, one, later(one), withdrawn(one))
    reply = consumer.get(f"{office.at('both')}objects/{one['id']}/versions/")
    assert (reply.status, reply.headers["Content-Type"]) == (200, TAXII)
    assert reply.document["versions"] == [CREATED, MODIFIED, REVOKED]
    dated(reply)


def test_3_9_1_an_observable_has_a_version_too(producer: Tool, consumer: Tool, office: Office) -> None:
    seen = Author("3.9.1").observe("ipv4-addr", value="198.51.100.91")
    put(producer, office, seen)
    (version,) = consumer.get(f"{office.at('both')}objects/{seen['id']}/versions/").document["versions"]
    (line,) = consumer.get(f"{office.at('both')}manifest/", match_id=seen["id"]).objects
    assert line["version"] == version
    assert consumer.get(f"{office.at('both')}objects/{seen['id']}/", match_version=version).objects == [seen]


def test_3_10_1_add_envelope_resource(dropbox: Tool, office: Office) -> None:
    objects = indicators("3.10.1", 3)
    reply = dropbox.post(office.at("both"), *objects)
    assert (reply.status, reply.headers["Content-Type"]) == (202, TAXII)
    status = reply.document
    assert str(uuid.UUID(status["id"])) == status["id"]
    assert status["status"] == "complete"
    assert (status["total_count"], status["success_count"]) == (3, 3)
    assert (status["failure_count"], status["pending_count"]) == (0, 0)


def test_3_10_1_the_same_object_twice_is_a_success_and_stored_once(producer: Tool, office: Office) -> None:
    (one,) = indicators("3.10.1 twice", 1)
    put(producer, office, one)
    put(producer, office, one)
    assert producer.get(f"{office.at('both')}objects/{one['id']}/", match_version="all").objects == [one]


def test_3_10_1_unknown_members_and_letters_come_back_as_they_were_written(
    producer: Tool, consumer: Tool, office: Office
) -> None:
    raw = (
        b'{"x_own":{"b":1e2,"a":[ 1.50 , "\\u0645"]} , "type":"tool","spec_version":"2.1",'
        b'"id":"tool--5b3d4c1a-6f4e-4a3b-9a55-0c54c1f0a001","created":"2026-03-02T08:15:30.120Z",'
        b'"modified":"2026-03-02T08:15:30.500000Z","name":"\xd8\xa3\xd8\xaf\xd8\xa7\xd8\xa9 \xc3\xa9"}'
    )
    assert producer.post_raw(office.at("both"), envelope([raw])).document["success_count"] == 1
    assert raw in consumer.get(f"{office.at('both')}objects/", match_type="tool").body


def test_3_12_1_delete(producer: Tool, office: Office) -> None:
    (one,) = indicators("3.12.1", 1)
    put(producer, office, one, later(one))
    path = f"{office.at('both')}objects/{one['id']}/"
    reply = producer.delete(path)
    assert (reply.status, reply.headers["Content-Type"]) == (200, TAXII)
    assert producer.get(path).status == 404
    assert producer.get(f"{path}versions/").status == 404
    assert producer.get(f"{office.at('both')}manifest/", match_id=one["id"]).ids == []
    assert producer.delete(path).status == 404


def test_3_12_1_one_version_alone_can_be_deleted(producer: Tool, office: Office) -> None:
    (one,) = indicators("3.12.1 version", 1)
    put(producer, office, one, later(one))
    path = f"{office.at('both')}objects/{one['id']}/"
    assert producer.delete(path, match_version=MODIFIED).status == 200
    assert producer.get(path).objects == [one]
    assert producer.get(path, match_version=MODIFIED).status == 404


@pytest.mark.parametrize(
    "query", ["limit=1", "added_after=2999-01-01T00:00:00Z", "next=1", "match[type]=tool"]
)
def test_3_12_1_a_parameter_that_a_deletion_does_not_have_deletes_nothing(
    producer: Tool, office: Office, query: str
) -> None:
    (one,) = indicators("3.12.1 parameter", 1)
    put(producer, office, one)
    path = f"{office.at('both')}objects/{one['id']}/"
    assert producer.delete(f"{path}?{query}").status == 400
    assert producer.get(path).objects == [one]
