"""Heads of feeds: the checkpoint, the sender's signature and heartbeat, the receiver's receipt."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tansiq.ledger.encoding import from_base64, from_seconds, to_base64, to_seconds
from tansiq.ledger.errors import Fork, Malformed, WrongSignature
from tansiq.ledger.keys import SIGNATURE_SIZE, NodeKey, PublicKey, SignatureType, check_name, key_hash
from tansiq.ledger.merkle import HASH_SIZE, MAX_SIZE
from tansiq.ledger.notes import Note, Signature, open_note, parse_note

_SIZE: Final = re.compile(r"0|[1-9][0-9]{0,18}")
_COSIGNATURE: Final = "cosignature/v1\ntime {}\n{}"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The head of the log `origin`: its `size` and 32-byte `root` (C2SP tlog-checkpoint).

    Raises `Malformed` when a part is out of range.
    """

    origin: str
    size: int
    root: bytes

    def __post_init__(self) -> None:
        check_name(self.origin)
        if not 0 <= self.size <= MAX_SIZE or len(self.root) != HASH_SIZE:
            raise Malformed("checkpoint", f"size {self.size} or a root of {len(self.root)} bytes")

    @property
    def text(self) -> str:
        """The note text: origin, size and root on three lines (C2SP tlog-checkpoint, section "Note text")."""
        return f"{self.origin}\n{self.size}\n{to_base64(self.root)}\n"


def parse_checkpoint(text: str) -> Checkpoint:
    """Read a checkpoint's note text.

    Raises `Malformed` unless `Checkpoint.text` would write it: no extension lines.
    """
    lines = text.split("\n")
    if len(lines) != 4 or lines[3]:
        raise Malformed("checkpoint", "not exactly three lines")
    origin, size, encoded, _ = lines
    if not _SIZE.fullmatch(size):
        raise Malformed("checkpoint", f"size {size[:24]!r} is not a plain decimal number")
    return Checkpoint(origin, int(size), from_base64(encoded, "checkpoint"))


@dataclass(frozen=True, slots=True)
class HeadSigner:
    """Verifies signatures of type 0x01 by `key` over heads of `origin`, which is its name there."""

    key: PublicKey
    origin: str

    @property
    def name(self) -> str:
        """The key name in the signature line."""
        return self.origin

    @property
    def key_hash(self) -> bytes:
        """The 4-byte key id in the signature line."""
        return key_hash(self.origin, SignatureType.ED25519, self.key.raw)

    def verify(self, message: bytes, signature: bytes) -> None:
        """Accept `signature`. Raises `WrongSignature` otherwise."""
        self.key.verify(message, signature)


@dataclass(frozen=True, slots=True)
class Cosigner:
    """Verifies signatures of type 0x04 by `key`: a time and an Ed25519 signature (C2SP tlog-cosignature)."""

    key: PublicKey

    @property
    def name(self) -> str:
        """The key name in the signature line."""
        return self.key.name

    @property
    def key_hash(self) -> bytes:
        """The 4-byte key id in the signature line."""
        return self.key.hash_for(SignatureType.COSIGNATURE)

    def verify(self, message: bytes, signature: bytes) -> datetime:
        """Return the time at which `message` was cosigned.

        Raises `Malformed` or `WrongSignature` if it was not.
        """
        if len(signature) != 8 + SIGNATURE_SIZE:
            raise Malformed("cosignature", f"{len(signature)} bytes instead of {8 + SIGNATURE_SIZE}")
        seconds = int.from_bytes(signature[:8])
        self.key.verify(_cosigned(message.decode(), seconds), signature[8:])
        return from_seconds(seconds, "cosignature")


def _signed_at(cosignature: Signature) -> datetime:
    return from_seconds(int.from_bytes(cosignature.raw[:8]), "cosignature")


def _cosigned(text: str, seconds: int) -> bytes:
    return _COSIGNATURE.format(seconds, text).encode()


def cosign(text: str, key: NodeKey, now: datetime) -> Signature:
    """Return the signature of type 0x04 over the checkpoint `text` by `key` at `now`."""
    seconds = to_seconds(now)
    key_hash = key.public.hash_for(SignatureType.COSIGNATURE)
    return Signature(key.name, key_hash, seconds.to_bytes(8) + key.sign(_cosigned(text, seconds)))


