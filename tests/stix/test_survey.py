import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.stix import Flaw, Malformed, parse, survey
from tansiq.stix.survey import references, step
from tests.stix import slow
from tests.stix.samples import raw, ref, sample


def refusal(attack: bytes) -> Malformed:
    with pytest.raises(Malformed) as caught:
        parse(attack)
    return caught.value


def nested(depth: int) -> object:
    inner: object = 1
    for _ in range(depth):
        inner = [inner]
    return inner


def test_sixty_four_levels_are_read_and_one_more_is_refused() -> None:
    assert parse(raw(x_deep=nested(63))).data["x_deep"]
    assert refusal(raw(x_deep=nested(64))).code is Flaw.DEPTH


@pytest.mark.parametrize(
    "attack",
    [
        b'"name":"other"',
        b'"\\u006eame":"other"',
        b'"x_a":{"b":1,"b":1}',
        b'"x_a":[{"b":{"c":1,"\\u0063":2}}]',
    ],
)
def test_a_repeated_member_is_refused_however_it_is_written(attack: bytes) -> None:
    error = refusal(raw()[:-1] + b"," + attack + b"}")
    assert error.code is Flaw.DUPLICATE
    assert "twice" in error.detail


def test_colons_and_quotes_within_strings_are_not_names() -> None:
    text = 'he said "a": "b", then \\"c\\": {"d":1}'
    assert parse(raw(description=text)).data["description"] == text


@pytest.mark.parametrize("name", ["Name", "x-name", "naïve", "اسم", "a b", "", "x" * 251, "x_a.b"])
def test_property_names_outside_lower_case_are_refused(name: str) -> None:
    assert refusal(raw(**{name: "a"})).code is Flaw.NAME


@pytest.mark.parametrize(
    "unseen", ["\u202e", "\u200b", "\u2066", "\ufeff", "\u00ad", "\u061c", "\u0000", "\U000e0041"]
)
@pytest.mark.parametrize("escaped", [True, False])
def test_unseen_characters_in_names_are_refused_at_any_depth(unseen: str, *, escaped: bool) -> None:
    def dumped(members: dict[str, object]) -> bytes:
        return json.dumps(json.loads(raw()) | members, ensure_ascii=escaped).encode()

    assert refusal(dumped({f"na{unseen}me": "a"})).code is Flaw.INVISIBLE
    deep = refusal(dumped({"x_more": [{f"na{unseen}me": "a"}]}))
    assert (deep.code, deep.pointer) == (Flaw.INVISIBLE, f"/x_more/0/na{unseen}me")


@pytest.mark.parametrize("unseen", ["\u202e", "\u200b", "\u2066", "\u0000"])
def test_unseen_characters_in_references_are_refused(unseen: str) -> None:
    assert refusal(raw(created_by_ref=unseen + ref("identity"))).code is Flaw.IDENTIFIER
    assert refusal(raw(x_other_ref=ref("identity") + unseen)).code is Flaw.IDENTIFIER
    assert refusal(raw(x_other_refs=["a" + unseen])).code is Flaw.IDENTIFIER


def test_references_within_an_observed_data_of_old_are_left_alone() -> None:
    old = {
        "0": sample("ipv4-addr"),
        "1": sample("domain-name", resolves_to_refs=["0"]),
    }
    assert parse(raw("observed-data", object_refs=None, objects=old)).refs == ()


@pytest.mark.parametrize("control", ["\u0000", "\u0008", "\u001b", "\u000c"])
def test_control_characters_in_text_are_refused_with_their_place(control: str) -> None:
    error = refusal(raw(x_more=[{"a": f"b{control}"}]))
    assert (error.code, error.pointer) == (Flaw.CONTROL, "/x_more/0/a")


def test_line_ends_tabs_and_direction_marks_are_text() -> None:
    text = "أول\r\n\tثانٍ\u200f C++"
    assert parse(raw(description=text)).data["description"] == text
    assert parse(raw(description="C:\\new\\bin\\upper")).title


def test_an_observable_may_hold_control_characters_as_evidence_but_never_nul() -> None:
    assert parse(raw("process", command_line="printf \u001b[2J")).data["command_line"].endswith("[2J")
    assert refusal(raw("process", command_line="a\u0000b")).code is Flaw.CONTROL


def test_a_pointer_escapes_its_signs() -> None:
    assert step("/a", "b/c~d") == "/a/b~1c~0d"


def test_more_values_than_any_report_needs_are_refused() -> None:
    assert parse(raw(x_many=[0] * 400_000)).id
    error = refusal(raw(x_many=[[0]] * 300_000))
    assert (error.code, error.pointer[:7]) == (Flaw.TOO_LARGE, "/x_many")


def test_a_million_large_numbers_are_not_read_a_million_times() -> None:
    assert parse(raw()[:-1] + b',"x_many":[' + b"1e300," * 300_000 + b"1]}").id


NAMES = st.sampled_from(
    ["a_ref", "b_refs", "object_marking_refs", "marking_ref", "x", "y~/", ":", 'q":', "é"]
)
TEXTS = st.sampled_from(["", ":", '":', "a: b", "tool--1", ref("tool"), ref("note"), "\u200b", "é", "\\"])
VALUES = st.recursive(
    TEXTS | st.integers(-9, 9) | st.none() | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)
SEPARATORS = st.sampled_from([(",", ":"), (", ", ": "), (" ,\n", "\t: "), (",", " :")])


def written(node: object, separators: tuple[str, str], names: list[str]) -> str:
    """Write `node` as JSON in which further members of objects go by any of `names`, known or not."""
    if isinstance(node, dict):
        members = [
            f"{json.dumps(key)}{separators[1]}{written(value, separators, names)}"
            for key, value in node.items()
        ]
        members += [f"{json.dumps(name)}{separators[1]}0" for name in names[:1]]
        return "{" + separators[0].join(members) + "}"
    if isinstance(node, list):
        return "[" + separators[0].join(written(value, separators, names) for value in node) + "]"
    return json.dumps(node, ensure_ascii=False)


@given(st.dictionaries(NAMES, VALUES, max_size=5), SEPARATORS, st.lists(NAMES, max_size=1))
@settings(max_examples=500)
def test_the_quick_walk_finds_and_refuses_what_the_plain_one_does(
    data: dict[str, object], separators: tuple[str, str], twice: list[str]
) -> None:
    attack = written(data, separators, twice).encode()
    assert outcome(references, attack) == outcome(slow.references, attack)


def outcome(walk: Callable[[dict[str, Any], bytes], object], attack: bytes) -> object:
    try:
        return walk(json.loads(attack), attack)
    except Malformed as error:
        return error.code


def test_an_object_where_a_list_of_references_is_expected_holds_none() -> None:
    obj = parse(raw(x_own_refs={ref("tool"): 1}))
    assert all(not pointer.startswith("/x_own_refs") for pointer, _ in obj.refs)


@given(
    st.text(max_size=60).map(str.encode) | st.binary(max_size=60).map(lambda b: b.decode("latin-1").encode())
)
def test_what_is_plain_has_nothing_odd_in_it(text: bytes) -> None:
    assert not (survey._is_plain(text) and survey._ODD.search(text))


def test_no_object_makes_the_memory_of_names_grow_for_ever() -> None:
    for start in range(0, 3 * survey._REMEMBERED, 1000):
        survey.require_names({f"x_{number}": 1 for number in range(start, start + 1000)})
    assert len(survey._ACCEPTED) <= survey._REMEMBERED
    assert refusal(raw(x_11999=1, Name="a")).code is Flaw.NAME
