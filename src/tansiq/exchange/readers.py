"""Sorts readers into classes that a decision cannot tell apart, so that each class is decided once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tansiq.release import Audience, Record, World

Class = tuple[str, ...]


@dataclass(slots=True, eq=False)
class _Reach:
    """The audiences and the partners mentioned in all that an object leads to, and if all of it is `ours`.

    There is one of each; `classes` are those of the readers, once they were asked for.
    """

    audiences: frozenset[Audience]
    mentioned: frozenset[str]
    ours: bool
    classes: list[Class] | None = None


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
        self._known: dict[tuple[frozenset[Audience], frozenset[str], bool], _Reach] = {}
        self._plain: dict[Audience, _Reach] = {}
        self._joined: dict[tuple[_Reach, _Reach], _Reach] = {}
        self._reaches: dict[str, _Reach] = {}

    def forget(self) -> None:
        """Look everything up anew."""
        for memory in (self._kinds, self._known, self._plain, self._joined, self._reaches):
            memory.clear()

    def forget_objects(self) -> None:
        """Look up anew what objects refer to and to whom they are open."""
        self._reaches.clear()

    def classes(self, record: Record) -> list[Class]:
        """Return every partner once, together with those who may have exactly the same of `record`."""
        reach = self._reach_of(record)
        if reach.classes is None:
            reach.classes = (
                self._sort(list(reach.audiences), reach.mentioned) if reach.ours else self._alone()
            )
        return reach.classes

    def _alone(self) -> list[Class]:
        return [(partner,) for partner in self._partners]

    def _reach_of(self, record: Record) -> _Reach:
        about = record.object.id
        if self._world.record(about) is not record:
            return self._reach(record)
        found = self._reaches.get(about)
        if found is None:
            found = self._reaches[about] = self._from_referents(record) or self._reach(record)
        return found

    def _from_referents(self, record: Record) -> _Reach | None:
        """Return the reach put together from those of the referents, if all of them are known already."""
        partners = self._kinds_of_all()
        if record.parts or record.originator != self._world.home or record.object.id in partners:
            return None
        reach = self._open_to(record.audience)
        for _, ref in record.object.refs:
            if ref in partners:
                return None
            beyond = self._reaches.get(ref) or self._end(ref)
            if beyond is None and self._world.record(ref) is not None:
                return None
            if beyond is not None and beyond is not reach:
                reach = self._join(reach, beyond)
        return reach

    def _end(self, ref: str) -> _Reach | None:
        """Return the reach of an object that is held and refers to nothing."""
        referent = self._world.record(ref)
        return None if referent is None or referent.object.refs else self._reach_of(referent)

    def _reach(self, record: Record) -> _Reach:
        """Return what counts of `record` and of every record that its references lead to."""
        audiences, mentioned = set[Audience](), set[str]()
        seen, queue, ours = {record.object.id}, [record], True
        for one in queue:
            audiences.update((one.audience, *one.parts.values()))
            ours = ours and one.originator == self._world.home
            refs = [ref for _, ref in one.object.refs]
            mentioned.update(name for name in (one.object.id, *refs) if name in self._kinds_of_all())
            fresh = [ref for ref in dict.fromkeys(refs) if ref not in seen]
            seen.update(fresh)
            queue += [referent for ref in fresh if (referent := self._world.record(ref)) is not None]
        return self._one(frozenset(audiences), frozenset(mentioned), ours=ours)

    def _one(self, audiences: frozenset[Audience], mentioned: frozenset[str], *, ours: bool) -> _Reach:
        made = _Reach(audiences, mentioned, ours)
        return self._known.setdefault((audiences, mentioned, ours), made)

    def _open_to(self, audience: Audience) -> _Reach:
        return self._plain.get(audience) or self._plain.setdefault(
            audience, self._one(frozenset({audience}), frozenset(), ours=True)
        )

    def _join(self, reach: _Reach, beyond: _Reach) -> _Reach:
        joined = self._joined.get((reach, beyond))
        if joined is None:
            audiences, mentioned = reach.audiences | beyond.audiences, reach.mentioned | beyond.mentioned
            joined = self._one(audiences, mentioned, ours=reach.ours and beyond.ours)
            self._joined[reach, beyond] = joined
        return joined

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
