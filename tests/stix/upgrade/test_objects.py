import json

import pytest

from tansiq.stix import TLP, Flaw, parse
from tansiq.stix.upgrade.objects import upgraded
from tests.stix.samples import LATER, NOW, ref
from tests.stix.upgrade.old import GREEN, OBJECTS, old, read, refused


@pytest.mark.parametrize("object_type", OBJECTS)
def test_an_object_of_each_type_becomes_one_of_stix_2_1(object_type: str) -> None:
    one, *_ = read(old(object_type))
    assert (one.type, one.id, one.data["spec_version"]) == (object_type, ref(object_type), "2.1")


@pytest.mark.parametrize(
    ("object_type", "name"),
    [
        ("identity", "roles"),
        ("indicator", "indicator_types"),
        ("malware", "malware_types"),
        ("report", "report_types"),
        ("threat-actor", "threat_actor_types"),
        ("tool", "tool_types"),
    ],
)
def test_labels_that_told_the_kind_stand_where_kinds_stand(object_type: str, name: str) -> None:
    marking = {"marking_ref": GREEN, "selectors": ["labels", "labels.[0]", "id"]}
    (one,) = read(old(object_type, granular_markings=[marking]))
    assert one.data[name] == OBJECTS[object_type]["labels"]
    assert "labels" not in one.data
    assert one.granular[0].selectors == (name, f"{name}.[0]", "id")
    error = refused(old(object_type, **{name: ["a"]}))
    assert (error.code, error.pointer) == (Flaw.STIX20, f"/{name}")


def test_labels_of_other_types_stay() -> None:
    (one,) = read(old("campaign", labels=["night"]))
    assert one.data["labels"] == ["night"]


def test_a_pattern_speaks_of_properties_by_their_new_names() -> None:
    pattern = "[file:created = t'2026-03-01T08:00:00Z' AND process:binary_ref.name = 'file:created']"
    (one,) = read(old("indicator", pattern=pattern))
    assert one.data["pattern_type"] == "stix"
    assert one.data["pattern"] == (
        "[file:ctime = t'2026-03-01T08:00:00Z' AND process:image_ref.name = 'file:created']"
    )
    assert refused(old("indicator", pattern="[file:name = x]")).pointer == "/pattern"


def test_malware_known_by_its_name_is_a_family() -> None:
    (one,) = read(old("malware"))
    assert one.data["is_family"] is True


def test_tlp_is_marked_with_what_oasis_fixed() -> None:
    tlp = {"definition_type": "tlp", "definition": {"tlp": "green"}, "id": GREEN}
    (one,) = read(old("marking-definition", created="2017-01-20T00:00:00.000Z", **tlp))
    assert TLP.of(one.id) is TLP.GREEN
    assert one.data["name"] == "TLP:GREEN"
    forged = old("marking-definition", **tlp | {"definition": {"tlp": "white"}})
    assert refused(forged).code in {Flaw.MARKING, Flaw.SCHEMA}


def test_other_values_keep_their_bytes() -> None:
    raw = json.dumps(old("campaign", description="Vol à main armée", x_ratio=1.50)).encode()
    (made,) = upgraded(raw.replace(b"1.5", b"1.500"))
    assert b'"x_ratio":1.500' in made
    assert json.dumps("Vol à main armée").encode() in made
    assert parse(made).version == NOW


@pytest.mark.parametrize("objects", [None, {}, [], "0", 5])
def test_an_observed_data_without_objects_is_refused(objects: object) -> None:
    assert refused(old("observed-data", objects=objects)).code is Flaw.STIX20


def test_what_stix_2_0_had_wrong_is_wrong_still() -> None:
    assert refused(old("campaign", modified=NOW, created=LATER)).code is Flaw.TIMESTAMP
    assert refused(old("report", published=None)).code is Flaw.SCHEMA
    assert refused(old("malware", labels="worm")).code is Flaw.SCHEMA
    assert refused(old("tool", granular_markings=5)).code is Flaw.SCHEMA
    assert refused(old("tool", granular_markings=[5, {"selectors": [5]}])).code is Flaw.SCHEMA
