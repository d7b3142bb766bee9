"""What a release decision looks at, read from the running transaction and remembered as long as that runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import Protocol, TypeVar, runtime_checkable

from tansiq.exchange.agencies import Agency
from tansiq.exchange.ports import Transaction
from tansiq.release import Basis, Grant, Record, Roster, Standing
from tansiq.stix import PAP, TLP, StixObject, parse, standard_marking

K = TypeVar("K")
V = TypeVar("V")


@runtime_checkable
class ReadsAhead(Protocol):
    """Kept objects of which many can be looked up at once, before each is asked for by itself."""

    def read_ahead(self, object_ids: Iterable[str]) -> None:
        """Get ready to be asked for `object_ids`."""


class LiveWorld:
    """The `World` of `release.decide` over transaction `tx`.

    Forgets nothing until it is told to (`learn`, `forget`).
    """

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        self.home = tx.agencies.home().id
        self._agencies: dict[str, Agency | None] = {}
        self._standings: dict[str, Standing | None] = {}
        self._bases: Mapping[str, Sequence[Basis]] | None = None
        self._markings: dict[str, StixObject | None] = {}
        self._records: dict[str, Record | None] = {}
        self._rosters: Mapping[str, Roster] | None = None

    def read_ahead(self, objects: Iterable[StixObject]) -> None:
        """Get ready to be asked for `objects` and for what they refer to, where the store can do that."""
        if isinstance(self._tx.objects, ReadsAhead):
            named = ((obj.id, *(ref for _, ref in obj.refs)) for obj in objects)
            self._tx.objects.read_ahead(chain.from_iterable(named))

    def standing(self, agency: str) -> Standing | None:
        """Return how `agency` stands with this node; None when it is no partner."""
        return _remembered(self._standings, agency, self._read_standing)

    def active_partners(self) -> Sequence[str]:
        """Return the id of every active partner, in the order of pairing."""
        partners = self._tx.agencies.partners()
        self._standings.update((one.agency.id, one.standing) for one in partners)
        return [one.agency.id for one in partners if one.standing is Standing.ACTIVE]

    def rosters(self) -> Mapping[str, Roster]:
        """Return the roster in force of every known circle, by circle id."""
        if self._rosters is None:
            self._rosters = self._tx.circles.rosters()
        return self._rosters

    def bases(self, partner: str) -> Sequence[Basis]:
        """Return every legal basis ever agreed with `partner`."""
        if self._bases is None:
            self._bases = self._tx.agencies.all_bases()
        return self._bases.get(partner, ())

    def known(self, agency: str) -> Agency | None:
        """Return the agency `agency` if this node knows it."""
        return _remembered(self._agencies, agency, self._tx.agencies.known)

    def grants(self, object_id: str, reader: str) -> Sequence[Grant]:
        """Return the verified grants for `object_id` to `reader`."""
        return self._tx.objects.grants(object_id, reader)

    def marking(self, ref: str) -> StixObject | None:
        """Return the marking definition `ref`: the fixed one of TLP or PAP, or one that this node holds."""
        return _remembered(self._markings, ref, self._read_marking)

    def record(self, object_id: str) -> Record | None:
        """Return the current version of `object_id` if this node holds it."""
        return _remembered(self._records, object_id, self._tx.objects.record)

    def learn(self, record: Record) -> None:
        """Take `record` for the current version from now on."""
        self._records[record.object.id] = record
        if record.object.type == "marking-definition":
            self._markings[record.object.id] = record.object

    def forget(self) -> None:
        """Look everything up anew."""
        for memory in (self._agencies, self._standings, self._markings, self._records):
            memory.clear()
        self._bases, self._rosters = None, None

    def _read_standing(self, agency: str) -> Standing | None:
        partner = self._tx.agencies.partner(agency)
        return partner.standing if partner else None

    def _read_marking(self, ref: str) -> StixObject | None:
        standard = standard_marking(ref)
        if standard is not None:
            return _fixed(standard)
        held = self.record(ref)
        return held.object if held is not None and held.object.type == "marking-definition" else None


def _remembered(memory: dict[K, V], key: K, read: Callable[[K], V]) -> V:
    if key not in memory:
        memory[key] = read(key)
    return memory[key]


@lru_cache(maxsize=16)
def _fixed(level: TLP | PAP) -> StixObject:
    return parse(level.marking_definition())
