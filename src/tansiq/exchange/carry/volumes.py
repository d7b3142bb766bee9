"""Sealed parcels cut into volumes, for sticks and mail that hold no large files."""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import sha256
from typing import Final

from tansiq.exchange.errors import BadParcel

_HEADER: Final = re.compile(rb"tansiq-volume/1 ([0-9a-f]{64}) ([0-9]{1,5})/([0-9]{1,5})\n")
SMALLEST: Final = 4096


def split_volumes(sealed: bytes, size: int) -> tuple[bytes, ...]:
    """Return `sealed` cut into volumes of at most `size` bytes each (at least 4,096), headers included.

    Raises `BadParcel` when that would be too small, or make more than 99,999.
    """
    header = len(_header(bytes(32), 99_999, 99_999))
    if size < SMALLEST or len(sealed) > (size - header) * 99_999:
        raise BadParcel("volume-too-small", size=str(size), least=str(SMALLEST))
    step = size - header
    parts = [sealed[at : at + step] for at in range(0, len(sealed), step)]
    digest = sha256(sealed).digest()
    return tuple(_header(digest, number, len(parts)) + part for number, part in enumerate(parts, start=1))


def join_volumes(files: Iterable[bytes]) -> tuple[bytes, ...]:
    """Return the sealed parcels that `files` hold: those that are whole as they are, volumes put together.

    The order does not matter, nor does a volume that is there twice. Raises `BadParcel` naming the volumes
    that are missing, or when what was put together is damaged.
    """
    whole: list[bytes] = []
    sets: dict[tuple[bytes, int], dict[int, bytes]] = {}
    for file in files:
        match = _HEADER.match(file)
        if match is None:
            whole.append(file)
        else:
            sets.setdefault((match[1], int(match[3])), {})[int(match[2])] = file[match.end() :]
    return (*whole, *(_joined(digest, count, parts) for (digest, count), parts in sets.items()))


def _joined(digest: bytes, count: int, parts: dict[int, bytes]) -> bytes:
    missing = [number for number in range(1, count + 1) if number not in parts]
    if missing:
        named = ", ".join(map(str, missing[:20])) + (" …" if len(missing) > 20 else "")
        raise BadParcel("volumes-missing", missing=named, count=str(count))
    sealed = b"".join(parts[number] for number in range(1, count + 1))
    if sha256(sealed).hexdigest().encode() != digest:
        raise BadParcel("parcel-damaged", why="a volume was altered")
    return sealed


def _header(digest: bytes, number: int, count: int) -> bytes:
    return b"tansiq-volume/1 %s %d/%d\n" % (digest.hex().encode(), number, count)
