"""A tool that may write to one drawer with terms reaches for the rest of the agency's records."""

from __future__ import annotations

from typing import Final

import orjson
import pytest

from tansiq.exchange.dressing import marking_for
from tansiq.stix import TLP, ReleaseMarking
from tansiq.stix.extensions import TLP_2
from tansiq.web.taxii import Taxii
from tansiq.wiring import ImportOrder, taxii
from tests.exchange import cast
from tests.web.served import Served
from tests.web.taxii.asking import ROOT, Tool, envelope, indicator, tool

LATER: Final = "2026-11-30T12:00:00.000Z"


@pytest.fixture
def siem(app: Taxii, served: Served) -> Tool:
    """A tool that reads and writes the drawer `told`, from which the member is told."""
    asking = tool(app, served.node, "siem")
    drawer(served, "told", "siem")
    return asking


def drawer(served: Served, alias: str, writer: str) -> None:
    order = ImportOrder(("counter-terrorism",), "A2", "amber", to=(served.member.agency.id,))
    taxii.add_drawer(served.node, alias, alias=alias, order=order)
    taxii.grant(served.node, writer, alias, read=True, write=True)


def delete(who: Tool, ref: str, object_id: str) -> int:
    return who.ask("DELETE", f"{ROOT}collections/{ref}/objects/{object_id}/").status


def recalled(served: Served, object_id: str) -> bool:
    with served.node.snapshot() as tx:
        record = tx.objects.record(object_id)
    return record is None or record.recalled is not None


def test_attack_a_new_version_of_an_officers_report(siem: Tool, served: Served) -> None:
    report = served.write(to=cast.to(served.member.agency.id))
    [ours] = [one for one in siem.objects("released") if one["id"] == report]
    status = siem.post("told", envelope({**ours, "modified": LATER, "description": "Nothing was seen."}))
    assert status.json["failure_count"] == 1
    assert delete(siem, "told", report) == 404
    assert not recalled(served, report)


def test_attack_the_very_bytes_of_an_officers_report_and_then_delete(siem: Tool, served: Served) -> None:
    report = served.write(to=cast.to(served.member.agency.id))
    [ours] = [one for one in siem.objects("released") if one["id"] == report]
    siem.post("told", envelope(ours))
    delete(siem, "told", report)
    assert not recalled(served, report)


@pytest.mark.parametrize("which", ["marking-definition", "identity"])
def test_attack_deleting_what_all_of_our_objects_need(siem: Tool, served: Served, which: str) -> None:
    siem.post("told", envelope(indicator(1)))
    for one in [one for one in siem.objects("released") if one["type"] == which]:
        siem.post("told", envelope(one))
        delete(siem, "told", one["id"])
        assert not recalled(served, one["id"])


def test_attack_deleting_what_another_tool_put_into_its_own_drawer(
    app: Taxii, siem: Tool, served: Served
) -> None:
    other = tool(app, served.node, "other")
    drawer(served, "others", "other")
    other.post("others", envelope(indicator(1)))
    siem.post("told", envelope(indicator(1)))
    delete(siem, "told", str(indicator(1)["id"]))
    assert not recalled(served, str(indicator(1)["id"]))


def test_attack_stix_20_alone_is_deleted_everywhere(app: Taxii, served: Served) -> None:
    who = tool(app, served.node, "siem")
    taxii.add_drawer(served.node, "notes", alias="notes")
    taxii.grant(served.node, "siem", "notes", read=True, write=True)
    who.post("notes", envelope(indicator(1)))
    path = f"{ROOT}collections/notes/objects/{indicator(1)['id']}/"
    assert who.ask("DELETE", path, "match[spec_version]=2.0").status == 404
    assert who.objects("notes") == [indicator(1)]


def test_attack_taking_our_release_marking_first_and_deleting_it(siem: Tool, served: Served) -> None:
    marking = marking_for(ReleaseMarking(purposes=("counter-terrorism",)), served.node.agency.id)
    assert siem.post("told", envelope(orjson.loads(marking.raw))).json["success_count"] == 1
    assert delete(siem, "told", marking.id) == 200
    assert not recalled(served, marking.id)


def test_attack_many_new_versions_at_once(siem: Tool, served: Served) -> None:
    report = served.write(to=cast.to(served.member.agency.id))
    [ours] = [one for one in siem.objects("released") if one["id"] == report]
    versions = [{**ours, "modified": f"2026-11-{day}T12:00:00.000Z"} for day in (28, 29, 30)]
    assert siem.post("told", envelope(*versions)).json["failure_count"] == 3


def test_a_tool_goes_on_with_what_it_put_in_itself(siem: Tool) -> None:
    siem.post("told", envelope(indicator(1)))
    later = indicator(1, modified=LATER, name="Ship 1 again")
    assert siem.post("told", envelope(later)).json["success_count"] == 1
    assert delete(siem, "told", str(later["id"])) == 200


def test_attack_recalling_a_tlp_level(siem: Tool, served: Served) -> None:
    amber = {
        "type": "marking-definition",
        "spec_version": "2.1",
        "id": TLP.AMBER.id,
        "created": "2022-10-01T00:00:00.000Z",
        "name": "TLP:AMBER",
        "extensions": {TLP_2: {"extension_type": "property-extension", "tlp_2_0": "amber"}},
    }
    assert siem.post("told", envelope(amber)).json["success_count"] == 1
    assert delete(siem, "told", TLP.AMBER.id) == 200
    assert not recalled(served, TLP.AMBER.id)
