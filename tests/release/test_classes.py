"""What kind of data an object is."""

from __future__ import annotations

import pytest

from tansiq.release import data_class
from tansiq.release.classes import _CLASSES, is_graded
from tansiq.stix import vocabularies
from tests.release.cast import make


@pytest.mark.parametrize("kind", sorted(set(_CLASSES.values())))
def test_every_class_is_in_the_vocabulary(kind: str) -> None:
    assert vocabularies.get("data-classes").require(kind).code == kind


@pytest.mark.parametrize(
    ("said", "kind"),
    [("individual", "person"), ("unknown", "person"), ("organization", "event"), ("group", "event")],
)
def test_an_identity_is_what_it_says(said: str, kind: str) -> None:
    assert data_class(make("identity", identity_class=said)) == kind


@pytest.mark.parametrize(
    ("object_type", "properties", "kind"),
    [
        ("user-account", {"user_id": "7"}, "person"),
        ("ipv4-addr", {"value": "198.51.100.7"}, "technical"),
        ("location", {"country": "ML"}, "event"),
        ("report", {}, "analysis"),
        ("x-camel-train", {"name": "North"}, "person"),
    ],
)
def test_a_type_has_its_class_and_an_unknown_one_the_most_protected(
    object_type: str, properties: dict[str, str], kind: str
) -> None:
    assert data_class(make(object_type, **properties)) == kind


def test_observables_and_translations_need_no_grading_of_their_own() -> None:
    assert is_graded(make("report"))
    assert not is_graded(make("ipv4-addr", value="198.51.100.7"))
