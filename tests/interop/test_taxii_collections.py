"""TAXII cases 3.4 and 3.5: which collections a client finds, and what it may do with each."""

from __future__ import annotations

import uuid

import pytest

from tests.interop.asking import ROOT, STIX, TAXII, Tool, collection_at
from tests.interop.office import Office
from tests.interop.shared import Author


def found(tool: Tool, ref: str) -> dict[str, object]:
    reply = tool.get(collection_at(ref))
    assert (reply.status, reply.headers["Content-Type"]) == (200, TAXII)
    document: dict[str, object] = reply.document
    return document


def rights(tool: Tool, ref: str) -> tuple[object, object]:
    document = found(tool, ref)
    return document["can_read"], document["can_write"]


def kept(producer: Tool, office: Office, about: str) -> str:
    one = Author(about).indicator("[ipv4-addr:value = '198.51.100.7']")
    assert producer.post(office.at("both"), one).document["success_count"] == 1
    return f"{office.at('both')}objects/{one['id']}/"


def test_3_4_1_get_collections_resource(producer: Tool, office: Office) -> None:
    reply = producer.get(f"{ROOT}collections/")
    assert (reply.status, reply.headers["Content-Type"]) == (200, TAXII)
    listed = {one["id"]: one for one in reply.document["collections"]}
    assert set(office.drawers.values()) <= set(listed)
    for one in listed.values():
        assert str(uuid.UUID(one["id"])) == one["id"]
        assert one["title"]
        assert one["media_types"] == [STIX]
        assert producer.get(collection_at(one["id"])).document == one


def test_3_4_1_collections_come_in_the_order_of_their_ids(producer: Tool) -> None:
    ids = [one["id"] for one in producer.get(f"{ROOT}collections/").document["collections"]]
    assert len(ids) > 2
    assert ids == sorted(ids)


def test_3_4_1_what_is_hidden_from_a_client_is_not_listed(stranger: Tool, ally: Tool, office: Office) -> None:
    for tool in (stranger, ally):
        listed = {one["id"] for one in tool.get(f"{ROOT}collections/").document["collections"]}
        assert not listed & set(office.drawers.values())


def test_3_5_1_1_write_only_collection_resource(dropbox: Tool, office: Office) -> None:
    assert rights(dropbox, office.drawers["both"]) == (False, True)


def test_3_5_1_2_read_write_collection_resource(producer: Tool, office: Office) -> None:
    assert rights(producer, office.drawers["both"]) == (True, True)


def test_3_5_1_2_an_alias_stands_for_the_id(producer: Tool, office: Office) -> None:
    by_alias = found(producer, "both")
    assert by_alias == found(producer, office.drawers["both"])
    assert by_alias["alias"] == "both"


def test_3_5_1_3_read_only_collection_resource(consumer: Tool, office: Office) -> None:
    assert rights(consumer, office.drawers["both"]) == (True, False)


def test_3_5_1_4_no_read_no_write_collection_resource(stranger: Tool, office: Office) -> None:
    """The document shows such a collection with both flags false; here it does not exist."""
    closed = stranger.get(office.at("both"))
    unknown = stranger.get(collection_at(str(uuid.uuid4())))
    assert (closed.status, closed.body) == (unknown.status, unknown.body) == (404, unknown.body)


@pytest.mark.parametrize("what", ["objects/", "manifest/", "objects/{id}/", "objects/{id}/versions/"])
def test_3_5_2_1_read_request_for_write_only_collection(
    producer: Tool, dropbox: Tool, office: Office, what: str
) -> None:
    object_id = kept(producer, office, "3.5.2.1").split("/")[-2]
    reply = dropbox.get(office.at("both") + what.format(id=object_id))
    assert (reply.status, reply.document["http_status"]) == (403, "403")


def test_3_5_2_2_write_request_to_read_only_collection(consumer: Tool, office: Office) -> None:
    one = Author("3.5.2.2").indicator("[ipv4-addr:value = '198.51.100.7']")
    reply = consumer.post(office.at("both"), one)
    assert (reply.status, reply.document["http_status"]) == (403, "403")
    assert one["id"] not in consumer.get(f"{office.at('both')}objects/", match_id=one["id"]).ids


@pytest.mark.parametrize("account", ["consumer", "dropbox"])
def test_3_5_2_3_delete_request_to_read_only_or_write_only_collection(
    producer: Tool, office: Office, account: str
) -> None:
    path = kept(producer, office, "3.5.2.3")
    assert office.tool(account).delete(path).status == 403
    assert producer.get(path).status == 200


def test_3_5_2_4_delete_request_to_no_read_no_write_collection(
    producer: Tool, stranger: Tool, office: Office
) -> None:
    path = kept(producer, office, "3.5.2.4")
    assert stranger.delete(path).status == 404
    assert producer.get(path).status == 200


@pytest.mark.parametrize("ref", [str(uuid.UUID(int=7)), "no-such-alias", "%00", "..", "a" * 3000])
def test_3_5_3_incorrect_collection_information(producer: Tool, ref: str) -> None:
    for path in (collection_at(ref), f"{collection_at(ref)}objects/", f"{collection_at(ref)}manifest/"):
        reply = producer.get(path)
        assert reply.status == 404
        assert reply.document["title"]
