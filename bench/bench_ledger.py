"""Measures the ledger in one thread: leaves, verification, packs, heads, the check of a stored feed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from random import Random
from time import thread_time
from typing import Final

from zstandard import ZstdCompressor

from bench.ledger_corpus import bodies
from tansiq.ledger import (
    PACK_WIDTH,
    Checkpoint,
    Frontier,
    NodeKey,
    PublicKey,
    Slice,
    check_feed,
    countersign,
    decode_pack,
    encode_pack,
    leaves,
    open_checkpoint,
    salts,
    sign_checkpoint,
)

ENTRIES: Final = 100 * PACK_WIDTH
BODY_SIZE: Final = 700
BACKLOG: Final = 10_000
ORIGIN: Final = "tansiq/feed/bench/bench"
NOW: Final = datetime(2026, 1, 5, tzinfo=UTC)
KEY: Final = NodeKey("bench", bytes(32))


def run() -> dict[str, float]:
    """Return every figure by its name; the unit is the end of the name."""
    return _hashing() | _checking() | _packing() | _signing()


def _best(work: Callable[[], object], count: int = 1, rounds: int = 5) -> float:
    """Return the processor seconds for one of `count` pieces in the fastest of `rounds`."""
    durations = []
    for _ in range(rounds):
        begun = thread_time()
        work()
        durations.append(thread_time() - begun)
    return min(durations) / count


def _packs(count: int, size: int) -> list[tuple[bytes, list[bytes]]]:
    chance = Random(3)
    contents = [[chance.randbytes(size) for _ in range(PACK_WIDTH)] for _ in range(count // PACK_WIDTH)]
    return [(chance.randbytes(32), content) for content in contents]


def _all_leaves(packs: Sequence[tuple[bytes, list[bytes]]]) -> list[bytes]:
    return [leaf for seed, content in packs for leaf in leaves(salts(seed), content)]


def _hashing() -> dict[str, float]:
    packs = _packs(ENTRIES, BODY_SIZE)
    encoded = [encode_pack(Slice(0, 0, tuple(content), seed), level=3) for seed, content in packs]
    hashes = _all_leaves(packs)

    def verify_packs() -> bytes:
        frontier = Frontier.empty()
        for data in encoded:
            frontier = frontier.extend(decode_pack(data).leaves())
        return frontier.root()

    return {
        "make leaves, 1/s": 1 / _best(lambda: _all_leaves(packs), ENTRIES),
        "leaves to root, 1/s": 1 / _best(lambda: Frontier.empty().extend(hashes).root(), ENTRIES),
        "verify salts and bodies to root, 1/s": 1
        / _best(lambda: Frontier.empty().extend(_all_leaves(packs)).root(), ENTRIES),
        "decode packs and verify to root, 1/s": 1 / _best(verify_packs, ENTRIES),
    }


@dataclass
class _Feed:
    kept_leaves: list[bytes]
    kept_bodies: list[bytes]
    kept_salts: list[bytes]
    head: bytes
    origin: str = ORIGIN
    sender_keys: tuple[PublicKey, ...] = (KEY.public,)
    receipt_keys: tuple[PublicKey, ...] = (KEY.public,)

    @property
    def size(self) -> int:
        return len(self.kept_leaves)

    def leaves(self, start: int, end: int) -> Sequence[bytes]:
        return self.kept_leaves[start:end]

    def bodies(self, start: int, end: int) -> Sequence[bytes]:
        return self.kept_bodies[start:end]

    def salts(self, start: int, end: int) -> Sequence[bytes]:
        return self.kept_salts[start:end]

    def checkpoints(self) -> list[bytes]:
        return [self.head]

    def receipts(self) -> list[bytes]:
        return []


def _checking() -> dict[str, float]:
    packs = _packs(ENTRIES, BODY_SIZE)
    content = [body for _, bodies_of_one in packs for body in bodies_of_one]
    hashes, salting = _all_leaves(packs), [salt for seed, _ in packs for salt in salts(seed)]
    view = _Feed(hashes, content, salting, _signed(Frontier.empty().extend(hashes)))
    if check_feed(view):
        raise RuntimeError("the feed to measure is not sound")
    return {"fsck, entries/s": 1 / _best(lambda: check_feed(view), ENTRIES)}


def _packing() -> dict[str, float]:
    content, seed = bodies(BACKLOG), sha256(b"bench").digest()
    slices = [
        Slice(number, 0, tuple(content[start : start + PACK_WIDTH]), seed)
        for number, start in enumerate(range(0, BACKLOG, PACK_WIDTH))
    ]
    whole = len(ZstdCompressor(19).compress(b"".join(content)))
    one = Slice(0, 0, (content[0],), seed)
    return {
        "backlog of 10,000: bytes ÷ one zstd-19": sum(len(encode_pack(pack)) for pack in slices) / whole,
        "mean body, bytes": sum(map(len, content)) / BACKLOG,
        "body alone in a pack, bytes": _mean_alone(content[:500], seed),
        "full pack at level 19, ms": 1e3 * _best(lambda: encode_pack(slices[0])),
        "full pack at level 3, ms": 1e3 * _best(lambda: encode_pack(slices[0], level=3)),
        "one body at level 3, µs": 1e6 * _best(partial(_repeat, lambda: encode_pack(one, level=3), 100), 100),
    }


def _mean_alone(content: list[bytes], seed: bytes) -> float:
    return sum(len(encode_pack(Slice(0, 0, (body,), seed), level=3)) for body in content) / len(content)


def _signed(frontier: Frontier) -> bytes:
    return sign_checkpoint(Checkpoint(ORIGIN, frontier.size, frontier.root()), KEY, NOW)


def _signing() -> dict[str, float]:
    note = _signed(Frontier.empty().extend([bytes(32)] * 1000))
    checkpoint = open_checkpoint(note, ORIGIN, [KEY.public]).checkpoint
    steps: dict[str, Callable[[], object]] = {
        "sign a head, µs": lambda: sign_checkpoint(checkpoint, KEY, NOW),
        "open a head, µs": lambda: open_checkpoint(note, ORIGIN, [KEY.public]),
        "countersign, µs": lambda: countersign(note, KEY, NOW),
    }
    return {name: 1e6 * _best(partial(_repeat, step, 200), 200) for name, step in steps.items()}


def _repeat(step: Callable[[], object], times: int) -> None:
    for _ in range(times):
        step()


if __name__ == "__main__":
    for figure, value in run().items():
        print(f"{figure:42} {value:14,.2f}")
