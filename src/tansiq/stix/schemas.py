"""The OASIS STIX 2.1 JSON schemas and our own extension schemas, compiled once a type."""

import json
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import jsonschema_rs

from tansiq.stix import apart
from tansiq.stix.errors import Flaw, Malformed, SchemasMissing

_OBSERVABLES = "observables"
_FOLDERS = ("common", _OBSERVABLES, "sdos", "sros")
_META = ("marking-definition", "language-content", "extension-definition")
_MASK = "this value"


def is_known(object_type: str) -> bool:
    """Whether the specification defines `object_type`."""
    return object_type in _types()


def is_observable(object_type: str) -> bool:
    """Whether `object_type` is a cyber-observable of the specification (STIX 2.1, section 6)."""
    return _types().get(object_type) == _OBSERVABLES


def known_types() -> tuple[str, ...]:
    """Return every object type of the specification, sorted."""
    return tuple(sorted(_types()))


@lru_cache(maxsize=128)
def properties(object_type: str) -> Mapping[str, Any]:
    """Return the properties that the schema of `object_type` adds, in its order; none for an unknown type."""
    if not is_known(object_type):
        return {}
    schema = _document(_path(object_type))
    parts = (schema, *schema.get("allOf", ()))
    return {name: rule for part in parts for name, rule in part.get("properties", {}).items()}


@lru_cache(maxsize=128)
def moments(object_type: str) -> frozenset[str]:
    """Return the top-level properties of `object_type` that are timestamps by its schema."""
    named = properties(object_type).items()
    return frozenset(name for name, rule in named if rule.get("$ref", "").endswith("timestamp.json"))


def require_valid(data: Mapping[str, Any], object_type: str) -> None:
    """Validate `data` against the OASIS schema of `object_type`, for other types against the common one.

    Raises `Malformed` with the pointer of the first error when it does not fit.
    """
    _require(_oasis(schema_of(data, object_type)), data, Flaw.SCHEMA, "")


def schema_of(data: Mapping[str, Any], object_type: str) -> str:
    """Return the name of the schema that judges `data` of `object_type`."""
    if is_known(object_type):
        return _path(object_type)
    return "common/core.json" if "created" in data else "common/cyber-observable-core.json"


@cache
def judges_apart(schema: str, names: frozenset[str]) -> bool:
    """Return whether the named schema judges added members `names` alone, whatever stands beside them."""
    return apart.judges_apart(_document(schema), names, _referred)


def _referred(reference: str) -> Mapping[str, Any] | None:
    return _document(reference.removeprefix("../")) if reference.startswith("../") else None


def require_extension(content: object, name: str, pointer: str) -> None:
    """Validate the extension `content` that stands at `pointer` against our schema `name`.

    Raises `Malformed` when it does not fit.
    """
    _require(_ours(name), content, Flaw.EXTENSION, pointer)


def _require(validator: jsonschema_rs.Validator, value: object, code: Flaw, pointer: str) -> None:
    if validator.is_valid(value):
        return
    try:
        validator.validate(value)
    except jsonschema_rs.ValidationError as error:
        parts = (str(part).replace("~", "~0").replace("/", "~1") for part in error.instance_path)
        raise Malformed(code, "/".join((pointer, *parts)), error.message) from None


@cache
def _root() -> Path:
    found = find_spec("stix2validator")
    if found is None or not found.submodule_search_locations:
        raise SchemasMissing
    return Path(found.submodule_search_locations[0]) / "schemas-2.1" / "schemas"


@cache
def _types() -> Mapping[str, str]:
    types = {path.stem: folder for folder in _FOLDERS[1:] for path in (_root() / folder).glob("*.json")}
    return types | dict.fromkeys(_META, "common")


def _path(object_type: str) -> str:
    return f"{_types()[object_type]}/{object_type}.json"


@cache
def _document(path: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((_root() / path).read_bytes())
    change = _CHANGED.get(path)
    return document if change is None else change(document)


def _with_language(granular: dict[str, Any]) -> dict[str, Any]:
    """Let a granular marking hold `lang` in place of `marking_ref` (STIX 2.1, section 7.2.3.1).

    The schema file forgets that choice.
    """
    choice = [{"required": ["marking_ref"]}, {"required": ["lang"]}]
    return granular | {"required": ["selectors"], "oneOf": choice}


def _with_any_url(reference: dict[str, Any]) -> dict[str, Any]:
    """Let the `url` of an external reference be any text: it is read by people, and only shown.

    STIX 2.1, section 2.7, asks for RFC 3986. Published sets, ATT&CK among them, have had blanks, brackets and
    dashes there; OASIS' own library reads them.
    """
    return reference | {"properties": reference["properties"] | {"url": {"type": "string"}}}


_CHANGED = {
    "common/granular-marking.json": _with_language,
    "common/external-reference.json": _with_any_url,
}


@cache
def _registry() -> jsonschema_rs.Registry:
    paths = [f"{folder}/{file.name}" for folder in _FOLDERS for file in (_root() / folder).glob("*.json")]
    return jsonschema_rs.Registry([(_document(path)["$id"], _document(path)) for path in paths])


@cache
def _oasis(path: str) -> jsonschema_rs.Validator:
    return _compile(_document(path))


@cache
def _ours(name: str) -> jsonschema_rs.Validator:
    return _compile(json.loads(files("tansiq.stix").joinpath("schemas", f"{name}.json").read_bytes()))


def _compile(schema: dict[str, Any]) -> jsonschema_rs.Validator:
    """Compile `schema` with checked formats and with regular expressions that cannot backtrack."""
    return jsonschema_rs.Draft202012Validator(
        schema,
        registry=_registry(),
        validate_formats=True,
        pattern_options=jsonschema_rs.RegexOptions(),
        offline=True,
        mask=_MASK,
    )
