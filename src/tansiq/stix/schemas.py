"""The OASIS STIX 2.1 JSON schemas and our own extension schemas, compiled once a type."""

import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import jsonschema_rs

from tansiq.stix.errors import Flaw, Malformed, SchemasMissing

OBSERVABLES = "observables"
_FOLDERS = ("common", OBSERVABLES, "sdos", "sros")
_META = ("marking-definition", "language-content", "extension-definition")


def is_known(object_type: str) -> bool:
    """Whether the specification defines `object_type`."""
    return object_type in _types()


def is_observable(object_type: str) -> bool:
    """Whether `object_type` is a cyber-observable of the specification (STIX 2.1, section 6)."""
    return _types().get(object_type) == OBSERVABLES


def known_types() -> tuple[str, ...]:
    """Return every object type of the specification, sorted."""
    return tuple(sorted(_types()))


def property_order(object_type: str) -> tuple[str, ...]:
    """Return the properties of `object_type` in the order of its schema; empty for a type not in the specification."""
    if not is_known(object_type):
        return ()
    return tuple(_named(_document(f"{_types()[object_type]}/{object_type}.json")))


def require_valid(data: dict[str, Any], object_type: str) -> None:
    """Validate `data` against the OASIS schema of `object_type`, for other types against the common properties.

    Raises `Malformed` with the pointer of the first error when it does not fit.
    """
    if is_known(object_type):
        schema = f"{_types()[object_type]}/{object_type}.json"
    else:
        schema = "common/core.json" if "created" in data else "common/cyber-observable-core.json"
    _require(_compiled(schema), data, Flaw.SCHEMA, "")


def require_extension(content: object, name: str, pointer: str) -> None:
    """Validate the extension `content` that stands at `pointer` against our schema `name`.

    Raises `Malformed` when it does not fit.
    """
    _require(_own(name), content, Flaw.EXTENSION, pointer)


def _require(validator: jsonschema_rs.Validator, value: Any, code: Flaw, pointer: str) -> None:
    if validator.is_valid(value):
        return
    worst = max(validator.iter_errors(value), key=lambda error: len(error.instance_path))
    place = "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in worst.instance_path)
    raise Malformed(code, pointer + place, worst.message[:500])


@cache
def _root() -> Path:
    found = find_spec("stix2validator")
    if found is None or not found.submodule_search_locations:
        raise SchemasMissing
    return Path(found.submodule_search_locations[0]) / "schemas-2.1" / "schemas"


@cache
def _types() -> dict[str, str]:
    types = {path.stem: folder for folder in _FOLDERS[1:] for path in (_root() / folder).glob("*.json")}
    return types | dict.fromkeys(_META, "common")


@cache
def _document(path: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((_root() / path).read_bytes())
    if path == "common/granular-marking.json":
        return _with_language(document)
    return document


def _with_language(granular: dict[str, Any]) -> dict[str, Any]:
    """Let a granular marking hold `lang` instead of `marking_ref` (STIX 2.1, section 7.2.3.1), which OASIS' file forgets."""
    choice = [{"required": ["marking_ref"]}, {"required": ["lang"]}]
    return granular | {"required": ["selectors"], "oneOf": choice}


@cache
def _registry() -> jsonschema_rs.Registry:
    paths = (f"{folder}/{file.name}" for folder in _FOLDERS for file in (_root() / folder).glob("*.json"))
    return jsonschema_rs.Registry([(_document(path)["$id"], _document(path)) for path in paths])


@cache
def _compiled(path: str) -> jsonschema_rs.Validator:
    return _compile(_document(path))


@cache
def _own(name: str) -> jsonschema_rs.Validator:
    text = files("tansiq.stix").joinpath("schemas", f"{name}.json").read_bytes()
    return _compile(json.loads(text))


def _compile(schema: dict[str, Any]) -> jsonschema_rs.Validator:
    return jsonschema_rs.Draft202012Validator(
        schema,
        registry=_registry(),
        validate_formats=True,
        pattern_options=jsonschema_rs.RegexOptions(),
        offline=True,
    )


def _named(schema: dict[str, Any]) -> Iterator[str]:
    yield from schema.get("properties", ())
    for part in schema.get("allOf", ()):
        if "properties" in part:
            yield from part["properties"]
