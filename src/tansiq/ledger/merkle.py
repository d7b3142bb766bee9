"""The Merkle tree of RFC 6962: leaf and node hashes, compact frontiers, proofs and their verification."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from tansiq.ledger.errors import Malformed, ProofFailed

HASH_SIZE: Final = 32
MAX_SIZE: Final = 2**63 - 1
EMPTY_ROOT: Final = sha256().digest()


def leaf_hash(entry: bytes) -> bytes:
    """Return the 32-byte leaf hash of `entry` (RFC 6962, section 2.1)."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the 32-byte hash of the node over `left` and `right` (RFC 6962, section 2.1)."""
    return sha256(b"\x01" + left + right).digest()


def _pair(level: Sequence[bytes]) -> list[bytes]:
    hashes = iter(level)
    return [sha256(b"\x01" + left + right).digest() for left, right in zip(hashes, hashes, strict=True)]


@dataclass(frozen=True, slots=True)
class Frontier:
    """A tree of `size` leaves, kept as the roots of its perfect subtrees (`peaks`, largest first).

    Raises `Malformed` when the peaks do not fit the size.
    """

    size: int
    peaks: tuple[bytes, ...]

    def __post_init__(self) -> None:
        if not 0 <= self.size <= MAX_SIZE:
            raise Malformed("frontier", f"size {self.size} is out of range")
        if len(self.peaks) != self.size.bit_count() or any(len(peak) != HASH_SIZE for peak in self.peaks):
            raise Malformed("frontier", f"{self.size} leaves need {self.size.bit_count()} peaks of 32 bytes")

    @classmethod
    def empty(cls) -> Frontier:
        """Return the tree without leaves."""
        return cls(0, ())

    def extend(self, leaves: Iterable[bytes]) -> Frontier:
        """Return the tree with `leaves` (leaf hashes, in order) appended; O(len(leaves)) hashes."""
        level = list(leaves)
        size = self.size + len(level)
        remaining, peaks, grown = self.size, list(self.peaks), list[bytes]()
        while level:
            if remaining & 1:
                level.insert(0, peaks.pop())
            if len(level) & 1:
                grown.append(level.pop())
            level = _pair(level)
            remaining >>= 1
        return Frontier(size, (*peaks, *reversed(grown)))

    def root(self) -> bytes:
        """Return the 32-byte tree hash (RFC 6962, section 2.1)."""
        if not self.peaks:
            return EMPTY_ROOT
        *others, result = self.peaks
        for peak in reversed(others):
            result = node_hash(peak, result)
        return result

    def to_bytes(self) -> bytes:
        """Return the size (8 bytes, big-endian) and the peaks, largest first."""
        return self.size.to_bytes(8) + b"".join(self.peaks)

    @classmethod
    def from_bytes(cls, data: bytes) -> Frontier:
        """Read what `to_bytes` wrote. Raises `Malformed` when the length does not fit the size."""
        if len(data) < 8 or (len(data) - 8) % HASH_SIZE:
            raise Malformed("frontier", f"{len(data)} bytes are not a size and whole hashes")
        peaks = (data[at : at + HASH_SIZE] for at in range(8, len(data), HASH_SIZE))
        return cls(int.from_bytes(data[:8]), tuple(peaks))


def root(leaves: Iterable[bytes]) -> bytes:
    """Return the tree hash over `leaves` (leaf hashes, in order)."""
    return Frontier.empty().extend(leaves).root()


def _split(size: int) -> int:
    """Return the largest power of two below `size` (RFC 6962, section 2.1, `k`)."""
    return 1 << ((size - 1).bit_length() - 1)


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """Return the audit path of leaf `index`, leaf upwards (RFC 6962, section 2.1.1).

    Raises `ProofFailed` when there is no such leaf.
    """
    if not 0 <= index < len(leaves):
        raise ProofFailed("inclusion", f"no leaf {index} in a tree of {len(leaves)}")
    low, high, path = 0, len(leaves), list[bytes]()
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            path.append(root(leaves[middle:high]))
            high = middle
        else:
            path.append(root(leaves[low:middle]))
            low = middle
    return path[::-1]


