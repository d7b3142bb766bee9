"""Sorts readers into classes that a decision cannot tell apart, so that each class is decided once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
        self._kinds: dict[str, int] = {}
        self._classes: dict[tuple[frozenset[Audience], frozenset[str]], list[Class]] = {}

    def forget(self) -> None:
        """Look everything up anew."""
        self._kinds.clear()
        self._classes.clear()

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
        kinds = self._kinds_of_all()
        refs = (ref for one in closure for _, ref in one.object.refs)
        return frozenset(kinds.keys() & {one.object.id for one in closure}.union(refs))

    def _sort(self, audiences: list[Audience], mentioned: frozenset[str]) -> list[Class]:
        classes, kinds = dict[object, list[str]](), self._kinds_of_all()
        for partner in self._partners:
            named = tuple((partner in one.agencies, partner in one.exclusions) for one in audiences)
            key = (kinds[partner], named, partner if partner in mentioned else None)
            classes.setdefault(key, []).append(partner)
        return [tuple(members) for members in classes.values()]

    def _kinds_of_all(self) -> Mapping[str, int]:
        """Return of each partner the number of its kind: the same for who stands alike in all that counts."""
        if not self._kinds:
            numbers: dict[object, int] = {}
            stays = self._stays()
            for partner in self._partners:
                bases = tuple(replace(basis, partner="") for basis in self._world.bases(partner))
                kind = (self._world.standing(partner), bases, tuple(stays.get(partner, ())))
                self._kinds[partner] = numbers.setdefault(kind, len(numbers))
        return self._kinds

    def _stays(self) -> Mapping[str, Sequence[object]]:
        found: dict[str, list[object]] = {}
        for circle, roster in self._world.rosters().items():
            for stay in roster.members:
                found.setdefault(stay.agency, []).append((circle, stay.since, stay.until))
        return found

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
