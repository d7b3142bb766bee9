import importlib.util

import pytest

from tansiq.stix import Flaw, Malformed, SchemasMissing, parse, schemas
from tests.stix.samples import DOMAIN, OBSERVABLES, TYPES, raw


def test_the_samples_cover_every_type_of_the_specification() -> None:
    assert set(TYPES) == set(schemas.known_types())


def test_observables_are_told_from_the_rest() -> None:
    assert all(map(schemas.is_observable, OBSERVABLES))
    assert not any(map(schemas.is_observable, [*DOMAIN, "marking-definition", "x-oasis-well"]))
    assert not schemas.is_known("x-oasis-well")


def test_properties_stand_in_the_order_of_the_schema() -> None:
    names = [name for name in schemas.properties("report") if name in {"name", "description", "published"}]
    assert names == ["name", "description", "published"]
    assert schemas.properties("x-oasis-well") == {}


def test_timestamps_of_a_type_are_known() -> None:
    assert schemas.moments("indicator") == {"valid_from", "valid_until"}
    assert schemas.moments("x-oasis-well") == frozenset()


def test_a_pattern_that_makes_others_backtrack_is_answered() -> None:
    with pytest.raises(Malformed) as caught:
        parse(raw(type="a" * 240 + "!"))
    assert caught.value.code is Flaw.SCHEMA


def test_a_detail_is_of_bounded_length() -> None:
    with pytest.raises(Malformed) as caught:
        parse(raw(labels=["a" * 100_000, 5]))
    assert len(caught.value.detail) <= 500


def test_missing_schema_files_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    monkeypatch.setattr(schemas, "find_spec", lambda _: None)
    with pytest.raises(SchemasMissing, match="stix2-validator"):
        schemas._root.__wrapped__()


@pytest.mark.parametrize(
    "url", ["https://a.example/x.pdf ", " https://a.example", "https://a.example/[a]\u2013b"]
)
def test_a_reference_whose_address_is_written_carelessly_is_read(url: str) -> None:
    """As in ATT&CK (github.com/mitre-attack/attack-stix-data, issue 16)."""
    assert parse(raw(external_references=[{"source_name": "a", "url": url}])).type == "report"
    with pytest.raises(Malformed):
        parse(raw(external_references=[{"source_name": "a", "url": 5}]))
    with pytest.raises(Malformed):
        parse(raw("url", value=url))
