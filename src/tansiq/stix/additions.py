"""Writing a creator, markings and extensions into an object that was read, without reading it all again."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, cast

import orjson

from tansiq.stix import schemas, survey
from tansiq.stix.extensions import require_extensions
from tansiq.stix.members import with_members
from tansiq.stix.objects import StixObject, parse

_MODERATE = 100_000
"""Bytes of an object that stays within every limit of this room, whatever an addition adds."""

_FIRST = re.compile(
    rb'\s*\{\s*+(?:"(?:type|spec_version|id|created|modified)"\s*+:\s*+"[^"\\]*+"\s*+,\s*+)*+'
)
_ADDED = frozenset({"created_by_ref", "object_marking_refs", "extensions"})
_DEFINITIONS = frozenset({"marking-definition", "extension-definition"})


class Addition:
    """Top-level `members`, among created_by_ref, object_marking_refs and extensions, for many objects.

    Raises `ValueError` for other members, `Malformed` for a creator or an extension of ours that is none.
    """

    def __init__(self, members: Mapping[str, Any]) -> None:
        if not members.keys() <= _ADDED:
            raise ValueError(f"only {', '.join(sorted(_ADDED))} can be added")
        self.members = dict(members)
        self._creator: str | None = members.get("created_by_ref")
        self._markings: list[str] = members.get("object_marking_refs", [])
        self._written = b"".join(orjson.dumps({name: members[name]})[1:-1] + b"," for name in members)
        self._refers = self._check()
        self._valid: set[str] = set()
        """The schemas that judge the members alone, and have done so."""

    def _check(self) -> bool:
        """Check what an object is not asked again; returns whether the members refer, beside the creator."""
        raw = b"{%b}" % self._written[:-1]
        survey.require_clean(self.members, raw, evidence=False)
        if "extensions" in self.members:
            require_extensions({"type": "", **self.members})
        return any(pointer != "/created_by_ref" for pointer, _ in survey.references(self.members, raw))

    def to(self, obj: StixObject) -> StixObject:
        """Return `obj` with the members added or replaced; every other value keeps its bytes.

        That is what `parse` would make of the bytes. Raises `Malformed` when they are not valid.
        """
        fresh = obj.data.keys().isdisjoint(self.members)
        if not self._suits(obj) or not (fresh or self._leaves_references(obj)):
            return parse(with_members(obj.raw, self.members))
        raw = self._before_others(obj.raw) if fresh else with_members(obj.raw, self.members)
        data = cast("dict[str, Any]", obj.data) | self.members
        self._require_valid(data, obj.type, fresh=fresh)
        return self._built(obj, raw, data)

    def _require_valid(self, data: dict[str, Any], object_type: str, *, fresh: bool) -> None:
        """Check `data` against its schema, unless it judges the members alone and has done so."""
        schema = schemas.schema_of(data, object_type)
        if fresh and schema in self._valid:
            return
        schemas.require_valid(data, object_type)
        if fresh and schemas.judges_apart(schema, frozenset(self.members)):
            self._valid.add(schema)

    def _suits(self, obj: StixObject) -> bool:
        """Whether no rule beyond the schemas looks at how the members hang together with those of `obj`."""
        usual = not obj.granular and len(obj.raw) <= _MODERATE and obj.type not in _DEFINITIONS
        return usual and not self._refers and obj.id not in self._markings

    def _leaves_references(self, obj: StixObject) -> bool:
        """Whether what is written over members of `obj` changes none of its references."""
        if self._creator is not None:
            return False
        return "extensions" not in self.members or not any(
            pointer.startswith("/extensions/") for pointer, _ in obj.refs
        )

    def _before_others(self, raw: bytes) -> bytes:
        """Write the members behind those that say what the object is, before any that refers to others."""
        found = _FIRST.match(raw)
        at = found.end() if found else 0
        return raw[:at] + self._written + raw[at:]

    def _built(self, obj: StixObject, raw: bytes, data: dict[str, Any]) -> StixObject:
        return StixObject(
            raw,
            obj.id,
            obj.type,
            obj.version,
            obj.modified,
            obj.created,
            self._creator or obj.created_by,
            obj.lang,
            obj.revoked,
            tuple(data.get("object_marking_refs", ())),
            (),
            MappingProxyType(data),
            obj.refs if self._creator is None else (("/created_by_ref", self._creator), *obj.refs),
        )
