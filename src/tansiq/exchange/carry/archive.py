"""The tar that lies in a parcel: written in one form only, and nothing but that form is read."""

from __future__ import annotations

import tarfile
from collections.abc import Iterable, Iterator
from typing import Final

from tansiq.exchange.errors import BadParcel

BLOCK: Final = 512
_END: Final = bytes(2 * BLOCK)
_NAME: Final = slice(0, 100)
_SIZE: Final = slice(124, 136)


def write_archive(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Return `files`, by name (ASCII, at most 100 characters), as one tar (POSIX.1-1988 ustar)."""
    parts = []
    for name, content in files:
        parts += [_header(name, len(content)), content, bytes(-len(content) % BLOCK)]
    return b"".join((*parts, _END))


def read_archive(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the files of an archive in order.

    Raises `BadParcel` at the first byte that `write_archive` would not have written.
    """
    at = 0
    while data[at : at + 2 * BLOCK] != _END or at + 2 * BLOCK != len(data):
        header = data[at : at + BLOCK]
        name, size = _read_header(header)
        start = at + BLOCK
        at = start + size + -size % BLOCK
        if at > len(data) or any(data[start + size : at]):
            raise BadParcel("parcel-damaged", why=f"the file {name!r} is cut off")
        yield name, data[start : start + size]


def _read_header(header: bytes) -> tuple[str, int]:
    try:
        name, size = header[_NAME].rstrip(b"\0").decode("ascii"), int(header[_SIZE].rstrip(b"\0"), 8)
        genuine = _header(name, size) == header
    except (ValueError, tarfile.TarError) as error:
        raise BadParcel("parcel-damaged", why="the list of its files") from error
    if not genuine:
        raise BadParcel("parcel-damaged", why="the list of its files")
    return name, size


def _header(name: str, size: int) -> bytes:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    return info.tobuf(tarfile.USTAR_FORMAT, "ascii", "strict")
