"""TAXII cases 3.11: what became of a request to add objects."""

from __future__ import annotations

import uuid

from tests.interop.asking import ROOT, TAXII, Tool, envelope, write
from tests.interop.office import Office
from tests.interop.shared import CREATED, Author
from tests.interop.test_taxii_objects import TIMESTAMP


def at(status_id: str) -> str:
    return f"{ROOT}status/{status_id}/"


def test_3_11_1_get_status_resource(dropbox: Tool, office: Office) -> None:
    posted = dropbox.post(office.at("both"), Author("3.11.1").identity)
    asked = dropbox.get(at(posted.document["id"]))
    assert (asked.status, asked.headers["Content-Type"]) == (200, TAXII)
    assert asked.document == posted.document


def test_3_11_1_an_unknown_status_is_not_found(dropbox: Tool) -> None:
    assert dropbox.get(at(str(uuid.uuid4()))).status == 404
    assert dropbox.get(at("nonsense")).status == 404


def test_3_11_1_another_client_s_status_is_not_found(producer: Tool, dropbox: Tool, office: Office) -> None:
    posted = dropbox.post(office.at("both"), Author("3.11.1").identity)
    other, unknown = producer.get(at(posted.document["id"])), producer.get(at(str(uuid.uuid4())))
    assert (other.status, other.body) == (404, unknown.body)


def test_3_11_2_get_all_status_properties(producer: Tool, office: Office) -> None:
    good = Author("3.11.2").identity
    bad = good | {"id": "identity--0b8f1f0a-72c5-4d4a-8f3c-0a6fbbd51e11", "created": "yesterday"}
    status = producer.post(office.at("both"), good, bad).document
    assert status["status"] == "complete"
    assert TIMESTAMP.fullmatch(status["request_timestamp"])
    counts = ("total_count", "success_count", "failure_count", "pending_count")
    assert [status[name] for name in counts] == [2, 1, 1, 0]
    (success,), (failure,) = status["successes"], status["failures"]
    assert (success["id"], success["version"]) == (good["id"], CREATED)
    assert (failure["id"], failure["version"]) == (bad["id"], CREATED)
    assert failure["message"]
    assert status.get("pendings", []) == []
    assert producer.get(at(status["id"])).document == status


def test_3_11_2_what_is_no_object_at_all_is_counted_among_the_failures(
    producer: Tool, office: Office
) -> None:
    good = Author("3.11.2 odd").identity
    odd = [b"null", b"7", b"[]", b'{"type":"indicator"}', b'{"id":7}']
    reply = producer.post_raw(office.at("both"), envelope([write(good), *odd]))
    status = reply.document
    assert (status["total_count"], status["success_count"], status["failure_count"]) == (6, 1, 5)
    assert len(status["failures"]) == 5
    assert all(isinstance(one["id"], str) and one["message"] for one in status["failures"])


def test_3_11_2_another_content_under_the_same_version_is_a_failure(producer: Tool, office: Office) -> None:
    one = Author("3.11.2 twice").identity
    assert producer.post(office.at("both"), one).document["success_count"] == 1
    status = producer.post(office.at("both"), one | {"name": "Somebody else"}).document
    assert (status["failure_count"], status["failures"][0]["id"]) == (1, one["id"])
    (kept,) = producer.get(f"{office.at('both')}objects/{one['id']}/", match_version="all").objects
    assert kept == one


def test_3_11_2_stix_2_0_is_a_failure_with_a_reason(producer: Tool, office: Office) -> None:
    old = Author("3.11.2 old").identity
    del old["spec_version"]
    status = producer.post(office.at("both"), old).document
    assert status["failure_count"] == 1
    assert "2.0" in status["failures"][0]["message"]
