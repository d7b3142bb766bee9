"""Reading what was posted, a chunk at a time: each object by itself, each version once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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
_TWICE: Final = (
    "the request holds this version twice with different content, and the first was read: "
    "give a changed object a later modified"
)
_LONGEST_NAME: Final = 300


@dataclass(slots=True)
class Chunk:
    """What stood at each place of a request: what is to be stored, what cannot be, what came again."""

    objects: dict[int, StixObject] = field(default_factory=dict)
    """By place; each version once."""
    failures: dict[int, Outcome] = field(default_factory=dict)
    twins: dict[int, int] = field(default_factory=dict)
    """The first place of each further copy of the same bytes."""

    def arriving(self) -> list[Arriving]:
        """Return `objects` in their order, as a drawer takes them."""
        return [
            Arriving(one.id, one.type, one.version, known_key(one.version), one.raw)
            for one in self.objects.values()
        ]

    def refuse(self, refused: Mapping[int, str], received: str) -> None:
        """Take the objects that were `refused` out, with the reason of each."""
        for place, message in refused.items():
            self.failures[place] = _outcome(self.objects.pop(place), received, message)

    def outcomes(self, conflicts: Iterable[int], received: str) -> list[Outcome]:
        """Return what became of each place once the rest was stored, but for `conflicts`."""
        became = {place: _outcome(one, received) for place, one in self.objects.items()} | self.failures
        became |= {place: _outcome(self.objects[place], received, CONFLICT) for place in conflicts}
        became |= {place: became[first] for place, first in self.twins.items()}
        return [became[place] for place in sorted(became)]


def read_chunk(pieces: Sequence[Raw | bytes], first: int, received: str) -> Chunk:
    """Read each of `pieces`, the first of which stands at place `first` of a request of the time `received`.

    A failure bears the id and version that can be read, else its JSON pointer and that time.
    """
    chunk, seen = Chunk(), dict[tuple[str, str], int]()
    for place, piece in enumerate(map(bytes, pieces), first):
        try:
            one = parse(piece)
        except Malformed as flaw:
            chunk.failures[place] = _failure(piece, place, flaw, received)
            continue
        earlier = seen.setdefault((one.id, known_key(one.version)), place)
        if earlier == place:
            chunk.objects[place] = one
        elif chunk.objects[earlier].raw == piece:
            chunk.twins[place] = earlier
        else:
            chunk.failures[place] = _outcome(one, received, _TWICE)
    return chunk


def _outcome(one: StixObject, received: str, message: str | None = None) -> Outcome:
    return Outcome(one.id, one.version or received, message)


def _failure(piece: bytes, place: int, flaw: Malformed, received: str) -> Outcome:
    members = _members(piece)
    version = _text(members, "modified") or _text(members, "created") or received
    where = f" at {flaw.pointer}" if flaw.pointer else ""
    message = f"{flaw.detail}{where} ({flaw.code}): {_advice(flaw)}"
    return Outcome(_text(members, "id") or f"/objects/{place}", version, message)


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
