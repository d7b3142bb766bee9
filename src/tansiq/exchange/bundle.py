"""Reading a STIX file that our own people import: what may become ours, and what must not."""

from __future__ import annotations

from dataclasses import dataclass

from tansiq.exchange.dressing import belongs_to
from tansiq.exchange.errors import ExchangeError, NotNameable, NotOriginator
from tansiq.exchange.letters import require_nameable
from tansiq.exchange.ports import Transaction
from tansiq.stix import Malformed, StixObject, read_bundle


@dataclass(frozen=True, slots=True)
class Item:
    """One object of a file: the `object` if it may become ours, else why it was `refused`."""

    index: int
    object: StixObject | None
    refused: Malformed | ExchangeError | None = None


def read_import(raw: bytes, tx: Transaction) -> tuple[Item, ...]:
    """Read a bundle, an object or a list of objects (at most 100 MiB).

    Says of each whether it may become ours.

    Raises `Malformed` when the file as a whole is none of these.
    """
    home = tx.agencies.home().id
    return tuple(_item(index, found, home, tx) for index, found in enumerate(read_bundle(raw)))


def _item(index: int, found: StixObject | Malformed, home: str, tx: Transaction) -> Item:
    if isinstance(found, Malformed):
        return Item(index, None, found)
    refused = why_not_ours(found, home, tx)
    return Item(index, found) if refused is None else Item(index, None, refused)


def why_not_ours(obj: StixObject, home: str, tx: Transaction) -> ExchangeError | None:
    """Return why `obj` must not become one of agency `home`, whose node this is; None when it may."""
    other = _claimed_by(obj, home, tx)
    if other is not None:
        return NotOriginator(object=obj.id, originator=other)
    try:
        require_nameable(obj.id)
    except NotNameable as error:
        return error
    return None


def _claimed_by(obj: StixObject, home: str, tx: Transaction) -> str | None:
    """Return the other agency that created the object, told it first, or is it."""
    for name in (obj.created_by, obj.id):
        if name and name.lower() != home and tx.agencies.known(name.lower()):
            return name
    if not belongs_to(obj, home):
        return obj.created_by or obj.id
    held = tx.objects.record(obj.id)
    # An observable has often the same id everywhere: a recall by one agency is no claim on it.
    tombstone = None if obj.created is None else tx.objects.tombstone(obj.id)
    originator = held.originator if held else tombstone.originator if tombstone else home
    return originator if originator != home else None
