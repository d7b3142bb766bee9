"""Whatever is added to whatever object: the outcome is what reading the written bytes anew would give."""

import json
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.stix import TLP, Addition, Flaw, Grading, Malformed, StixObject, grading_members, parse
from tests.stix.samples import TYPES, raw, ref, sample

GRADED = grading_members(Grading.read("A2"))
MARKED = [TLP.AMBER.id, ref("marking-definition", "77")]
OTHER = {ref("extension-definition"): {"extension_type": "property-extension", "near_ref": ref("tool")}}
CREATORS = st.sampled_from([{}, {"created_by_ref": ref("identity")}])
MARKINGS = st.sampled_from([{}, {"object_marking_refs": MARKED}, {"object_marking_refs": [TLP.RED.id]}])
EXTENSIONS = st.sampled_from(
    [{}, {"extensions": GRADED}, {"extensions": OTHER}, {"extensions": OTHER | GRADED}]
)
ADDED = st.tuples(CREATORS, MARKINGS, EXTENSIONS).map(lambda parts: parts[0] | parts[1] | parts[2])
GRANULAR: tuple[dict[str, Any], ...] = (
    {},
    {},
    {"granular_markings": [{"marking_ref": TLP.RED.id, "selectors": ["object_marking_refs.[1]"]}]},
    {"granular_markings": [{"lang": "fr", "selectors": ["type"]}]},
    {"x_own_ref": ref("tool"), "x_own": {"deep_refs": [ref("note")]}},
)


def fields(obj: StixObject) -> tuple[object, ...]:
    return tuple(dict(obj.data) if name == "data" else getattr(obj, name) for name in obj.__struct_fields__)


@cache
def addition(written: str) -> Addition:
    """Return one addition for the same members, so that it meets many objects."""
    return Addition(json.loads(written))


def added(obj: StixObject, members: dict[str, Any]) -> StixObject | Flaw:
    try:
        return addition(json.dumps(members)).to(obj)
    except Malformed as error:
        return error.code


@settings(max_examples=600, deadline=None)
@given(
    st.sampled_from(TYPES),
    ADDED,
    ADDED,
    st.sampled_from(GRANULAR),
    st.sampled_from([(None, (",", ":")), (2, (",", ": ")), (None, (" , ", " : "))]),
    st.booleans().map(lambda shuffled: -1 if shuffled else 1),
)
def test_an_addition_gives_what_parsing_its_bytes_gives(
    object_type: str,
    before: dict[str, Any],
    members: dict[str, Any],
    more: dict[str, Any],
    form: tuple[int | None, tuple[str, str]],
    order: int,
) -> None:
    data = dict(list(sample(object_type, **before, **more).items())[::order])
    try:
        obj = parse(json.dumps(data, indent=form[0], separators=form[1]).encode())
    except Malformed:
        return
    found = added(obj, members)
    if isinstance(found, StixObject):
        assert fields(found) == fields(parse(found.raw))
        assert json.loads(found.raw) == data | members
    else:
        with pytest.raises(Malformed) as caught:
            parse(json.dumps(data | members).encode())
        assert caught.value.code == found


def test_every_other_byte_stays_where_it_was() -> None:
    octets = (
        b'{ "type":"tool", "spec_version":"2.1",'
        + raw("tool").replace(b'"spec_version":"2.1",', b"").split(b",", 1)[1]
    )
    found = Addition({"object_marking_refs": [TLP.RED.id]}).to(parse(octets))
    written = b'"object_marking_refs":["%b"],' % TLP.RED.id.encode()
    assert found.raw.replace(written, b"") == octets
    assert found.raw.startswith(b'{ "type":"tool", "spec_version":"2.1",')


def test_an_object_that_cannot_bear_an_extension_of_ours_is_refused() -> None:
    with pytest.raises(Malformed):
        Addition({"extensions": {next(iter(GRADED)): {"extension_type": "property-extension", "scale": "x"}}})


def test_only_what_the_terms_say_can_be_added() -> None:
    with pytest.raises(ValueError, match="only created_by_ref"):
        Addition({"name": "Other"})


def test_a_creator_that_is_no_identifier_is_refused() -> None:
    with pytest.raises(Malformed):
        Addition({"created_by_ref": "identity--me"})


def test_an_object_does_not_come_to_mark_itself() -> None:
    with pytest.raises(Malformed) as caught:
        Addition({"object_marking_refs": [ref("tool")]}).to(parse(raw("tool")))
    assert caught.value.code is Flaw.RULE
