"""Sorts readers into classes that a decision cannot tell apart, so that each class is decided once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tansiq.release import Audience, Record, World

Class = tuple[str, ...]


class Readers:
    """The `partners` of this node in classes.

    Two readers are in one when all that `decide` looks at is equal for both.

    That is: standing, legal bases, stays in circles, and whether an audience or exclusion of the object, of
    its parts or of anything it refers to names them, and whether one of these is by or about them. Where
    another agency's word counts, each reader is decided alone.
    """

    def __init__(self, partners: Sequence[str], world: World) -> None:
        self._world = world
        self._partners = partners
        self._kinds = {partner: self._kind(partner) for partner in partners}
        self._classes: dict[tuple[frozenset[Audience], frozenset[str]], list[Class]] = {}

    def classes(self, record: Record) -> list[Class]:
        """Return every partner once, together with those who may have exactly the same of `record`."""
        closure = list(self._closure(record))
        if any(one.originator != self._world.home for one in closure):
            return [(partner,) for partner in self._partners]
        audiences = frozenset(audience for one in closure for audience in (one.audience, *one.parts.values()))
        mentioned = self._mentioned(closure)
        if (audiences, mentioned) not in self._classes:
            self._classes[audiences, mentioned] = self._sort(list(audiences), mentioned)
        return self._classes[audiences, mentioned]

    def _mentioned(self, closure: Sequence[Record]) -> frozenset[str]:
        refs = (ref for one in closure for _, ref in one.object.refs)
        return frozenset(self._kinds.keys() & {one.object.id for one in closure}.union(refs))

    def _sort(self, audiences: list[Audience], mentioned: frozenset[str]) -> list[Class]:
        classes: dict[object, list[str]] = {}
        for partner in self._partners:
            named = tuple((partner in one.agencies, partner in one.exclusions) for one in audiences)
            key = (self._kinds[partner], named, partner if partner in mentioned else None)
            classes.setdefault(key, []).append(partner)
        return [tuple(members) for members in classes.values()]

    def _kind(self, partner: str) -> object:
        bases = tuple(replace(basis, partner="") for basis in self._world.bases(partner))
        stays = tuple(
            (circle, stay.since, stay.until)
            for circle, roster in self._world.rosters().items()
            for stay in roster.members
            if stay.agency == partner
        )
        return self._world.standing(partner), bases, stays

    def _closure(self, record: Record) -> Iterator[Record]:
        """Yield `record` and every record that its references lead to."""
        seen, waiting = {record.object.id}, [record]
        while waiting:
            current = waiting.pop()
            yield current
            for _, ref in current.object.refs:
                if ref not in seen:
                    seen.add(ref)
                    referent = self._world.record(ref)
                    if referent is not None:
                        waiting.append(referent)
