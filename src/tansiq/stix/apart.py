"""Whether a schema judges some members of an object by themselves, whatever else stands beside them."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

Schema = Mapping[str, Any]
Referred = Callable[[str], Schema | None]

_SAID = frozenset(
    {"$id", "$schema", "$defs", "definitions", "title", "description", "examples", "default", "type"}
)
_ALONE = frozenset({"properties", "patternProperties", "additionalProperties", "propertyNames", "required"})
_LISTS = frozenset({"allOf", "anyOf", "oneOf"})
_CHOICES = frozenset({"anyOf", "oneOf", "not"})


def judges_apart(schema: Schema, names: Collection[str], referred: Referred) -> bool:
    """Return whether members `names` added to any object that fits `schema` are each judged alone.

    So what was judged once, of one value, holds for every object that has not got them yet (JSON Schema
    2020-12, sections 10 and 11). `referred` finds a schema by its reference; for unknown keywords: False.
    """
    return all(_apart(schema, keyword, names, referred) for keyword in schema)


def _apart(schema: Schema, keyword: str, names: Collection[str], referred: Referred) -> bool:
    if keyword in _SAID or keyword in _ALONE:
        return True
    if keyword == "allOf":
        return all(judges_apart(part, names, referred) for part in schema[keyword])
    if keyword == "$ref":
        found = referred(schema[keyword])
        return found is not None and judges_apart(found, names, referred)
    return keyword in _CHOICES and _ignored(schema, keyword, names, referred)


def _ignores(schema: Schema, names: Collection[str], referred: Referred) -> bool:
    """Whether the members `names` cannot change what `schema` says of an object."""
    return all(_ignored(schema, keyword, names, referred) for keyword in schema)


def _ignored(schema: Schema, keyword: str, names: Collection[str], referred: Referred) -> bool:
    if keyword in _SAID:
        return True
    if keyword in {"required", "properties"}:
        return set(names).isdisjoint(schema[keyword])
    if keyword == "$ref":
        found = referred(schema[keyword])
        return found is not None and _ignores(found, names, referred)
    if keyword == "not":
        return _ignores(schema[keyword], names, referred)
    return keyword in _LISTS and all(_ignores(part, names, referred) for part in schema[keyword])
