"""The agencies of these tests, with keys that never change, and a feed from one to another."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha256

from tansiq.ledger import (
    Body,
    Checkpoint,
    Frontier,
    Kind,
    NodeKey,
    PublicKey,
    TrustedFeed,
    agency_key_name,
    countersign,
    feed_origin,
    leaves,
    receipt_key_name,
    salts,
    seal_body,
    sign_checkpoint,
)

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOME = "identity--5c1f0c3e-70f4-4a86-9c57-0d1d9f7c1a01"
MEMBER = "identity--5c1f0c3e-70f4-4a86-9c57-0d1d9f7c1a02"
OUTSIDER = "identity--5c1f0c3e-70f4-4a86-9c57-0d1d9f7c1a03"
ORIGIN = feed_origin(HOME, MEMBER)
SEED = sha256(b"seed of the pack").digest()


def key(name: str, label: str = "node") -> NodeKey:
    return NodeKey(name, sha256(f"{label} {name}".encode()).digest())


HOME_KEY = key(agency_key_name(HOME))
OUTSIDER_KEY = key(agency_key_name(OUTSIDER))
RECEIPT_KEY = key(receipt_key_name(MEMBER))


def body(number: int, kind: Kind = Kind.OBJECT) -> Body:
    payload = b'{"type":"note","content":"\xd8\xaa\xd9\x86\xd8\xb3\xd9\x8a\xd9\x82 %d"}' % number
    return seal_body(kind, payload, HOME_KEY, by=HOME, via=("circle--sahel",))


def bodies(count: int) -> list[bytes]:
    return [body(number).encode() for number in range(count)]


def digests(count: int, label: str = "leaf") -> list[bytes]:
    return [sha256(f"{label} {number}".encode()).digest() for number in range(count)]


def feed_leaves(count: int) -> list[bytes]:
    return leaves(salts(SEED)[:count], bodies(count))


def head(hashes: Iterable[bytes], origin: str = ORIGIN) -> Checkpoint:
    frontier = Frontier.empty().extend(hashes)
    return Checkpoint(origin, frontier.size, frontier.root())


def note(
    hashes: Iterable[bytes], signer: NodeKey = HOME_KEY, at: datetime = NOW, origin: str = ORIGIN
) -> bytes:
    return sign_checkpoint(head(hashes, origin), signer, at)


def trusting(*keys: PublicKey) -> TrustedFeed:
    return TrustedFeed.begin(ORIGIN, keys or [HOME_KEY.public])


def flips(data: bytes) -> Iterable[bytes]:
    """Every way to flip one bit of `data`."""
    for position in range(len(data) * 8):
        changed = bytearray(data)
        changed[position // 8] ^= 1 << position % 8
        yield bytes(changed)


@dataclass
class Stored:
    """A feed of HOME to MEMBER as a node keeps it, open to tampering."""

    count: int = 5
    origin: str = ORIGIN
    sender_keys: Sequence[PublicKey] = (HOME_KEY.public,)
    receipt_keys: Sequence[PublicKey] = (RECEIPT_KEY.public,)
    kept_leaves: list[bytes] = field(default_factory=list)
    kept_bodies: list[bytes | None] = field(default_factory=list)
    kept_salts: list[bytes | None] = field(default_factory=list)
    heads: list[bytes] = field(default_factory=list)
    answers: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.kept_bodies = list(bodies(self.count))
        self.kept_salts = list(salts(SEED)[: self.count])
        self.kept_leaves = feed_leaves(self.count)
        self.heads = [note(self.kept_leaves[:size]) for size in (2, self.count)]
        self.answers = [countersign(one, RECEIPT_KEY, NOW).encode() for one in self.heads]

    @property
    def size(self) -> int:
        return self.count

    def leaves(self, start: int, end: int) -> Sequence[bytes]:
        return self.kept_leaves[start:end]

    def bodies(self, start: int, end: int) -> Sequence[bytes | None]:
        return self.kept_bodies[start:end]

    def salts(self, start: int, end: int) -> Sequence[bytes | None]:
        return self.kept_salts[start:end]

    def checkpoints(self) -> Iterable[bytes]:
        return self.heads

    def receipts(self) -> Iterable[bytes]:
        return self.answers


def other_root(checkpoint: Checkpoint) -> Checkpoint:
    return replace(checkpoint, root=sha256(checkpoint.root).digest())
