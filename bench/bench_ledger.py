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

PACKS: Final = 100
BODY_SIZE: Final = 700
ORIGIN: Final = "tansiq/feed/bench/bench"
NOW: Final = datetime(2026, 1, 5, tzinfo=UTC)
KEY: Final = NodeKey("bench", bytes(32))


def run(size: float = 1) -> dict[str, float]:
    """Return every figure by its name; the unit is the end of the name."""
    entries = int(PACKS * size) * PACK_WIDTH
    return _hashing(entries) | _checking(entries) | _packing() | _signing()


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


def _hashing(entries: int) -> dict[str, float]:
    packs = _packs(entries, BODY_SIZE)
    encoded = [encode_pack(Slice(0, 0, tuple(content), seed), level=3) for seed, content in packs]
    hashes = _all_leaves(packs)

    def verify_packs() -> bytes:
        frontier = Frontier.empty()
        for data in encoded:
            frontier = frontier.extend(decode_pack(data).leaves())
        return frontier.root()

    return {
        "make leaves, 1/s": 1 / _best(lambda: _all_leaves(packs), entries),
        "leaves to root, 1/s": 1 / _best(lambda: Frontier.empty().extend(hashes).root(), entries),
        "verify salts and bodies to root, 1/s": 1
        / _best(lambda: Frontier.empty().extend(_all_leaves(packs)).root(), entries),
        "receiver verifies packs to the root, objects/s": 1 / _best(verify_packs, entries),
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


def _checking(entries: int) -> dict[str, float]:
    packs = _packs(entries, BODY_SIZE)
    content = [body for _, bodies_of_one in packs for body in bodies_of_one]
    hashes, salting = _all_leaves(packs), [salt for seed, _ in packs for salt in salts(seed)]
    view = _Feed(hashes, content, salting, _signed(Frontier.empty().extend(hashes)))
    if check_feed(view):
        raise RuntimeError("the feed to measure is not sound")
    return {"fsck of a feed in memory, entries/s": 1 / _best(lambda: check_feed(view), entries)}


def _packing() -> dict[str, float]:
    content, seed = bodies(500), sha256(b"bench").digest()
    full, one = Slice(0, 0, tuple(content[:PACK_WIDTH]), seed), Slice(0, 0, (content[0],), seed)
    return {
        "mean body, bytes": sum(map(len, content)) / len(content),
        "body alone in a pack, bytes": _mean_alone(content, seed),
        "full pack at its level, ms": 1e3 * _best(lambda: encode_pack(full)),
        "full pack at level 3, ms": 1e3 * _best(lambda: encode_pack(full, level=3)),
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
