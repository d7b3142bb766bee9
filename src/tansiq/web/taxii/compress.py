"""Packing answers for readers who asked for it, and unpacking what they send, within bounds."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from typing import Final, Protocol

import zstandard

from tansiq.web.taxii.errors import BadRequest, TooLarge, UnknownCoding

WORTH: Final = 2048
"""Bytes from which on an answer is packed."""
SIP: Final = 512
"""Packed bytes that are unpacked at once; they become 16 MiB at the very most."""
PARTS: Final = 100
"""Members or frames of which one body may consist."""
_GZIP: Final = 31
"""What zlib calls a gzip header with the largest window."""
_WINDOW: Final = 1 << 23
"""The largest window of a zstd frame (RFC 8878, 3.1.1.1.2, asks decoders for 8 MiB)."""


class _Part(Protocol):
    """One member or frame that is being unpacked."""

    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, /) -> bytes: ...


def pack(body: bytes, coding: str) -> bytes:
    """Return `body` in `coding` (gzip or zstd)."""
    if coding == "gzip":
        return gzip.compress(body, compresslevel=1, mtime=0)
    return zstandard.ZstdCompressor(level=3).compress(body)


def unpack(body: bytes, codings: str, limit: int) -> bytes:
    """Return `body` without its Content-Encoding `codings`.

    Raises `UnknownCoding`, `BadRequest` when it is not whole, `TooLarge` once it has over `limit` bytes.
    """
    names = [name.strip().lower() for name in codings.split(",") if name.strip()]
    if len(names) > 2:
        raise UnknownCoding
    for name in reversed(names):
        body = _unpacked(body, name, limit)
    return body


def _unpacked(body: bytes, coding: str, limit: int) -> bytes:
    if coding == "identity":
        return body
    if coding not in {"gzip", "x-gzip", "zstd"}:
        raise UnknownCoding
    try:
        return _parts(body, limit, _zstd if coding == "zstd" else _gzip)
    except (zlib.error, zstandard.ZstdError, EOFError) as error:
        raise BadRequest(f"The body is not sound {coding}.") from error


def _parts(body: bytes, limit: int, begin: Callable[[], _Part]) -> bytes:
    """Unpack every member (RFC 1952, 2.2) or frame (RFC 8878, 3), in sips that cannot swell to much."""
    found, at = bytearray(), 0
    for _ in range(PARTS):
        part = begin()
        while not part.eof:
            if at >= len(body):
                raise EOFError
            found += part.decompress(body[at : at + SIP])
            at += SIP
            if len(found) > limit:
                raise TooLarge
        at = min(at, len(body)) - len(part.unused_data)
        if at == len(body):
            return bytes(found)
    raise EOFError


def _gzip() -> _Part:
    return zlib.decompressobj(_GZIP)


def _zstd() -> _Part:
    return zstandard.ZstdDecompressor(max_window_size=_WINDOW).decompressobj()
