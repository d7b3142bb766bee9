"""What one entry of a feed carries and how the log commits to it: the body, its head, the salted entry."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from hashlib import sha256
from typing import Annotated, Final

import msgspec

from tansiq.ledger.encoding import Reader, decode_exactly, uvarint
from tansiq.ledger.errors import Malformed, WrongSignature
from tansiq.ledger.keys import SIGNATURE_SIZE, NodeKey, PublicKey
from tansiq.ledger.names import UUID, UUID4

MAX_HEAD: Final = 16_000
MAX_PAYLOAD: Final = 16_000_000
MAX_BODY: Final = 1 + 3 + MAX_HEAD + MAX_PAYLOAD
ENTRY_SIZE: Final = 33

_VERSION: Final = b"\x01"
_TAG: Final = b"tansiq/entry/1\n"
_LEAF: Final = b"\x00" + _VERSION

Id = Annotated[str, msgspec.Meta(pattern=rf"\A[a-z][a-z0-9-]{{1,62}}--{UUID}\Z")]
CircleId = Annotated[str, msgspec.Meta(pattern=r"\A[a-z0-9][a-z0-9-]{0,127}\Z")]
AgencyId = Annotated[str, msgspec.Meta(pattern=rf"\Aidentity--{UUID4}\Z")]
KeyHash = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{8}\Z")]
RawSignature = Annotated[bytes, msgspec.Meta(min_length=SIGNATURE_SIZE, max_length=SIGNATURE_SIZE)]


class Kind(IntEnum):
    """What a body is; the number is its first byte."""

    OBJECT = 1
    VERSION = 2
    RECALL = 3
    ERASE = 4
    ACK = 5
    KEY = 6
    ROSTER = 7
    GRANT = 8


class Head(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who signed the payload (agency `by`, key id `key`, Ed25519 `sig`) and `via` which circles it came."""

    by: AgencyId
    key: KeyHash
    sig: RawSignature
    via: Annotated[tuple[CircleId, ...], msgspec.Meta(max_length=64)] = ()


_HEAD: Final = msgspec.json.Decoder(Head)


_CONTEXT: Final = {kind: b"tansiq/1 %b\n" % kind.name.lower().encode() for kind in Kind}


def _signed(kind: Kind, payload: bytes) -> bytes:
    return _CONTEXT[kind] + payload


def sign_body(kind: Kind, payload: bytes, key: NodeKey) -> bytes:
    """Return the originator's 64-byte signature over `payload` as a body of `kind`."""
    return key.sign(_signed(kind, payload))


def verify_body(kind: Kind, payload: bytes, signature: bytes, key: PublicKey) -> None:
    """Accept the originator's `signature`. Raises `WrongSignature` otherwise."""
    key.verify(_signed(kind, payload), signature)


@dataclass(frozen=True, slots=True)
class Body:
    """The content of one entry: `kind`, `head`, and the exact `payload` bytes that the originator signed."""

    kind: Kind
    head: Head
    payload: bytes

    def encode(self) -> bytes:
        """Return kind (1 byte), head length (LEB128), head (compact JSON), payload.

        Raises `Malformed` when head or payload are over their limits.
        """
        head = msgspec.json.encode(self.head)
        if len(head) > MAX_HEAD or len(self.payload) > MAX_PAYLOAD:
            raise Malformed(
                "body", f"head of {len(head)} or payload of {len(self.payload)} bytes is too large"
            )
        return b"%c%b%b%b" % (self.kind, uvarint(len(head)), head, self.payload)

    @classmethod
    def decode(cls, data: bytes) -> Body:
        """Read a body. Raises `Malformed` unless `encode` would write exactly `data`."""
        reader = Reader("body", data)
        kind = _kind(reader.take(1)[0])
        length = reader.uvarint()
        if length > MAX_HEAD or len(data) - reader.at - length > MAX_PAYLOAD:
            raise Malformed("body", "head or payload is too large")
        head = decode_exactly(reader.take(length), _HEAD, "body head")
        return cls(kind, head, data[reader.at :])

    def verify(self, key: PublicKey) -> None:
        """Accept the body as signed by `key`.

        Raises `WrongSignature` when it is another key's or does not verify.
        """
        if self.head.key != key.key_hash.hex():
            raise WrongSignature(key.name, f"body is signed by key {self.head.key}, not {key.key_hash.hex()}")
        verify_body(self.kind, self.payload, self.head.sig, key)


def _kind(number: int) -> Kind:
    try:
        return Kind(number)
    except ValueError as error:
        raise Malformed("body", f"unknown kind {number}") from error


def seal_body(kind: Kind, payload: bytes, key: NodeKey, *, by: str, via: tuple[str, ...] = ()) -> Body:
    """Return the body in which agency `by` signs `payload` with `key`, for readers in the circles `via`.

    Raises `Malformed` when `by` or `via` are not ids.
    """
    signature = sign_body(kind, payload, key)
    head = Head(by=by, key=key.public.key_hash.hex(), sig=signature, via=via)
    return Body(kind, decode_exactly(msgspec.json.encode(head), _HEAD, "body head"), payload)


def commit(salt: bytes, body: bytes) -> bytes:
    """Return the 33-byte log entry for the encoded `body` and its 16-byte `salt` (spec/feed.md, step 4)."""
    return _VERSION + sha256(_TAG + salt + body).digest()


def leaf(salt: bytes, body: bytes) -> bytes:
    """Return the 32-byte leaf hash of the entry for the encoded `body`."""
    return sha256(_LEAF + sha256(_TAG + salt + body).digest()).digest()


def leaves(salts: Iterable[bytes], bodies: Iterable[bytes]) -> list[bytes]:
    """Return `leaf` for each salt and body, as fast as one thread can.

    Raises `ValueError` on unequal lengths.
    """
    return [
        sha256(_LEAF + sha256(_TAG + salt + body).digest()).digest()
        for salt, body in zip(salts, bodies, strict=True)
    ]
