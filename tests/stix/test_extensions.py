import json
from importlib.resources import files

import pytest

from tansiq.stix import INCIDENT, Flaw, Malformed, grading_members, parse, release_marking, vocabularies
from tansiq.stix.extensions import GRADING, RELEASE
from tansiq.stix.grading import Grading
from tests.stix.samples import raw, ref


def test_our_extensions_are_accepted_where_they_belong() -> None:
    assert parse(raw("incident", extensions=grading_members(Grading.read("B2")))).grading
    marking = raw("marking-definition", definition=None, definition_type=None, **release_marking(["cyber"]))
    assert parse(marking).id


@pytest.mark.parametrize("object_type", ["report", "url", "x-oasis-well"])
def test_a_release_marking_on_anything_else_is_refused(object_type: str) -> None:
    with pytest.raises(Malformed) as caught:
        parse(raw(object_type, **release_marking(["cyber"])))
    assert (caught.value.code, caught.value.pointer) == (Flaw.EXTENSION, f"/extensions/{RELEASE}")


@pytest.mark.parametrize(
    "content",
    [
        {"scale": "admiralty", "source": "A"},
        {"scale": "admiralty", "source": "X", "information": "1"},
        {"scale": "4x4", "source": "D", "information": "1"},
        {"scale": "4x4", "source": "A", "information": "5"},
        {"scale": "stars", "source": "A", "information": "1"},
        {"source": "A", "information": "1"},
        {"statement": "rumour"},
        {"statement": "fact", "score": 7},
        {},
    ],
)
def test_a_grading_of_another_form_is_refused(content: dict[str, object]) -> None:
    extension = {GRADING: {"extension_type": "property-extension"} | content}
    with pytest.raises(Malformed) as caught:
        parse(raw(extensions=extension))
    assert caught.value.code is Flaw.EXTENSION
    assert caught.value.pointer.startswith(f"/extensions/{GRADING}")


def test_foreign_extensions_are_not_judged() -> None:
    foreign = {ref("extension-definition"): {"extension_type": "property-extension", "scale": "stars"}}
    assert parse(raw(extensions=foreign)).grading is None


@pytest.mark.parametrize(("field", "vocabulary"), [("purposes", "purposes"), ("handling", "handling")])
def test_the_schema_and_the_vocabulary_name_the_same_codes(field: str, vocabulary: str) -> None:
    schema = json.loads(files("tansiq.stix").joinpath("schemas", "release-marking.json").read_bytes())
    rule = schema["properties"][field]
    listed = rule["items"]["enum"] if field == "purposes" else rule["enum"]
    assert listed == [code.code for code in vocabularies.get(vocabulary).codes]


WHAT = {
    "event": "armed-clash",
    "place": {"names": {"en": "Gao"}, "country": "ML", "latitude": 16.3, "longitude": 0},
}


def test_an_incident_says_what_happened_and_where() -> None:
    extension = {INCIDENT: {"extension_type": "property-extension", **WHAT}}
    assert parse(raw("incident", extensions=extension)).data["extensions"] == extension


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"event": "Armed clash!"},
        {"start_time": "yesterday"},
        {"place": {}},
        {"place": {"names": {}}},
        {"place": {"latitude": 91, "longitude": 0}},
        {"place": {"latitude": 9}},
        {"place": {"names": {"en": "Gao"}, "precision": 5}},
        {"place": {"names": {"en": "Gao"}, "country": "Mali"}},
        {"event": "armed-clash", "score": 7},
    ],
)
def test_an_incident_of_another_form_is_refused(content: dict[str, object]) -> None:
    extension = {INCIDENT: {"extension_type": "property-extension"} | content}
    with pytest.raises(Malformed) as caught:
        parse(raw("incident", extensions=extension))
    assert caught.value.code is Flaw.EXTENSION
