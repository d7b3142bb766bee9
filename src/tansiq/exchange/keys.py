"""The secret keys of one agency's node, made together and kept apart from everything else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final

from pyrage.x25519 import Identity

from tansiq.ledger import NodeKey, agency_key_name, generate, receipt_key_name

_CHARSET: Final = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATORS: Final = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_AGE_PREFIX: Final = "age-secret-key-"


@dataclass(frozen=True, slots=True)
class Keyring:
    """The keys of `agency`.

    `node` signs objects, heads and requests, `receipt` signs receipts alone, `seal` opens age files.

    `retired` holds earlier node keys that partners may not yet have seen replaced, newest last.
    """

    agency: str
    node: NodeKey
    receipt: NodeKey
    seal: str = field(repr=False)
    retired: tuple[NodeKey, ...] = ()

    @property
    def recipient(self) -> str:
        """The age recipient (X25519) to which others seal what is for this agency."""
        return str(Identity.from_str(self.seal).to_public())

    @property
    def signers(self) -> tuple[NodeKey, ...]:
        """Every node key that a partner may still go by, the one in force first."""
        return (self.node, *reversed(self.retired))

    def rotated(self, node: NodeKey) -> Keyring:
        """Return the keyring in which `node` is in force and the former node key is retired."""
        return replace(self, node=node, retired=(*self.retired, self.node))


def make_keyring(agency: str, random_bytes: Callable[[int], bytes]) -> Keyring:
    """Return new keys for `agency` (a STIX identity id), all drawn from `random_bytes`.

    Raises `Malformed` when `agency` is no agency's id.
    """
    return Keyring(
        agency=agency,
        node=generate(agency_key_name(agency), random_bytes),
        receipt=generate(receipt_key_name(agency), random_bytes),
        seal=age_identity(random_bytes(32)),
    )


def age_identity(secret: bytes) -> str:
    """Return the 32-byte X25519 `secret` as age writes an identity: Bech32 (BIP 173) in capitals."""
    return _bech32(_AGE_PREFIX, secret).upper()


def _bech32(prefix: str, data: bytes) -> str:
    bits = "".join(f"{byte:08b}" for byte in data)
    bits += "0" * (-len(bits) % 5)
    values = [int(bits[at : at + 5], 2) for at in range(0, len(bits), 5)]
    expanded = [ord(char) >> 5 for char in prefix] + [0] + [ord(char) & 31 for char in prefix]
    checksum = _polymod([*expanded, *values, 0, 0, 0, 0, 0, 0]) ^ 1
    values += [checksum >> 5 * (5 - at) & 31 for at in range(6)]
    return f"{prefix}1{''.join(_CHARSET[value] for value in values)}"


def _polymod(values: list[int]) -> int:
    result = 1
    for value in values:
        top = result >> 25
        result = (result & 0x1FFFFFF) << 5 ^ value
        for at, generator in enumerate(_GENERATORS):
            result ^= generator if top >> at & 1 else 0
    return result
