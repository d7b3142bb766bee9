"""Reading what was posted, a chunk at a time: each object by itself, each version once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import orjson
from msgspec import Raw

from tansiq.exchange.taxii.ports import Arriving
from tansiq.exchange.taxii.resources import Outcome
from tansiq.exchange.taxii.versions import known_key
from tansiq.stix import Flaw, Malformed, StixObject, parse

CONFLICT: Final = (
    "this version is here already with other content, which stays: give a changed object a later modified"
)
TWICE: Final = (
    "the request holds this version twice with different content, and the first was read: "
    "give a changed object a later modified"
)
_LONGEST_NAME: Final = 300


@dataclass(slots=True)
class Chunk:
    """What stood at each place of a request of the time `received`: what can be stored, and what cannot."""

    received: str
    objects: dict[int, StixObject] = field(default_factory=dict)
    """Each version once."""
    failures: dict[int, Outcome] = field(default_factory=dict)
    twins: dict[int, int] = field(default_factory=dict)
    """The first place of each further copy of the same bytes."""
    conflicts: Sequence[int] = ()
    """Where `objects` holds what lies in the drawer with other bytes."""

    def arriving(self) -> list[Arriving]:
        """Return `objects` in their order, as a drawer takes them."""
        return [
            Arriving(one.id, one.type, one.version, known_key(one.version), one.raw)
            for one in self.objects.values()
        ]

    def refuse(self, refused: Mapping[int, str]) -> None:
        """Take the objects that were `refused` out, with the reason of each."""
        for place, message in refused.items():
            self.failures[place] = self._outcome(self.objects.pop(place), message)

    def outcomes(self) -> list[Outcome]:
        """Return what became of each place, once the objects but for the conflicts were stored."""
        became = {place: self._outcome(one) for place, one in self.objects.items()} | self.failures
        became |= {place: self._outcome(self.objects[place], CONFLICT) for place in self.conflicts}
        became |= {place: became[first] for place, first in self.twins.items()}
        return [became[place] for place in sorted(became)]

    def add(self, place: int, one: StixObject, earlier: int) -> None:
        """Take in the object at `place`, whose version stood at the place `earlier` first."""
        if earlier == place:
            self.objects[place] = one
        elif self.objects[earlier].raw == one.raw:
            self.twins[place] = earlier
        else:
            self.failures[place] = self._outcome(one, TWICE)

    def fail(self, place: int, piece: bytes, flaw: Malformed) -> None:
        """Note a `flaw` of `piece`, by its id and version if they can be read, else by its JSON pointer."""
        members = _members(piece)
        version = _text(members, "modified") or _text(members, "created") or self.received
        where = f" at {flaw.pointer}" if flaw.pointer else ""
        message = f"{flaw.detail}{where} ({flaw.code}): {_advice(flaw)}"
        self.failures[place] = Outcome(_text(members, "id") or f"/objects/{place}", version, message)

    def _outcome(self, one: StixObject, message: str | None = None) -> Outcome:
        return Outcome(one.id, one.version or self.received, message)


def read_chunk(pieces: Sequence[Raw | bytes], first: int, received: str) -> Chunk:
    """Read `pieces`, the first of which stands at place `first` of a request of the time `received`."""
    chunk, seen = Chunk(received), dict[tuple[str, str], int]()
    for place, piece in enumerate(map(bytes, pieces), first):
        try:
            one = parse(piece)
        except Malformed as flaw:
            chunk.fail(place, piece, flaw)
        else:
            chunk.add(place, one, seen.setdefault((one.id, known_key(one.version)), place))
    return chunk


def _advice(flaw: Malformed) -> str:
    if flaw.code is Flaw.STIX20:
        return "upgrade the object to STIX 2.1 and post it again"
    return "mend the object and post it again"


def _members(piece: bytes) -> Mapping[str, object]:
    try:
        found = orjson.loads(piece)
    except orjson.JSONDecodeError:
        return {}
    return found if isinstance(found, dict) else {}


def _text(members: Mapping[str, object], name: str) -> str:
    found = members.get(name)
    return found[:_LONGEST_NAME] if isinstance(found, str) else ""
