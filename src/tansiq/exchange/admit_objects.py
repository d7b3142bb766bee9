"""Steps 3 to 8 of admission for entries that carry a STIX object."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from tansiq.exchange.arrival import Arrival
from tansiq.exchange.dressing import belongs_to
from tansiq.exchange.effects import Effect, Keep, Known
from tansiq.exchange.errors import Inadmissible, NotNameable
from tansiq.exchange.letters import kind_of, require_nameable
from tansiq.exchange.refusals import Refusal
from tansiq.release import Record
from tansiq.stix import (
    TLP,
    Malformed,
    Marking,
    ReleaseMarking,
    StixObject,
    Terms,
    parse,
    read_marking,
    standard_marking,
)

DEFINITIONS = frozenset({"marking-definition", "extension-definition"})


def admit_object(arrival: Arrival) -> Effect:
    """Return what becomes of the object in `arrival`. Raises `Inadmissible`."""
    obj = _read(arrival)  # (3)
    _check_creator(obj, arrival)  # (4)
    overtaken = _check_rights(obj, arrival)  # (5)
    if overtaken is not None:
        return overtaken
    marked = {ref: _marking(ref, obj, arrival) for ref in _marking_refs(obj)}  # (6)
    markings = list(marked.values())
    if not _speaks_for_itself(obj, arrival):
        _check_purpose(obj, [marked[ref] for ref in obj.markings], arrival)  # (7)
        _check_relay(obj, markings, arrival)  # (8)
    return Keep(_record(obj, markings, arrival), arrival.signature, _via(arrival))


def _via(arrival: Arrival) -> tuple[str, ...]:
    """Return through which circles it came: not those that we know without the sender in them."""
    rosters = arrival.world.rosters()
    strange = {
        circle
        for circle in arrival.body.head.via
        if circle in rosters and all(stay.agency != arrival.sender for stay in rosters[circle].members)
    }
    return tuple(circle for circle in arrival.body.head.via if circle not in strange)


def _read(arrival: Arrival) -> StixObject:
    try:
        obj = parse(arrival.body.payload)
    except Malformed as error:
        raise Inadmissible(Refusal.MALFORMED, pointer=error.pointer, why=str(error.code)) from error
    try:
        require_nameable(obj.id)
    except NotNameable as error:
        raise Inadmissible(Refusal.MALFORMED, pointer="/id", why=error.code) from error
    arrival.require(arrival.body.kind is kind_of(obj), Refusal.WRONG_KIND, object=obj.id)
    arrival.require(standard_marking(obj.id) is None, Refusal.WRONG_KIND, object=obj.id)
    if not _speaks_for_itself(obj, arrival):
        arrival.require(any(map(TLP.of, obj.markings)), Refusal.TLP_MISSING, object=obj.id)
        arrival.require(obj.grading, Refusal.GRADING_MISSING, object=obj.id)
    return obj


def _check_creator(obj: StixObject, arrival: Arrival) -> None:
    """Refuse whoever speaks in the name of another agency that is known here, however it spells that."""
    claimed = {name.lower() for name in (obj.created_by, obj.id) if name} - {arrival.originator.id}
    for agency in claimed:
        arrival.require(arrival.world.known(agency) is None, Refusal.CREATOR_DIFFERS, object=obj.id)
    own = belongs_to(obj, arrival.originator.id)
    arrival.require(own, Refusal.MARKING_FOREIGN, object=obj.id, marking=obj.id)


def _check_rights(obj: StixObject, arrival: Arrival) -> Known | None:
    """Return `Known` for what is held, or what lawfully comes late; refuse what its sender must not tell."""
    known = Known(obj.id, obj.version)
    if arrival.tx.objects.tombstone(obj.id, arrival.originator.id) is not None:
        arrival.require(not arrival.direct, Refusal.RECALLED, object=obj.id)
        return known
    held = arrival.world.record(obj.id)
    if held is None:
        return None
    if held.originator != arrival.originator.id:
        # Observables have no creator and often the same id everywhere: who told one first keeps it.
        arrival.require(
            obj.created is None, Refusal.ORIGINATOR_DIFFERS, object=obj.id, held_from=held.originator
        )
        return known
    return None if _is_newer(obj, held.object) else _check_older(obj, arrival)


def _is_newer(obj: StixObject, held: StixObject) -> bool:
    moments = obj.modified or obj.created, held.modified or held.created
    return moments[0] is not None and moments[1] is not None and moments[0] > moments[1]


def _check_older(obj: StixObject, arrival: Arrival) -> Known:
    """Accept a replay of what is held as it is; a relay may also come late with an older version."""
    same = arrival.tx.objects.record(obj.id, obj.version) or arrival.world.record(obj.id)
    if same is not None and same.object.version == obj.version:
        arrival.require(
            same.object.raw == obj.raw, Refusal.VERSION_DIFFERS, object=obj.id, version=obj.version
        )
    else:
        arrival.require(not arrival.direct, Refusal.VERSION_OLDER, object=obj.id, version=obj.version)
    return Known(obj.id, obj.version)


def _marking_refs(obj: StixObject) -> Iterable[str]:
    granular = (marking.ref for marking in obj.granular if marking.ref is not None)
    return dict.fromkeys((*obj.markings, *granular))


def _marking(ref: str, obj: StixObject, arrival: Arrival) -> Marking:
    definition = arrival.world.marking(ref)
    if definition is None:
        raise Inadmissible(Refusal.MARKING_UNKNOWN, object=obj.id, marking=ref)
    if standard_marking(ref) is None:
        held = arrival.world.record(ref)
        own = held is not None and held.originator == arrival.originator.id
        arrival.require(own, Refusal.MARKING_FOREIGN, object=obj.id, marking=ref)
    return read_marking(definition)


def _speaks_for_itself(obj: StixObject, arrival: Arrival) -> bool:
    """Whether the object is a definition or the originator's own identity, which bear no terms."""
    return obj.type in DEFINITIONS or obj.id == arrival.originator.id