def consistency_proof(leaves: Sequence[bytes], old_size: int) -> list[bytes]:
    """Return the proof that `leaves` extends its own first `old_size` (RFC 6962, section 2.1.2).

    Raises `ProofFailed` when the old size is not between 0 and the number of leaves.
    """
    if not 0 <= old_size <= len(leaves):
        raise ProofFailed("consistency", f"no size {old_size} in a tree of {len(leaves)}")
    if old_size in {0, len(leaves)}:
        return []
    low, high, path = 0, len(leaves), list[bytes]()
    while high != old_size:
        middle = low + _split(high - low)
        if old_size <= middle:
            path.append(root(leaves[middle:high]))
            high = middle
        else:
            path.append(root(leaves[low:middle]))
            low = middle
    if low:
        path.append(root(leaves[low:high]))
    return path[::-1]


def verify_inclusion(*, leaf: bytes, index: int, size: int, proof: Sequence[bytes], expected: bytes) -> None:
    """Accept `leaf` as number `index` of the tree of `size` leaves with root `expected` (RFC 9162, 2.1.3.2).

    Raises `ProofFailed` when the proof does not lead there.
    """
    if not 0 <= index < size:
        raise ProofFailed("inclusion", f"no leaf {index} in a tree of {size}")
    _refuse_odd_hashes("inclusion", [leaf, *proof])
    position, last, result = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            raise ProofFailed("inclusion", "too long")
        if position & 1 or position == last:
            result = node_hash(sibling, result)
            position, last = _climb_left(position, last)
        else:
            result = node_hash(result, sibling)
        position, last = position >> 1, last >> 1
    _refuse_unless("inclusion", result, expected, complete=last == 0)


def verify_consistency(
    *, old_size: int, old_root: bytes, new_size: int, new_root: bytes, proof: Sequence[bytes]
) -> None:
    """Accept that the tree of `new_size` extends the tree of `old_size` (RFC 9162, section 2.1.4.2).

    Raises `ProofFailed` when the proof does not lead to both roots.
    """
    if not 0 <= old_size <= new_size:
        raise ProofFailed("consistency", f"a tree of {new_size} does not extend one of {old_size}")
    _refuse_odd_hashes("consistency", [old_root, new_root, *proof])
    if old_size in {0, new_size}:
        _verify_trivial(old_size, old_root, new_root, proof)
        return
    whole = old_size & (old_size - 1) == 0
    path = [old_root, *proof] if whole else list(proof)
    if not path:
        raise ProofFailed("consistency", "empty")
    old, new, complete = _walk(old_size, new_size, path)
    _refuse_unless("consistency", old, old_root, complete=complete)
    _refuse_unless("consistency", new, new_root, complete=complete)


def _walk(old_size: int, new_size: int, path: Sequence[bytes]) -> tuple[bytes, bytes, bool]:
    position, last = old_size - 1, new_size - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    old = new = path[0]
    for sibling in path[1:]:
        if last == 0:
            raise ProofFailed("consistency", "too long")
        if position & 1 or position == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            position, last = _climb_left(position, last)
        else:
            new = node_hash(new, sibling)
        position, last = position >> 1, last >> 1
    return old, new, last == 0


def _climb_left(position: int, last: int) -> tuple[int, int]:
    """Skip the levels at which `position` is a left child without a right sibling."""
    while position and not position & 1:
        position, last = position >> 1, last >> 1
    return position, last


def _verify_trivial(old_size: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> None:
    if proof:
        raise ProofFailed("consistency", "too long")
    expected = EMPTY_ROOT if old_size == 0 else new_root
    _refuse_unless("consistency", old_root, expected, complete=True)


def _refuse_odd_hashes(what: str, hashes: Iterable[bytes]) -> None:
    if any(len(item) != HASH_SIZE for item in hashes):
        raise ProofFailed(what, "a hash is not 32 bytes long")


def _refuse_unless(what: str, actual: bytes, expected: bytes, *, complete: bool) -> None:
    if not complete:
        raise ProofFailed(what, "too short")
    if actual != expected:
        raise ProofFailed(what, "leads to another root")
