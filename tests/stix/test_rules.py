import pytest

from tansiq.stix import Flaw, Malformed, parse
from tests.stix.samples import LATER, NOW, raw, ref


def refusal(attack: bytes) -> tuple[Flaw, str]:
    with pytest.raises(Malformed) as caught:
        parse(attack)
    return caught.value.code, caught.value.pointer


@pytest.mark.parametrize(
    "text", ["2026-02-30T00:00:00.000Z", "2026-01-01T00:00:60.000Z", "0000-01-01T00:00:00.000Z"]
)
def test_a_time_that_the_calendar_does_not_have_is_refused(text: str) -> None:
    assert refusal(raw(published=text)) == (Flaw.TIMESTAMP, "/published")
    assert refusal(raw(modified=text))[0] is Flaw.TIMESTAMP


@pytest.mark.parametrize(
    ("object_type", "later", "earlier"),
    [
        ("report", "modified", "created"),
        ("campaign", "last_seen", "first_seen"),
        ("observed-data", "last_observed", "first_observed"),
        ("network-traffic", "end", "start"),
        ("relationship", "stop_time", "start_time"),
        ("indicator", "valid_until", "valid_from"),
    ],
)
def test_times_in_the_wrong_order_are_refused(object_type: str, later: str, earlier: str) -> None:
    assert refusal(raw(object_type, **{later: NOW, earlier: LATER})) == (Flaw.TIMESTAMP, f"/{later}")


def test_an_indicator_that_ends_as_it_begins_is_refused() -> None:
    assert refusal(raw("indicator", valid_until=NOW)) == (Flaw.TIMESTAMP, "/valid_until")
    assert parse(raw("campaign", last_seen=NOW)).id


@pytest.mark.parametrize(
    "selector", ["summary", "object_refs.[3]", "name.[0]", "name.first", "object_refs.first"]
)
def test_a_selector_that_selects_nothing_is_refused(selector: str) -> None:
    marking = {"marking_ref": ref("marking-definition"), "selectors": ["name", selector]}
    assert refusal(raw(granular_markings=[marking])) == (Flaw.SELECTOR, "/granular_markings/0/selectors/1")


@pytest.mark.parametrize("selector", ["", "na me", "object_refs.[-1]", "name..a", "object_refs.[٣]", "[0]"])
def test_a_selector_of_another_form_is_refused(selector: str) -> None:
    marking = {"marking_ref": ref("marking-definition"), "selectors": [selector]}
    assert refusal(raw(granular_markings=[marking]))[0] is Flaw.SCHEMA


def test_a_granular_marking_has_a_marking_or_a_language_and_not_both() -> None:
    both = {"marking_ref": ref("marking-definition"), "lang": "ar", "selectors": ["name"]}
    assert refusal(raw(granular_markings=[both]))[0] is Flaw.SCHEMA
    assert refusal(raw(granular_markings=[{"selectors": ["name"]}]))[0] is Flaw.SCHEMA
    assert parse(raw(granular_markings=[{"lang": "ar", "selectors": ["name"]}])).granular[0].lang == "ar"


def test_a_marking_definition_that_marks_itself_is_refused() -> None:
    own = ref("marking-definition")
    assert refusal(raw("marking-definition", object_marking_refs=[own])) == (Flaw.RULE, "/id")
    granular = [{"marking_ref": own, "selectors": ["definition"]}]
    assert refusal(raw("marking-definition", granular_markings=granular)) == (Flaw.RULE, "/id")


@pytest.mark.parametrize("tag", ["", "a", "ar_MA", "ar--MA", "عربي", "ar\n"])
def test_a_language_that_is_no_tag_is_refused(tag: str) -> None:
    assert refusal(raw(lang=tag)) == (Flaw.RULE, "/lang")
    granular = [{"lang": tag, "selectors": ["name"]}]
    assert refusal(raw(granular_markings=granular)) == (Flaw.RULE, "/granular_markings/0/lang")


def test_translations_stand_under_language_tags() -> None:
    assert refusal(raw("language-content", contents={"french!": {"name": "a"}}))[0] in {
        Flaw.RULE,
        Flaw.SCHEMA,
    }
    assert parse(raw("language-content", contents={"zgh-Tfng": {"name": "a"}})).id


@pytest.mark.parametrize("object_type", ["process", "artifact"])
def test_an_observable_without_a_source_of_its_id_needs_a_random_one(object_type: str) -> None:
    derived = ref(object_type).replace("-4a6b-", "-5a6b-")
    members = (
        {"payload_bin": None, "url": "https://a.example", "hashes": None} if object_type == "artifact" else {}
    )
    if object_type == "artifact":
        assert parse(raw(object_type, id=derived)).id == derived
        members["hashes"] = None
    assert refusal(raw(object_type, id=derived, **members))[0] in {Flaw.RULE, Flaw.SCHEMA}


@pytest.mark.parametrize(
    ("name", "value"),
    [("created", 5), ("modified", []), ("lang", 1), ("revoked", "yes"), ("created_by_ref", {})],
)
@pytest.mark.parametrize("object_type", ["url", "marking-definition"])
def test_common_properties_of_another_kind_are_refused_wherever_they_stand(
    object_type: str, name: str, value: object
) -> None:
    assert refusal(raw(object_type, **{name: value}))[0] is Flaw.SCHEMA


def test_a_creator_that_is_no_id_is_refused() -> None:
    assert refusal(raw("url", created_by_ref="somebody")) == (Flaw.IDENTIFIER, "/created_by_ref")


def test_an_endless_index_in_a_selector_is_refused() -> None:
    marking = {"marking_ref": ref("marking-definition"), "selectors": [f"object_refs.[{'9' * 5000}]"]}
    assert refusal(raw(granular_markings=[marking]))[0] is Flaw.SELECTOR


@pytest.mark.parametrize(
    "pattern", ["[ipv4-addr:value = 198.51.100.7]", "[file:hashes.MD5 = 'f00']", "x", ""]
)
def test_a_pattern_that_is_none_is_refused_at_its_place(pattern: str) -> None:
    assert refusal(raw("indicator", pattern=pattern))[0] in {Flaw.RULE, Flaw.SCHEMA}
    assert parse(raw("indicator", pattern="[a:b = 1] REPEATS 2 TIMES")).type == "indicator"


def test_a_pattern_in_another_language_is_not_judged() -> None:
    assert parse(raw("indicator", pattern="rule well { condition: true }", pattern_type="yara")).id
    assert parse(raw("indicator", pattern="x", pattern_type="STIX")).id
