"""What the markings of an object, or of one of its parts, ask for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import reduce

from tansiq.release.world import Record, World
from tansiq.stix import TLP, Marking, ReleaseMarking, read_marking, standard_marking

_STRICTNESS = {tlp: rank for rank, tlp in enumerate(TLP)}


@dataclass(frozen=True, slots=True)
class Facts:
    """The strictest `tlp`; the originator's own `releases`; markings `unknown` here, or `foreign` to it."""

    tlp: TLP | None
    releases: tuple[ReleaseMarking, ...]
    unknown: tuple[str, ...]
    foreign: tuple[str, ...]

    @property
    def purposes(self) -> frozenset[str]:
        """The purposes that every release marking names."""
        named = [frozenset(marking.purposes) for marking in self.releases]
        return reduce(frozenset.__and__, named) if named else frozenset()

    @property
    def retention(self) -> date | None:
        """The last day (UTC) on which the object may be kept."""
        return min((m.retention for m in self.releases if m.retention is not None), default=None)


def read_facts(refs: Iterable[str], record: Record, world: World) -> Facts:
    """Return what the markings `refs` of `record` ask for; only its originator's release markings count."""
    tlps: list[TLP] = []
    releases: list[ReleaseMarking] = []
    unknown: list[str] = []
    foreign: list[str] = []
    for ref in refs:
        marking = read(ref, world)
        if marking is None:
            unknown.append(ref)
        elif isinstance(marking, TLP):
            tlps.append(marking)
        elif isinstance(marking, ReleaseMarking):
            if _originator(ref, world) == record.originator:
                releases.append(marking)
            else:
                foreign.append(ref)
    strictest = max(tlps, key=_STRICTNESS.__getitem__, default=None)
    return Facts(strictest, tuple(releases), tuple(unknown), tuple(foreign))


def read(ref: str, world: World) -> Marking | None:
    """Return what the marking definition `ref` means; None when this node does not hold it."""
    standard = standard_marking(ref)
    if standard is not None:
        return standard
    definition = world.marking(ref)
    return None if definition is None else read_marking(definition)


def _originator(ref: str, world: World) -> str | None:
    held = world.record(ref)
    return None if held is None else held.originator
