"""OASIS' own validator as the oracle: this room accepts no more than it does."""

import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stix2validator import ValidationOptions, validate_instance  # type: ignore[import-untyped]

from tansiq.stix import Malformed, StixObject, parse, read_bundle, schemas
from tests.stix.samples import LATER, NOW, TYPES, ref, sample

OPTIONS = ValidationOptions(version="2.1", disabled="all")
EXAMPLES = sorted((schemas._root().parent / "examples").rglob("*.json"))
# Judged by registries that this room does not carry (spec/marking.md, section 6).
BEYOND = {
    "pattern_version",
    "cpe",
    "mime_type",
    "languages",
    "contents",
    "spec_version",
    "path_enc",
    "name_enc",
}

COMMON = (
    "labels",
    "confidence",
    "revoked",
    "external_references",
    "created_by_ref",
    "object_marking_refs",
    "granular_markings",
    "extensions",
    "x_own",
    "Own",
    "o",
)
VALUES: tuple[object, ...] = (
    *(
        None,
        True,
        False,
        0,
        -1,
        1,
        101,
        10**9,
        1.5,
        "",
        "a",
        "ab",
        NOW,
        LATER,
        "2026-02-30T00:00:00Z",
        "2026-01-01",
    ),
    *map(ref, ("identity", "bundle", "marking-definition", "sighting", "file")),
    *(
        "0",
        "high",
        "CVE-2026-1",
        "https://a.example",
        "::1",
        "AA==",
        "a-ext",
        [],
        [1],
        ["a"],
        [[ref("tool")]],
    ),
    *(
        [ref("identity")],
        [{"source_name": "a"}],
        [{"source_name": "a", "url": "https://b.example"}],
        {},
        {"a": 1},
        {"a-ext": {}},
    ),
    [{"selectors": ["nothing"], "marking_ref": ref("marking-definition")}],
    *({"MD5": "a" * 32}, {"SHA-256": "b" * 64}, {"MD5": "b"}, {"MD6": "a" * 32}),
    {ref("extension-definition"): {"extension_type": "new-sdo"}},
)


def oracle_accepts(data: dict[str, object]) -> bool:
    return bool(validate_instance(data, OPTIONS).is_valid)


@pytest.mark.parametrize("object_type", TYPES)
def test_both_accept_a_valid_object_of_each_type(object_type: str) -> None:
    assert oracle_accepts(sample(object_type))
    assert parse(json.dumps(sample(object_type)).encode()).type == object_type


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_published_examples_are_read_whole(path: Path) -> None:
    assert all(isinstance(one, StixObject) for one in read_bundle(path.read_bytes()))


@given(st.data(), st.sampled_from(TYPES))
@settings(max_examples=300)
def test_what_is_accepted_here_is_accepted_there(data: st.DataObject, object_type: str) -> None:
    names = {*sample(object_type), *schemas.properties(object_type), *COMMON} - BEYOND
    changed = data.draw(st.lists(st.sampled_from(sorted(names)), min_size=1, max_size=2, unique=True))
    members = sample(object_type) | {name: data.draw(st.sampled_from(VALUES)) for name in changed}
    with suppress(Malformed):
        parse(json.dumps(members).encode())
        assert oracle_accepts(members)
