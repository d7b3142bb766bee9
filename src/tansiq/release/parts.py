"""Step 9: what of an object its reader may not have, and what remains without it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tansiq.release.case import SILENT, Case, Finding, refuse
from tansiq.release.reasons import Reason, ReasonCode
from tansiq.release.rules import part_entitled
from tansiq.stix import Malformed, StixObject, parse, without

CREATOR = "/created_by_ref"


def referents(obj: StixObject) -> Mapping[str, Sequence[str]]:
    """Return the ids that `obj` refers to, save its creator's, each with the JSON pointers to it."""
    found: dict[str, list[str]] = {}
    for pointer, ref in obj.refs:
        if pointer != CREATOR:
            found.setdefault(ref, []).append(pointer)
    return found


def hidden_parts(case: Case) -> dict[str, tuple[str, ...]]:
    """Return the selectors that the reader of `case` may not have, by the granular marking that says so."""
    marked: dict[str, list[str]] = {}
    for marking in case.record.object.granular:
        if marking.ref is not None:
            marked.setdefault(marking.ref, []).extend(marking.selectors)
    return {ref: tuple(found) for ref, found in marked.items() if not part_entitled(case.of_part(ref))}


@dataclass(frozen=True, slots=True)
class Cut:
    """What step 9 takes from an object: `parts` by their marking, `pointers` to references."""

    case: Case
    parts: Mapping[str, tuple[str, ...]]
    pointers: tuple[str, ...]

    def take(self) -> tuple[Finding, StixObject | None]:
        """Return the finding of step 9, and the object as the reader may have it (None when refused)."""
        obj = self.case.record.object
        if not self.parts and not self.pointers:
            return SILENT, obj
        if not self.case.at_home:
            return refuse(ReasonCode.REDACTION_OF_FOREIGN, 9, count=self._count()), None
        rest = _reduced(obj, self._selectors())
        if rest is None:
            return refuse(ReasonCode.REDUCED_TO_INVALID, 9, count=self._count()), None
        return Finding(allowed=True, reasons=self._reasons()), rest

    def _count(self) -> str:
        return str(sum(map(len, self.parts.values())) + len(self.pointers))

    def _selectors(self) -> list[str | None]:
        obj = self.case.record.object
        marked = [selector for selectors in self.parts.values() for selector in selectors]
        return [*marked, *(selector(pointer, obj.data) for pointer in self.pointers)]

    def _reasons(self) -> tuple[Reason, ...]:
        parts = [
            Reason(ReasonCode.PARTS_REMOVED, 9, (("marking", ref), ("count", str(len(selectors)))))
            for ref, selectors in self.parts.items()
        ]
        count = (("count", str(len(self.pointers))),)
        return (*parts, *([Reason(ReasonCode.REFERENCES_REMOVED, 9, count)] if self.pointers else []))


def selector(pointer: str, data: Mapping[str, Any]) -> str | None:
    """Write the JSON `pointer` into `data` as a selector (STIX 2.1, section 7.2.3.1), if there is one."""
    parts: list[str] = []
    node: Any = data
    for token in pointer.split("/")[1:]:
        name = token.replace("~1", "/").replace("~0", "~")
        if isinstance(node, list):
            parts.append(f"[{name}]")
            node = node[int(name)]
        elif "." in name or name.startswith("["):
            return None
        else:
            parts.append(name)
            node = node[name]
    return ".".join(parts)


def _reduced(obj: StixObject, selectors: Sequence[str | None]) -> StixObject | None:
    named = [selector for selector in selectors if selector is not None]
    if len(named) < len(selectors):
        return None
    try:
        rest = parse(without(obj, named))
    except Malformed:
        return None
    return rest if _essence(rest) == _essence(obj) else None


def _essence(obj: StixObject) -> tuple[object, ...]:
    return obj.id, obj.type, obj.version, obj.created_by, obj.markings, obj.grading
