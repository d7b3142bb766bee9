import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.stix import Flaw, Malformed, parse, without
from tansiq.stix.members import split_members
from tansiq.stix.selectors import path_of, selector_of
from tests.stix.samples import raw, ref, sample

MARKING = ref("marking-definition")


def marked(*selectors: str, **members: object) -> bytes:
    """Return a report on which each of `selectors` stands in a marking of its own."""
    granular = [{"marking_ref": MARKING, "selectors": [selector]} for selector in selectors]
    return raw("report", granular_markings=granular, **members)


def cut(octets: bytes, *selectors: str) -> dict[str, Any]:
    decoded: dict[str, Any] = json.loads(without(parse(octets), selectors))
    return decoded


def selected(data: dict[str, Any]) -> list[str]:
    return [selector for marking in data["granular_markings"] for selector in marking["selectors"]]


def test_a_property_is_cut_and_the_rest_keeps_its_bytes() -> None:
    octets = json.dumps(sample("report"), indent=4).encode()
    rest = without(parse(octets), ["description"])
    before, after = split_members(octets), split_members(rest)
    assert after == {name: value for name, value in before.items() if name != "description"}
    assert parse(rest).title == parse(octets).title


def test_an_element_of_a_list_is_cut() -> None:
    assert cut(raw(), "object_refs.[1]")["object_refs"] == [ref("incident"), ref("identity")]


def test_several_elements_are_cut_by_their_old_indexes() -> None:
    assert cut(raw(), "object_refs.[0]", "object_refs.[2]")["object_refs"] == [ref("location")]


def test_a_property_within_a_list_is_cut() -> None:
    sources = [
        {"source_name": "a", "description": "b", "url": "https://a.example"},
        {"source_name": "c", "url": "d:e"},
    ]
    data = cut(raw(external_references=sources), "external_references.[0].description")
    assert data["external_references"] == [{"source_name": "a", "url": "https://a.example"}, sources[1]]


def test_a_property_of_an_extension_is_cut() -> None:
    name = ref("extension-definition")
    extension = {name: {"extension_type": "property-extension", "secret": 1}}
    data = cut(raw(extensions=extension), f"extensions.{name}.secret")
    assert data["extensions"] == {name: {"extension_type": "property-extension"}}


def test_containers_left_empty_go_too() -> None:
    assert "x_more" not in cut(raw(x_more={"a": {"b": [1]}}), "x_more.a.b.[0]")
    assert "object_refs" not in cut(raw(), *(f"object_refs.[{index}]" for index in range(3)))


def test_a_whole_beats_its_part() -> None:
    assert "object_refs" not in cut(raw(), "object_refs", "object_refs.[1]")
    assert "object_refs" not in cut(raw(), "object_refs.[1]", "object_refs")


def test_markings_of_what_is_cut_go_with_it() -> None:
    data = cut(marked("description", "name"), "description")
    assert selected(data) == ["name"]
    assert "granular_markings" not in cut(marked("description"), "description")


def test_selectors_within_what_is_cut_go_with_it() -> None:
    assert selected(cut(marked("object_refs.[1]", "name"), "object_refs")) == ["name"]
    assert selected(cut(marked("x_more.a.[0]", "x_more", "name", x_more={"a": [1]}), "x_more.a.[0]")) == [
        "name"
    ]


def test_indexes_behind_a_cut_element_move_up() -> None:
    octets = marked("object_refs.[0]", "object_refs.[1]", "object_refs.[2]")
    data = cut(octets, "object_refs.[1]")
    assert selected(data) == ["object_refs.[0]", "object_refs.[1]"]
    assert parse(without(parse(octets), ["object_refs.[1]"])).granular[1].selectors == ("object_refs.[1]",)


def test_a_marking_keeps_its_other_selectors_and_its_own_members() -> None:
    granular = [{"lang": "ar", "selectors": ["name", "description"]}]
    data = cut(raw(granular_markings=granular), "description")
    assert data["granular_markings"] == [{"lang": "ar", "selectors": ["name"]}]


def test_untouched_markings_keep_their_bytes() -> None:
    octets = marked("name").replace(b'"selectors"', b' "selectors" ')
    kept = split_members(without(parse(octets), ["description"]))["granular_markings"]
    assert kept == split_members(octets)["granular_markings"]


@pytest.mark.parametrize(
    "selector", ["summary", "object_refs.[7]", "name.first", "name.[0]", "object_refs.a"]
)
def test_cutting_nothing_is_refused(selector: str) -> None:
    with pytest.raises(Malformed) as caught:
        without(parse(raw()), [selector])
    assert caught.value.code is Flaw.SELECTOR


def test_cutting_everything_is_refused() -> None:
    with pytest.raises(Malformed) as caught:
        without(parse(raw()), list(sample("report")))
    assert caught.value.code is Flaw.SELECTOR


@given(st.sets(st.integers(0, 7)), st.integers(0, 7))
def test_what_is_cut_is_gone_and_every_marking_left_selects_what_it_did(gone: set[int], watched: int) -> None:
    values = [f"value {index}" for index in range(8)]
    octets = marked(f"x_list.[{watched}]", "name", x_list=values)
    rest = parse(without(parse(octets), [f"x_list.[{index}]" for index in sorted(gone)]))
    assert not [value for index, value in enumerate(values) if index in gone and value.encode() in rest.raw]
    paths = [path_of(marking.selectors[0]) for marking in rest.granular]
    found = [rest.data["x_list"][path[1]] for path in paths if path[0] == "x_list"]
    assert found == ([] if watched in gone else [values[watched]])


def test_a_path_is_written_as_its_selector() -> None:
    selector = "external_references.[12].hashes.SHA-256"
    assert selector_of(path_of(selector)) == selector
