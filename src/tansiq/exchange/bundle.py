"""Reading a STIX file that our own people import: what may become ours, and what must not."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from tansiq.exchange.dressing import belongs_to
from tansiq.exchange.errors import ExchangeError, NotNameable, NotOriginator
from tansiq.exchange.letters import require_nameable
from tansiq.exchange.ports import Transaction
from tansiq.exchange.world import LiveWorld
from tansiq.stix import Malformed, StixObject, read_bundle, read_upgraded


class Item(msgspec.Struct, frozen=True):
    """One object of a file: the `object` if it may become ours, else why it was `refused`."""

    index: int
    object: StixObject | None
    refused: Malformed | ExchangeError | None = None


def read_import(raw: bytes, tx: Transaction, *, upgrade: bool = False) -> tuple[Item, ...]:
    """Read a bundle, an object or a list of objects (at most 100 MiB).

    Says of each whether it may become ours. With `upgrade`, what is STIX 2.0 is read as what it says in 2.1.

    Raises `Malformed` when the file as a whole is none of these.
    """
    return screen(read_upgraded(raw) if upgrade else read_bundle(raw), tx)


def screen(found: Sequence[StixObject | Malformed], tx: Transaction) -> tuple[Item, ...]:
    """Say of each object that was read from outside whether it may become ours."""
    world = LiveWorld(tx)
    world.read_ahead(one for one in found if isinstance(one, StixObject))
    return tuple(_item(index, one, world, tx) for index, one in enumerate(found))


def _item(index: int, found: StixObject | Malformed, world: LiveWorld, tx: Transaction) -> Item:
    if isinstance(found, Malformed):
        return Item(index, None, found)
    other = _claimed_by(found, world, tx)
    if other is not None:
        return Item(index, None, NotOriginator(object=found.id, originator=other))
    try:
        require_nameable(found.id)
    except NotNameable as error:
        return Item(index, None, error)
    return Item(index, found)


def _claimed_by(obj: StixObject, world: LiveWorld, tx: Transaction) -> str | None:
    """Return the other agency that created the object, told it first, or is it."""
    for name in (obj.created_by, obj.id):
        if name and name.startswith("identity--") and _is_other(name.lower(), world):
            return name
    if not belongs_to(obj, world.home):
        return obj.created_by or obj.id
    held = tx.objects.record(obj.id)
    # An observable has often the same id everywhere: a recall by one agency is no claim on it.
    tombstone = None if obj.created is None else tx.objects.tombstone(obj.id)
    originator = held.originator if held else tombstone.originator if tombstone else world.home
    return originator if originator != world.home else None


def _is_other(agency: str, world: LiveWorld) -> bool:
    return agency != world.home and world.known(agency) is not None
