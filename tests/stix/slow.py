"""What the quick ways of this room are measured against: the same, as plainly as it can be said."""

from collections.abc import Iterator
from typing import Any

from tansiq.stix import Flaw, Malformed, octets
from tansiq.stix.survey import IDENTIFIER, MARKING_REFERENCES, step

HIDDEN = "\u200b\u202e"


def containers(node: object) -> Iterator[tuple[str, Any]]:
    """Yield every object and list in `node` with its pointer, outer ones first."""
    queue: list[tuple[str, Any]] = [("", node)]
    for path, inner in queue:
        if isinstance(inner, dict | list):
            yield path, inner
            members = inner.items() if isinstance(inner, dict) else enumerate(inner)
            queue.extend((step(path, name), value) for name, value in members)


def references(data: dict[str, Any], raw: bytes) -> tuple[tuple[str, str], ...]:
    """Return every reference in `data`; raise `Malformed` when a name stands twice or a reference is none."""
    found = [one for path, node in containers(data) if isinstance(node, dict) for one in _named(path, node)]
    if sum(len(node) for _, node in containers(data) if isinstance(node, dict)) != octets.count_names(raw):
        raise Malformed(Flaw.DUPLICATE, "", "")
    return tuple(found)


def _named(path: str, node: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in node.items():
        if name in MARKING_REFERENCES:
            continue
        if name.endswith("_ref"):
            yield from _referred(step(path, name), value)
        if name.endswith("_refs") and isinstance(value, list):
            for index, one in enumerate(value):
                yield from _referred(step(step(path, name), index), one)


def _referred(path: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        if IDENTIFIER.fullmatch(value):
            yield path, value
        elif "--" in value or set(value) & set(HIDDEN):
            raise Malformed(Flaw.IDENTIFIER, path, "")
