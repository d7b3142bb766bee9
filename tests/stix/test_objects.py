import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.stix import Flaw, Grading, Malformed, Scale, Statement, StixObject, grading_members, parse
from tests.stix.samples import LATER, NOW, OBSERVABLES, TYPES, raw, ref, sample

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def refusal(octets: bytes) -> Malformed:
    with pytest.raises(Malformed) as caught:
        parse(octets)
    return caught.value


@pytest.mark.parametrize("object_type", TYPES)
def test_every_type_of_the_specification_is_read_and_keeps_its_bytes(object_type: str) -> None:
    octets = b" " + json.dumps(sample(object_type), indent=1, ensure_ascii=True).encode() + b"\n"
    obj = parse(octets)
    assert obj.raw == octets
    assert (obj.type, obj.id) == (object_type, ref(object_type))
    assert dict(obj.data) == sample(object_type)


@pytest.mark.parametrize("object_type", TYPES)
def test_a_required_property_that_is_missing_is_refused(object_type: str) -> None:
    assert refusal(raw(object_type, id=None)).code is Flaw.IDENTIFIER
    assert refusal(raw(object_type, type=None)).pointer == "/type"


def test_the_common_properties_are_told() -> None:
    obj = parse(
        raw(
            modified=LATER,
            created_by_ref=ref("identity"),
            lang="ar",
            object_marking_refs=[ref("marking-definition")],
        )
    )
    assert (obj.version, obj.lang, obj.revoked) == (LATER, "ar", False)
    assert obj.created is not None
    assert obj.modified is not None
    assert obj.modified > obj.created
    assert obj.created.utcoffset() is not None
    assert (obj.created_by, obj.markings) == (ref("identity"), (ref("marking-definition"),))


def test_the_version_of_a_marking_is_its_creation_and_of_an_observable_nothing() -> None:
    assert parse(raw("marking-definition")).version == NOW
    assert parse(raw("url")).version == ""


def test_references_are_told_with_their_pointers_and_markings_are_not_among_them() -> None:
    obj = parse(
        raw(
            created_by_ref=ref("identity"),
            object_marking_refs=[ref("marking-definition")],
            granular_markings=[{"marking_ref": ref("marking-definition"), "selectors": ["name"]}],
            x_more={"a/b": [{"deep_ref": ref("tool")}]},
        )
    )
    assert obj.refs == (
        ("/object_refs/0", ref("incident")),
        ("/object_refs/1", ref("location")),
        ("/object_refs/2", ref("identity")),
        ("/created_by_ref", ref("identity")),
        ("/x_more/a~1b/0/deep_ref", ref("tool")),
    )


def test_the_ends_of_a_relationship_are_references() -> None:
    refs = parse(raw("relationship")).refs
    assert refs == (("/source_ref", ref("incident")), ("/target_ref", ref("location")))


def test_granular_markings_are_told() -> None:
    marking = {"marking_ref": ref("marking-definition"), "selectors": ["name", "object_refs.[1]"]}
    language = {"lang": "ar", "selectors": ["description"]}
    first, second = parse(raw(granular_markings=[marking, language])).granular
    assert (first.ref, first.lang, first.selectors) == (
        ref("marking-definition"),
        None,
        ("name", "object_refs.[1]"),
    )
    assert (second.ref, second.lang) == (None, "ar")


def test_grading_and_statement_are_told() -> None:
    extensions = grading_members(Grading.read("A2"), Statement.OPINION)
    obj = parse(raw(extensions=extensions))
    assert obj.grading == Grading(Scale.ADMIRALTY, "A", "2")
    assert obj.statement is Statement.OPINION
    assert parse(raw()).grading is None
    assert parse(raw()).statement is None


def test_unknown_types_custom_properties_and_foreign_extensions_are_preserved() -> None:
    foreign = {ref("extension-definition"): {"extension_type": "property-extension", "colour": "red"}}
    obj = parse(raw("x-oasis-well", x_depth=12, extensions=foreign))
    assert obj.data["x_depth"] == 12
    assert obj.data["extensions"] == foreign


def test_an_unknown_observable_needs_no_times() -> None:
    assert parse(raw("x-oasis-plate", created=None, modified=None)).version == ""


def test_two_objects_are_equal_when_their_bytes_are() -> None:
    assert parse(raw()) == parse(raw())
    assert parse(raw()) != parse(raw() + b" ")
    assert len({parse(raw()), parse(raw())}) == 1
    assert parse(raw()) != raw()


