"""Sorts readers into classes that a decision cannot tell apart, so that each class is decided once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from tansiq.release import Audience, Record, World

Class = tuple[str, ...]


class _Reach(NamedTuple):
    """The audiences and the partners mentioned in all that an object leads to, and if all of it is `ours`."""

    audiences: frozenset[Audience]
    mentioned: frozenset[str]
    ours: bool


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
        self._reaches: dict[str, _Reach] = {}

    def forget(self) -> None:
        """Look everything up anew."""
        self._kinds.clear()
        self._classes.clear()
        self._reaches.clear()

    def forget_objects(self) -> None:
        """Look up anew what objects refer to and to whom they are open."""
        self._reaches.clear()

    def classes(self, record: Record) -> list[Class]:
        """Return every partner once, together with those who may have exactly the same of `record`."""
        reach = self._reach_of(record)
        if not reach.ours:
            return [(partner,) for partner in self._partners]
        return self._sorted(reach.audiences, reach.mentioned)

    def _reach_of(self, record: Record) -> _Reach:
        if self._world.record(record.object.id) is not record:
            return self._reach(record)
        found = self._reaches.get(record.object.id)
        if found is None:
            found = self._reaches[record.object.id] = self._reach(record)
        return found

    def _reach(self, record: Record) -> _Reach:
        """Return what counts of `record` and of every record that its references lead to."""
        audiences, mentioned = set[Audience](), set[str]()
        seen, queue, ours = {record.object.id}, [record], True
        for one in queue:
            audiences.update((one.audience, *one.parts.values()))
            ours = ours and one.originator == self._world.home
            refs = [ref for _, ref in one.object.refs]
            mentioned.update(name for name in (one.object.id, *refs) if name in self._kinds_of_all())
            for ref in refs:
                if ref in seen:
                    continue
                seen.add(ref)
                if known := self._reaches.get(ref):
                    audiences |= known.audiences
                    mentioned |= known.mentioned
                    ours = ours and known.ours
                elif referent := self._world.record(ref):
                    queue.append(referent)
        return _Reach(frozenset(audiences), frozenset(mentioned), ours)

    def _sorted(self, audiences: frozenset[Audience], mentioned: frozenset[str]) -> list[Class]:
        if (audiences, mentioned) not in self._classes:
            self._classes[audiences, mentioned] = self._sort(list(audiences), mentioned)
        return self._classes[audiences, mentioned]

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
