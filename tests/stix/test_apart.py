"""Which schemas judge an added member alone."""

from typing import Any

import pytest

from tansiq.stix import schemas
from tansiq.stix.apart import judges_apart

ADDED = frozenset({"extensions", "created_by_ref"})


def held(reference: str) -> dict[str, Any] | None:
    schemas_: dict[str, dict[str, Any]] = {"there": {"required": ["name"]}, "closed": {"maxProperties": 4}}
    return schemas_.get(reference)


@pytest.mark.parametrize(
    "schema",
    [
        {},
        {"type": "object", "properties": {"extensions": {"minProperties": 1}}, "required": ["id"]},
        {"patternProperties": {"^e": {}}, "additionalProperties": False},
        {"allOf": [{"required": ["name"]}, {"$ref": "there"}]},
        {"not": {"anyOf": [{"required": ["action"]}]}},
        {"oneOf": [{"required": ["name"]}, {"properties": {"name": {"const": "a"}}}, {"$ref": "there"}]},
    ],
)
def test_members_that_nothing_else_hangs_on_are_judged_alone(schema: dict[str, Any]) -> None:
    assert judges_apart(schema, ADDED, held)


@pytest.mark.parametrize(
    "schema",
    [
        {"maxProperties": 4},
        {"dependentRequired": {"name": ["extensions"]}},
        {"if": {"required": ["name"]}, "then": {"required": ["extensions"]}},
        {"unevaluatedProperties": False},
        {"anyOf": [{"required": ["extensions"]}, {"required": ["name"]}]},
        {"oneOf": [{"properties": {"created_by_ref": {}}}, {"required": ["name"]}]},
        {"not": {"additionalProperties": False}},
        {"not": {"allOf": [{"maxProperties": 9}]}},
        {"anyOf": [{"$ref": "closed"}]},
        {"allOf": [{"$ref": "closed"}]},
        {"$ref": "nowhere"},
        {"anyOf": [{"$ref": "nowhere"}]},
        {"keyword-of-tomorrow": 1},
    ],
)
def test_members_that_something_else_may_hang_on_are_not(schema: dict[str, Any]) -> None:
    assert not judges_apart(schema, ADDED, held)


def test_of_the_standard_only_few_schemas_need_the_whole_object() -> None:
    together = {
        name for name in schemas.known_types() if not schemas.judges_apart(schemas.schema_of({}, name), ADDED)
    }
    assert together == {"extension-definition", "marking-definition", "process", "user-account"}