def test_an_object_cannot_be_changed() -> None:
    obj = parse(raw())
    with pytest.raises(AttributeError):
        obj.id = "other"  # type: ignore[misc]
    with pytest.raises(TypeError):
        obj.data["name"] = "other"  # type: ignore[index]


@pytest.mark.parametrize("octets", [b"[]", b"null", b"1", b'"report"'])
def test_json_that_is_no_object_is_refused(octets: bytes) -> None:
    assert refusal(octets).code is Flaw.NOT_OBJECT


def test_a_bundle_is_no_object() -> None:
    assert refusal(raw("bundle")).code is Flaw.NOT_OBJECT


@pytest.mark.parametrize("object_type", ["report", "marking-definition", "x-oasis-well"])
@pytest.mark.parametrize("version", [None, "2.0"])
def test_stix_2_0_is_named_as_what_it_is(object_type: str, version: str | None) -> None:
    assert refusal(raw(object_type, spec_version=version)).code is Flaw.STIX20


@pytest.mark.parametrize("version", ["2.2", 2.1, [], True])
def test_other_versions_are_refused(version: object) -> None:
    error = refusal(raw(spec_version=version))
    assert (error.code, error.pointer) == (Flaw.SCHEMA, "/spec_version")


@pytest.mark.parametrize(
    "identifier",
    [
        "",
        "report",
        ref("report") + "\n",
        ref("report").replace("--", "-"),
        "report--1",
        7,
        [],
        {},
        "report--0a1b2c3d-4e5f-7a6b-8c7d-9e0f1a2b3c4d",
        "\u202e" + ref("report"),
        "R" + ref("report")[1:],
    ],
)
def test_ids_of_another_form_are_refused(identifier: object) -> None:
    error = refusal(raw(id=identifier))
    assert (error.code, error.pointer) == (Flaw.IDENTIFIER, "/id")


@pytest.mark.parametrize("object_type", ["report", "url", "x-oasis-well"])
def test_an_id_of_another_type_is_refused(object_type: str) -> None:
    error = refusal(raw(object_type, id=ref("identity")))
    assert error.pointer == "/id"
    assert error.code in {Flaw.TYPE, Flaw.SCHEMA}


@pytest.mark.parametrize("object_type", [7, None, [], {"a": 1}])
def test_a_type_that_is_no_text_is_refused(object_type: object) -> None:
    assert refusal(raw(type=object_type)).code is Flaw.TYPE


def test_schema_errors_carry_the_pointer() -> None:
    error = refusal(raw(external_references=[{"source_name": "a", "description": "b"}, {"source_name": 5}]))
    assert error.code is Flaw.SCHEMA
    assert error.pointer.startswith("/external_references/1")
    assert refusal(raw(published=None)).pointer == ""
    assert refusal(raw("location", latitude="north")).pointer == "/latitude"


@given(st.binary(max_size=200))
def test_arbitrary_bytes_are_refused_as_malformed(octets: bytes) -> None:
    refusal(octets)


def attempt(octets: bytes) -> StixObject | Malformed:
    try:
        return parse(octets)
    except Malformed as error:
        return error


def survives(octets: bytes) -> None:
    read = attempt(octets)
    if isinstance(read, Malformed):
        assert read.code in Flaw
        assert read.pointer == "" or read.pointer.startswith("/")
    else:
        assert read.raw == octets
        assert read.title
        assert read.grading is None or read.grading.scale in Scale


@given(st.data(), st.sampled_from(TYPES))
def test_flipped_bytes_never_crash(data: st.DataObject, object_type: str) -> None:
    octets = bytearray(raw(object_type))
    for _ in range(data.draw(st.integers(1, 4))):
        octets[data.draw(st.integers(0, len(octets) - 1))] = data.draw(st.integers(0, 255))
    survives(bytes(octets))


@given(st.data(), st.sampled_from(TYPES), JSON)
def test_members_of_any_other_value_never_crash(data: st.DataObject, object_type: str, value: object) -> None:
    members = sample(object_type)
    extra = [
        "lang",
        "revoked",
        "created",
        "modified",
        "granular_markings",
        "object_marking_refs",
        "extensions",
    ]
    name = data.draw(st.sampled_from([*members, *extra, "x_custom", "custom_ref", "custom_refs"]))
    survives(json.dumps(members | {name: value}).encode())


@given(st.sampled_from(sorted(OBSERVABLES)), st.dictionaries(st.text(max_size=6), JSON, max_size=3))
def test_members_of_any_other_name_never_crash(object_type: str, more: dict[str, Any]) -> None:
    survives(json.dumps(sample(object_type) | more).encode())
