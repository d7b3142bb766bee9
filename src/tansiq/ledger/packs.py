"""Packs: the bodies of up to 256 entries of a feed as they travel, and the salts to verify them with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from zstandard import (
    CONTENTSIZE_ERROR,
    CONTENTSIZE_UNKNOWN,
    ZstdCompressor,
    ZstdDecompressor,
    ZstdError,
    get_frame_parameters,
)

from tansiq.ledger.dictionary import NEWEST, dictionary, prepared_dictionary
from tansiq.ledger.encoding import Reader, uvarint
from tansiq.ledger.entries import MAX_BODY, leaves
from tansiq.ledger.errors import Malformed
from tansiq.ledger.merkle import HASH_SIZE
from tansiq.ledger.salts import PACK_WIDTH, SALT_SIZE, SEED_SIZE, salts
from tansiq.ledger.tiles import indexed_path

MAX_PACK: Final = 64 * 1024 * 1024
FULL_LEVEL: Final = 20
QUICK_LEVEL: Final = 3

_FORMAT: Final = 1
_SEED, _SALTS = b"\x00", b"\x01"
_ERASED: Final = b"\x00"


@dataclass(frozen=True, slots=True)
class Erased:
    """What is left of an erased entry: its 32-byte `leaf` hash."""

    leaf: bytes


@dataclass(frozen=True, slots=True)
class Slice:
    """The `bodies` of pack `index` from entry `first` on, encoded or erased, and what salts them.

    That is the pack's `seed`, or, after an erasure in the pack, `remaining`: a salt for each body not erased.
    Raises `Malformed` when these do not fit together.
    """

    index: int
    first: int
    bodies: tuple[bytes | Erased, ...]
    seed: bytes | None = None
    remaining: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if self.index < 0 or not 0 <= self.first < self.end <= PACK_WIDTH:
            raise Malformed("pack", f"entries {self.first} to {self.end} of pack {self.index}")
        kept = [body for body in self.bodies if not isinstance(body, Erased)]
        if self.seed is not None and (self.remaining or len(kept) < len(self.bodies)):
            raise Malformed("pack", "a seed beside single salts or erased entries")
        if self.seed is None and len(self.remaining) != len(kept):
            raise Malformed("pack", f"{len(self.remaining)} salts for {len(kept)} bodies")
        if kept and not 1 <= min(map(len, kept)) <= max(map(len, kept)) <= MAX_BODY:
            raise Malformed("pack", f"a body is empty or over {MAX_BODY} bytes")
        self._check_secrets()

    def _check_secrets(self) -> None:
        if self.seed is not None and len(self.seed) != SEED_SIZE:
            raise Malformed("pack", f"a seed of {len(self.seed)} bytes")
        if any(len(salt) != SALT_SIZE for salt in self.remaining):
            raise Malformed("pack", f"a salt that is not {SALT_SIZE} bytes")
        if any(len(body.leaf) != HASH_SIZE for body in self.bodies if isinstance(body, Erased)):
            raise Malformed("pack", f"an erased entry's hash that is not {HASH_SIZE} bytes")

    @property
    def end(self) -> int:
        """The number within the pack after the last entry."""
        return self.first + len(self.bodies)

    def leaves(self) -> list[bytes]:
        """Return the leaf hashes of the entries, computed from salts and bodies wherever there are any."""
        kept = [body for body in self.bodies if not isinstance(body, Erased)]
        if self.seed is not None:
            return leaves(salts(self.seed, self.first, self.end), kept)
        computed = iter(leaves(self.remaining, kept))
        return [body.leaf if isinstance(body, Erased) else next(computed) for body in self.bodies]


def pack_path(index: int, width: int = PACK_WIDTH) -> str:
    """Return the path below the feed of pack `index`, `width` entries wide."""
    return f"pack/{indexed_path(index, width)}"


def encode_pack(pack: Slice, *, level: int = FULL_LEVEL, version: int = NEWEST) -> bytes:
    """Return the slice compressed at zstd `level` with the dictionary `version` (0 for none).

    Raises `Malformed` when the bodies together are over 64 MiB.
    """
    content = _content(pack)
    if len(content) > MAX_PACK:
        raise Malformed("pack", f"{len(content)} bytes, more than {MAX_PACK}")
    compressor = ZstdCompressor(
        level,
        prepared_dictionary(version, level),
        write_checksum=False,
        write_content_size=True,
        write_dict_id=False,
    )
    return bytes([_FORMAT, version]) + compressor.compress(content)


def _content(pack: Slice) -> bytes:
    parts = [uvarint(pack.index), uvarint(pack.first), uvarint(pack.end)]
    if pack.seed is not None:
        parts += [_SEED, pack.seed]
    else:
        parts.append(_SALTS)
    remaining = iter(pack.remaining)
    for body in pack.bodies:
        if isinstance(body, Erased):
            parts += [_ERASED, body.leaf]
        else:
            parts += [uvarint(len(body)), next(remaining, b""), body]
    return b"".join(parts)


def decode_pack(data: bytes, limit: int = MAX_PACK) -> Slice:
    """Read a slice that is at most `limit` bytes when decompressed.

    Raises `Malformed` for any other format, size, order or surplus; verifies nothing: compare `Slice.leaves`.
    """
    if len(data) < 2 or data[0] != _FORMAT:
        raise Malformed("pack", f"does not begin with format {_FORMAT}")
    return _parse(_decompress(data[2:], data[1], limit))


def _decompress(frame: bytes, version: int, limit: int) -> bytes:
    try:
        size = get_frame_parameters(frame).content_size
        if size in {CONTENTSIZE_UNKNOWN, CONTENTSIZE_ERROR} or size > limit:
            raise Malformed("pack", f"does not say its size, or more than {limit} bytes")
        return ZstdDecompressor(dictionary(version)).decompress(frame, allow_extra_data=False)
    except ZstdError as error:
        raise Malformed("pack", str(error)) from error


def _parse(content: bytes) -> Slice:
    reader = Reader("pack", content)
    index, first, end = reader.uvarint(), reader.uvarint(), reader.uvarint()
    if not 0 <= first < end <= PACK_WIDTH:
        raise Malformed("pack", f"entries {first} to {end}")
    mode = reader.take(1)
    if mode not in {_SEED, _SALTS}:
        raise Malformed("pack", f"unknown salt mode {mode.hex()}")
    seed = reader.take(SEED_SIZE) if mode == _SEED else None
    bodies, remaining = _take_bodies(reader, end - first, 0 if seed else SALT_SIZE)
    reader.finish()
    return Slice(index, first, bodies, seed, remaining)


def _take_bodies(
    reader: Reader, count: int, salt_size: int
) -> tuple[tuple[bytes | Erased, ...], tuple[bytes, ...]]:
    bodies, remaining = list[bytes | Erased](), list[bytes]()
    for _ in range(count):
        length = reader.uvarint()
        if not length:
            bodies.append(Erased(reader.take(HASH_SIZE)))
            continue
        if salt_size:
            remaining.append(reader.take(salt_size))
        bodies.append(reader.take(length))
    return tuple(bodies), tuple(remaining)
