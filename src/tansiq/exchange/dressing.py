"""Writes the terms of a release into objects.

One release marking, the TLP level, the creator and the grading.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final
from uuid import UUID, uuid5

import orjson

from tansiq.stix import (
    TLP,
    Addition,
    ReleaseMarking,
    StixObject,
    Terms,
    compose,
    grading_members,
    parse,
    read_marking,
    release_marking,
)

MARKING_TIME: Final = datetime(2025, 1, 1, tzinfo=UTC)
MARKING_SPACE: Final = UUID("3c3e0a7c-0df5-4f0c-9a3b-6a6d4a1f0c51")
UNDRESSED: Final = frozenset({"marking-definition", "extension-definition"})


@lru_cache(maxsize=64)
def marking_for(marking: ReleaseMarking, home: str) -> StixObject:
    """Return the marking definition by which agency `home` says `marking`.

    Its id (UUID version 5) and time follow from what it says alone, so that it tells a reader nothing of
    others to whom the same was said before (spec/node.md, section 5).
    """
    properties = release_marking(
        marking.purposes,
        handling=marking.handling,
        onward=marking.onward,
        retention=marking.retention,
        judicial=marking.judicial,
    )
    said = orjson.dumps([home, properties], option=orjson.OPT_SORT_KEYS).decode()
    named = {**properties, "created_by_ref": home}
    return parse(
        compose(
            "marking-definition", named, now=MARKING_TIME, new_uuid=lambda: str(uuid5(MARKING_SPACE, said))
        )
    )


def belongs_to(definition: StixObject, agency: str) -> bool:
    """Return whether `definition` is no release marking, or bears the id that only `agency` can give it.

    So nobody can take, beforehand, the ids of the release markings of another.
    """
    if definition.type != "marking-definition":
        return True
    marking = read_marking(definition)
    return not isinstance(marking, ReleaseMarking) or marking_for(marking, agency).id == definition.id


def dress(
    objects: Sequence[StixObject], terms: Terms, marking: StixObject, home: str
) -> tuple[StixObject, ...]:
    """Return `objects` with `terms`, the definition `marking` and the creator `home` written into them.

    What an object says already of its creator, its grading or further markings stands, and so does a TLP
    level narrower than that of the terms. Definitions stay as they are. Raises `Malformed` when an object
    cannot bear its terms.
    """
    dresser = _dresser(terms, marking.id, home)
    return tuple(obj if obj.type in UNDRESSED else dresser.dress(obj) for obj in objects)


@lru_cache(maxsize=16)
def _dresser(terms: Terms, marking_id: str, home: str) -> _Dresser:
    return _Dresser(terms, marking_id, home)


class _Dresser:
    """Writes the same terms into many objects; those that lack the same are given the same."""

    def __init__(self, terms: Terms, marking_id: str, home: str) -> None:
        self._terms = terms
        self._marking_id = marking_id
        self._home = home
        self._usual: dict[tuple[bool, bool], Addition] = {}

    def dress(self, obj: StixObject) -> StixObject:
        if obj.markings or "extensions" in obj.data:
            return self._addition(obj).to(obj)
        lacks = obj.created_by is None, obj.created is None
        if lacks not in self._usual:
            self._usual[lacks] = self._addition(obj)
        return self._usual[lacks].to(obj)

    def _addition(self, obj: StixObject) -> Addition:
        members: dict[str, Any] = {}
        if obj.created_by is None and obj.created is not None:
            members["created_by_ref"] = self._home
        members["object_marking_refs"] = self._refs(obj.markings)
        if obj.grading is None:
            own = dict(obj.data.get("extensions", {}))
            members["extensions"] = own | grading_members(self._terms.grading, self._terms.statement)
        return Addition(members)

    def _refs(self, given: Sequence[str]) -> list[str]:
        """Return the markings for an object with the `given`: the narrowest level, ours, and the others."""
        levels = [level for ref in given if (level := TLP.of(ref)) is not None]
        narrowest = max([self._terms.tlp, *levels], key=list(TLP).index)
        others = (ref for ref in given if TLP.of(ref) is None)
        return list(dict.fromkeys([narrowest.id, self._marking_id, *others]))
