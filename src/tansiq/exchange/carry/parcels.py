"""A parcel: the files of one feed and a receipt for the other, sealed to the agency for which they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice, pairwise
from typing import Final

import msgspec
import pyrage
from pyrage.x25519 import Identity, Recipient

from tansiq.exchange.carry.archive import read_archive, write_archive
from tansiq.exchange.errors import BadParcel, NotServed
from tansiq.exchange.node.paths import parse_slice_path, slice_path
from tansiq.ledger import PACK_WIDTH

MAX_PARCEL: Final = 1 << 30
"""Bytes of a sealed parcel; more is sent as several parcels."""
MAX_FILES: Final = 100_000
"""Files in a parcel: as many packs of real entries are larger than a parcel may be."""
_LABEL, _HEAD, _RECEIPT = "parcel.json", "checkpoint", "receipt"
_AGENCY: Final = re.compile(r"identity--[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_NOBODY: Final = "No matching keys found"
_MAGIC: Final = b"age-encryption.org/v1\n"


@dataclass(frozen=True, slots=True)
class Piece:
    """Entries `first` to `last` (exclusive) of pack `number`, encoded as `data` (spec/feed.md, 9)."""

    number: int
    first: int
    last: int
    data: bytes

    @property
    def path(self) -> str:
        """The path of the file below the feed."""
        return slice_path(self.number, self.first, self.last)

    @property
    def start(self) -> int:
        """The number of its first entry in the feed."""
        return self.number * PACK_WIDTH + self.first

    @property
    def end(self) -> int:
        """The size of the feed after its last entry."""
        return self.number * PACK_WIDTH + self.last


@dataclass(frozen=True, slots=True)
class Parcel:
    """What `sender` hands `receiver`: the `head` of its feed with `pieces`, its `receipt` for the other feed.

    Nothing in it is believed for its label: head, entries and receipt are signed by themselves.
    """

    sender: str
    receiver: str
    made: datetime
    head: bytes | None = None
    receipt: bytes | None = None
    pieces: tuple[Piece, ...] = ()


class _Label(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"sender": "from", "receiver": "to"}
):
    format: int
    sender: str
    receiver: str
    made: datetime


def seal_parcel(parcel: Parcel, recipient: str) -> bytes:
    """Return the parcel sealed to the age `recipient` (X25519); nobody else can open it."""
    sealed: bytes = pyrage.encrypt(write_archive(_files(parcel)), [Recipient.from_str(recipient)])
    return sealed


def open_parcel(sealed: bytes, identity: str) -> Parcel:
    """Return the parcel that was sealed to the age `identity`.

    Raises `BadParcel`: `parcel-too-large`, `not-a-parcel`, `parcel-for-another`, or `parcel-damaged`.
    """
    if len(sealed) > MAX_PARCEL:
        raise BadParcel("parcel-too-large", size=str(len(sealed)), limit=str(MAX_PARCEL))
    if not sealed.startswith(_MAGIC):
        raise BadParcel("not-a-parcel")
    try:
        archive = pyrage.decrypt(sealed, [Identity.from_str(identity)])
    except pyrage.DecryptError as error:
        if str(error) == _NOBODY:
            raise BadParcel("parcel-for-another", why=str(error)) from error
        raise BadParcel("parcel-damaged", why=str(error)) from error
    return _parcel(list(islice(read_archive(archive), MAX_FILES + 1)))


def _files(parcel: Parcel) -> Iterator[tuple[str, bytes]]:
    label = _Label(1, parcel.sender, parcel.receiver, parcel.made.astimezone(UTC).replace(microsecond=0))
    yield _LABEL, msgspec.json.encode(label)
    if parcel.receipt is not None:
        yield _RECEIPT, parcel.receipt
    if parcel.head is not None:
        yield _HEAD, parcel.head
    yield from ((piece.path, piece.data) for piece in parcel.pieces)


def _parcel(files: list[tuple[str, bytes]]) -> Parcel:
    if not files or files[0][0] != _LABEL:
        raise BadParcel("parcel-damaged", why="it has no label")
    if len(files) > MAX_FILES:
        raise BadParcel("parcel-damaged", why=f"it holds over {MAX_FILES} files")
    label, rest = _label(files[0][1]), dict(files[1:])
    receipt, head = rest.pop(_RECEIPT, None), rest.pop(_HEAD, None)
    pieces = tuple(_piece(path, data) for path, data in rest.items())
    parcel = Parcel(label.sender, label.receiver, label.made, head, receipt, pieces)
    _require_order(parcel, files)
    return parcel


def _require_order(parcel: Parcel, files: Iterable[tuple[str, bytes]]) -> None:
    """Raise `BadParcel` for any order, number or byte that `seal_parcel` would not have sealed."""
    if [name for name, _ in _files(parcel)] != [name for name, _ in files]:
        raise BadParcel("parcel-damaged", why="its files are out of order, or there twice")
    if any(one.end != other.start or other.first for one, other in pairwise(parcel.pieces)):
        raise BadParcel("parcel-damaged", why="entries are missing between its files")


def _label(raw: bytes) -> _Label:
    try:
        label = msgspec.json.decode(raw, type=_Label)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadParcel("parcel-damaged", why="its label") from error
    if label.format != 1 or label.made.tzinfo is None:
        raise BadParcel("parcel-damaged", why="its label is of a later format")
    named = all(map(_AGENCY.fullmatch, (label.sender, label.receiver)))
    if not named or msgspec.json.encode(label) != raw:
        raise BadParcel("parcel-damaged", why="its label")
    return label


def _piece(path: str, data: bytes) -> Piece:
    try:
        return Piece(*parse_slice_path(path), data)
    except NotServed as error:
        raise BadParcel("parcel-damaged", why=f"it holds {path!r}") from error
