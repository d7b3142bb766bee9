"""Ed25519 keys with a name, as C2SP signed-note has them, and a fingerprint to be read aloud."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import IntEnum
from hashlib import sha256
from typing import Final

from nacl.bindings import crypto_core_ed25519_is_valid_point, crypto_sign, crypto_sign_seed_keypair
from nacl.exceptions import BadSignatureError
from nacl.exceptions import ValueError as NaclValueError
from nacl.signing import VerifyKey

from tansiq.ledger.encoding import from_base64, to_base64
from tansiq.ledger.errors import Malformed, WrongSignature

KEY_SIZE: Final = 32
SIGNATURE_SIZE: Final = 64

_FINGERPRINT_TAG: Final = b"tansiq/fingerprint/1\n"
_FINGERPRINT_DIGITS: Final = 40
_VKEY: Final = re.compile(r"([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)")


class SignatureType(IntEnum):
    """Signature type bytes of C2SP signed-note, section "Signature types"."""

    ED25519 = 0x01
    COSIGNATURE = 0x04


def check_name(name: str) -> None:
    """Accept a key name (C2SP signed-note, section "Format").

    Raises `Malformed` when it is empty or has a space, a plus sign or a control character.
    """
    if not name or any(char.isspace() or char == "+" or char < " " for char in name):
        raise Malformed("key name", f"{name!r} is empty or has a space, a plus or a control character")
    try:
        name.encode()
    except UnicodeEncodeError as error:
        raise Malformed("key name", f"{name!r} is not Unicode text") from error


def key_hash(name: str, kind: SignatureType, raw: bytes) -> bytes:
    """Return the 4-byte key id of the key `raw` under `name` (C2SP signed-note, section "Signatures")."""
    return sha256(b"%b\n%c%b" % (name.encode(), kind, raw)).digest()[:4]


@dataclass(frozen=True, slots=True)
class PublicKey:
    """An Ed25519 public key `raw` (32 bytes) under a `name`.

    Raises `Malformed` for a bad name, and for a point that is not canonical or not in the prime-order group.
    """

    name: str
    raw: bytes
    key_hash: bytes = field(init=False, repr=False, compare=False)
    """The 4-byte key id for signatures of type 0x01 (C2SP signed-note, section "Signatures")."""

    def __post_init__(self) -> None:
        check_name(self.name)
        object.__setattr__(self, "key_hash", self.hash_for(SignatureType.ED25519))
        if len(self.raw) != KEY_SIZE or not crypto_core_ed25519_is_valid_point(self.raw):
            raise Malformed("public key", f"{self.raw.hex()} is not a point of the prime-order group")

    def hash_for(self, kind: SignatureType) -> bytes:
        """Return the 4-byte key id for signatures of type `kind`."""
        return key_hash(self.name, kind, self.raw)

    def vkey(self, kind: SignatureType = SignatureType.ED25519) -> str:
        """Return the verifier key text `name+hash+base64` (C2SP signed-note, section "Verifier keys")."""
        return f"{self.name}+{self.hash_for(kind).hex()}+{to_base64(bytes([kind]) + self.raw)}"

    def named(self, name: str) -> PublicKey:
        """Return the same key under another `name`."""
        return replace(self, name=name)

    def verify(self, message: bytes, signature: bytes) -> None:
        """Accept `signature` (64 bytes) over `message` (RFC 8032, with libsodium's strictness).

        Raises `WrongSignature` otherwise.
        """
        try:
            VerifyKey(self.raw).verify(message, signature)
        except (BadSignatureError, NaclValueError) as error:
            raise WrongSignature(self.name, "does not verify") from error


@dataclass(frozen=True, slots=True)
class NodeKey:
    """A named Ed25519 signing key; `seed` (32 bytes) is secret and never shown."""

    name: str
    seed: bytes = field(repr=False)
    public: PublicKey = field(init=False)
    _secret: bytes = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if len(self.seed) != KEY_SIZE:
            raise Malformed("seed", f"{len(self.seed)} bytes instead of {KEY_SIZE}")
        public, secret = crypto_sign_seed_keypair(self.seed)
        object.__setattr__(self, "_secret", secret)
        object.__setattr__(self, "public", PublicKey(self.name, public))

    def named(self, name: str) -> NodeKey:
        """Return the same key under another `name`."""
        return NodeKey(name, self.seed)

    def sign(self, message: bytes) -> bytes:
        """Return the 64-byte Ed25519 signature over `message` (RFC 8032)."""
        return crypto_sign(message, self._secret)[:SIGNATURE_SIZE]


def generate(name: str, random_bytes: Callable[[int], bytes]) -> NodeKey:
    """Return a new key called `name`, its seed drawn from `random_bytes`."""
    return NodeKey(name, random_bytes(KEY_SIZE))


def parse_vkey(text: str, kind: SignatureType = SignatureType.ED25519) -> PublicKey:
    """Read a verifier key text of type `kind`.

    Raises `Malformed` for anything that `PublicKey.vkey` would not write.
    """
    match = _VKEY.fullmatch(text)
    if not match:
        raise Malformed("verifier key", "not of the form name+hash+base64")
    name, key_hash, encoded = match.groups()
    material = from_base64(encoded, "verifier key")
    if material[:1] != bytes([kind]):
        raise Malformed("verifier key", f"type {material[:1].hex()} instead of {kind:02x}")
    public = PublicKey(name, material[1:])
    if public.hash_for(kind).hex() != key_hash:
        raise Malformed("verifier key", f"hash {key_hash} does not belong to the name and the key")
    return public


def fingerprint(public: PublicKey) -> str:
    """Return eight groups of five digits for `public`, to be read aloud and compared by two people.

    They are the last 40 decimal digits (133 bits) of SHA-256(`tansiq/fingerprint/1`, newline, raw key) as a
    big-endian number. The name is not covered: a key has one fingerprint under all its names.
    """
    number = int.from_bytes(sha256(_FINGERPRINT_TAG + public.raw).digest())
    digits = f"{number % 10**_FINGERPRINT_DIGITS:0{_FINGERPRINT_DIGITS}d}"
    return " ".join(digits[at : at + 5] for at in range(0, _FINGERPRINT_DIGITS, 5))
