"""Reading the bytes of one STIX 2.1 object, once, into a frozen value."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

import msgspec

from tansiq.stix import fixed, octets, schemas, survey
from tansiq.stix.errors import Flaw, Malformed
from tansiq.stix.extensions import require_extensions
from tansiq.stix.grading import Grading, Statement, grading_of, statement_of
from tansiq.stix.human import text_of, title_of
from tansiq.stix.rules import Moments, require_rules
from tansiq.stix.survey import References


class GranularMarking(msgspec.Struct, frozen=True):
    """A marking (`ref`), or else a language (`lang`), of the parts that `selectors` name."""

    ref: str | None
    lang: str | None
    selectors: tuple[str, ...]


class StixObject(msgspec.Struct, frozen=True, eq=False):
    """One version of a STIX object: its exact bytes, and what they say.

    `version` is the text of `modified`, else of `created`, else empty. `refs` holds (JSON pointer, id) of
    every reference except to markings. `data` is the decoded object; nested values are not to be changed.
    """

    raw: bytes
    id: str
    type: str
    version: str
    modified: datetime | None
    created: datetime | None
    created_by: str | None
    lang: str | None
    revoked: bool
    markings: tuple[str, ...]
    granular: tuple[GranularMarking, ...]
    data: Mapping[str, Any]
    refs: tuple[tuple[str, str], ...]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, StixObject) and self.raw == other.raw

    def __hash__(self) -> int:
        return hash(self.raw)

    @property
    def grading(self) -> Grading | None:
        """The sender's grading, if it gave one."""
        return grading_of(self.data)

    @property
    def statement(self) -> Statement | None:
        """Whether the object says that it is fact, opinion or assessment."""
        return statement_of(self.data)

    @property
    def title(self) -> str:
        """The best short text for a person, the id when there is none."""
        return title_of(self.data)

    @property
    def text(self) -> str:
        """All text for a search, one piece a line."""
        return text_of(self.data)


def parse(raw: bytes) -> StixObject:
    """Read one STIX 2.1 object from `raw` (UTF-8 JSON, at most 16 MiB), keeping the exact bytes.

    Raises `Malformed` when the bytes are not a valid STIX 2.1 object.
    """
    data = octets.decode(raw)
    if not isinstance(data, dict):
        raise Malformed(Flaw.NOT_OBJECT, "", "a STIX object is a JSON object")
    object_type = _type_of(data)
    survey.require_names(data)
    refs = survey.references(data, raw)
    survey.require_clean(data, raw, evidence=schemas.is_observable(object_type))
    schemas.require_valid(data, object_type)
    times = require_rules(data)
    if not data["id"].startswith(object_type + "--"):
        raise Malformed(Flaw.TYPE, "/id", f"the id is not of the type {object_type}")
    if "extensions" in data:
        require_extensions(data)
    if object_type == "marking-definition":
        fixed.require_genuine(data)
    return build(raw, data, refs, times)


def _type_of(data: dict[str, Any]) -> str:
    object_type, identifier = data.get("type"), data.get("id")
    if type(object_type) is not str:
        raise Malformed(Flaw.TYPE, "/type", "a STIX object has a type")
    if object_type == "bundle":
        raise Malformed(Flaw.NOT_OBJECT, "", "a bundle is not an object")
    _require_version(data, object_type)
    if type(identifier) is not str or not survey.IDENTIFIER.fullmatch(identifier):
        raise Malformed(Flaw.IDENTIFIER, "/id", "an id is written type--uuid")
    return object_type


def _require_version(data: dict[str, Any], object_type: str) -> None:
    stated = data.get("spec_version")
    needed = "created" in data or (schemas.is_known(object_type) and not schemas.is_observable(object_type))
    if stated == "2.0" or (stated is None and needed):
        raise Malformed(Flaw.STIX20, "/spec_version", "this is a STIX 2.0 object; STIX 2.1 is needed")
    if stated is not None and stated != "2.1":
        raise Malformed(Flaw.SCHEMA, "/spec_version", "the only version known here is 2.1")


def build(raw: bytes, data: dict[str, Any], refs: References, times: Moments) -> StixObject:
    """Return the value of a decoded and valid object, with its references and the moments of its times."""
    get = data.get
    return StixObject(
        raw,
        data["id"],
        data["type"],
        get("modified") or get("created") or "",
        times.get("modified"),
        times.get("created"),
        get("created_by_ref"),
        get("lang"),
        get("revoked", False),
        tuple(get("object_marking_refs", ())),
        tuple(map(_granular, data["granular_markings"])) if "granular_markings" in data else (),
        MappingProxyType(data),
        refs,
    )


def _granular(marking: dict[str, Any]) -> GranularMarking:
    return GranularMarking(marking.get("marking_ref"), marking.get("lang"), tuple(marking["selectors"]))