def sign_checkpoint(checkpoint: Checkpoint, key: NodeKey, now: datetime, *retiring: NodeKey) -> bytes:
    """Return the signed note of `checkpoint`, with two lines by `key` and two by each `retiring` key.

    The line of type 0x01 stands under the origin as its name (C2SP tlog-checkpoint, section "Signatures"),
    the heartbeat of `now`, type 0x04, under the key's own name (C2SP tlog-cosignature).
    """
    lines = []
    for one in (key, *retiring):
        head = HeadSigner(one.public, checkpoint.origin)
        lines.append(Signature(head.name, head.key_hash, one.sign(checkpoint.text.encode())))
        lines.append(cosign(checkpoint.text, one, now))
    return Note(checkpoint.text, tuple(lines)).encode()


@dataclass(frozen=True, slots=True)
class SignedHead:
    """A verified `checkpoint`, its signed `note`, the signing `key`, and the sender's time `at`."""

    checkpoint: Checkpoint
    note: bytes
    key: PublicKey
    at: datetime


def open_checkpoint(note: bytes, origin: str, keys: Iterable[PublicKey]) -> SignedHead:
    """Verify the head of `origin` that one of the sender's `keys` has signed, heartbeat included.

    Raises `Malformed`, or `WrongSignature` when no key has signed both lines or the head is another feed's.
    """
    sender_keys = list(keys)
    known = [HeadSigner(key, origin) for key in sender_keys]
    cosigners = [Cosigner(key) for key in sender_keys]
    opened = open_note(note, [*known, *cosigners])
    checkpoint = parse_checkpoint(opened.text)
    if checkpoint.origin != origin:
        raise WrongSignature(origin, f"the head is of {checkpoint.origin}")
    for key, head, cosigner in zip(sender_keys, known, cosigners, strict=True):
        heartbeat = opened.by(cosigner)
        if opened.by(head) and heartbeat:
            return SignedHead(checkpoint, note, key, _signed_at(heartbeat))
    raise WrongSignature(origin, "no key of the sender has signed both the head and its heartbeat")


@dataclass(frozen=True, slots=True)
class Receipt:
    """The receiver's word that it stored and verified the feed up to `checkpoint`, given at `at`."""

    checkpoint: Checkpoint
    at: datetime
    signature: Signature

    @property
    def origin(self) -> str:
        """The origin of the feed."""
        return self.checkpoint.origin

    @property
    def size(self) -> int:
        """How many entries the receiver has stored and verified."""
        return self.checkpoint.size

    @property
    def root(self) -> bytes:
        """The root that the receiver computed itself."""
        return self.checkpoint.root

    @property
    def line(self) -> str:
        """The signature line; it can be added to the sender's note as it is."""
        return self.signature.line

    def encode(self) -> bytes:
        """Return the receipt as it travels: a signed note over the checkpoint."""
        return Note(self.checkpoint.text, (self.signature,)).encode()


def claimed(note: bytes) -> Checkpoint:
    """Return the checkpoint that `note` claims, believing nothing; to look up what to verify it against.

    Raises `Malformed` when there is none.
    """
    return parse_checkpoint(parse_note(note).text)


def countersign(note: bytes, receipt_key: NodeKey, now: datetime) -> Receipt:
    """Return the receipt for the head in `note`; only for a head that was verified and durably stored.

    Raises `Malformed` when the note holds no checkpoint.
    """
    checkpoint = claimed(note)
    at = from_seconds(to_seconds(now), "receipt")
    return Receipt(checkpoint, at, cosign(checkpoint.text, receipt_key, now))


def verify_receipt(note: bytes, receipt_key: PublicKey, ours: Checkpoint) -> Receipt:
    """Accept the receiver's receipt for `ours`, the head which this sender signed at the size in the receipt.

    Raises `Malformed`, `WrongSignature`, and `Fork` when the receiver stored something else at that size.
    """
    opened = open_note(note, [Cosigner(receipt_key)])
    signature, checkpoint = opened.signatures[0], parse_checkpoint(opened.text)
    if (checkpoint.origin, checkpoint.size) != (ours.origin, ours.size):
        raise WrongSignature(receipt_key.name, f"is for {checkpoint.origin} at size {checkpoint.size}")
    if checkpoint.root != ours.root:
        raise Fork(ours.origin, ours.text.encode(), note, ours.size)
    return Receipt(checkpoint, _signed_at(signature), signature)