def _check_purpose(obj: StixObject, markings: list[Marking], arrival: Arrival) -> None:
    """Accept what bears a purpose as a whole; the marking of a part gives none to the rest."""
    purposes = [marking.purposes for marking in markings if isinstance(marking, ReleaseMarking)]
    arrival.require(purposes and all(purposes), Refusal.PURPOSE_MISSING, object=obj.id)


def _check_relay(obj: StixObject, markings: list[Marking], arrival: Arrival) -> None:
    """Accept from a relay only what every release marking, or a grant, lets go on to us."""
    if arrival.direct:
        return
    releases = [marking for marking in markings if isinstance(marking, ReleaseMarking)]
    permitted = all(_names_home(marking, arrival) for marking in releases) or _granted(obj, releases, arrival)
    arrival.require(permitted, Refusal.RELAY_NOT_PERMITTED, object=obj.id, originator=arrival.originator.id)


def _names_home(marking: ReleaseMarking, arrival: Arrival) -> bool:
    home, rosters = arrival.world.home, arrival.world.rosters()
    circles = (rosters[circle] for circle in marking.onward.circles if circle in rosters)
    return home in marking.onward.agencies or any(roster.member(home, arrival.now) for roster in circles)


def _granted(obj: StixObject, releases: list[ReleaseMarking], arrival: Arrival) -> bool:
    """Whether a grant by the originator, in force and for every purpose of it, lets the object come to us."""
    named = [frozenset(marking.purposes) for marking in releases]
    purposes = frozenset.intersection(*named) if named else frozenset()
    return any(
        grant.by == arrival.originator.id
        and (grant.expires is None or arrival.now < grant.expires)
        and (grant.purposes is None or purposes <= grant.purposes)
        for grant in arrival.world.grants(obj.id, arrival.world.home)
    )


def _record(obj: StixObject, markings: list[Marking], arrival: Arrival) -> Record:
    """Return the record of a foreign object: it has no audience until somebody here decides on one."""
    return Record(obj, arrival.originator.id, arrival.now, expires=_expires(obj, markings, arrival))


def _expires(obj: StixObject, markings: list[Marking], arrival: Arrival) -> datetime | None:
    tlps = [marking for marking in markings if isinstance(marking, TLP)]
    releases = [marking for marking in markings if isinstance(marking, ReleaseMarking)]
    if not tlps or obj.grading is None:
        return None
    ends = (Terms(tlps[0], marking, obj.grading).expires(arrival.now) for marking in releases)
    return min(ends, default=None)
