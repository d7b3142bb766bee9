"""TAXII case 3.15: properties that the standard does not know."""

from __future__ import annotations

from tests.interop.asking import Tool
from tests.interop.office import Office
from tests.interop.shared import Author


def test_3_15_1_custom_properties(producer: Tool, consumer: Tool, office: Office) -> None:
    """A server answers 422 or goes on as if they were not there (TAXII 2.1, 7.1.1); this one goes on."""
    one = Author("3.15.1").indicator("[ipv4-addr:value = '198.51.100.15']")
    reply = producer.post(office.at("both"), one, x_example_test_client={"from": "العميل"})
    assert (reply.status, reply.document["success_count"]) == (202, 1)
    assert consumer.get(f"{office.at('both')}objects/{one['id']}/").objects == [one]


def test_3_15_1_parameters_that_nobody_knows_are_no_filters(consumer: Tool, office: Office) -> None:
    plain = consumer.get(f"{office.at('empty')}objects/")
    assert consumer.get(f"{office.at('empty')}objects/", x_example="7").body == plain.body
