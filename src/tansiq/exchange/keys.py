"""The secret keys of one agency's node, made together and kept apart from everything else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from pyrage.x25519 import Identity

from tansiq.ledger import NodeKey, agency_key_name, generate, receipt_key_name


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


def make_keyring(agency: str, random_bytes: Callable[[int], bytes], seal: str) -> Keyring:
    """Return new signing keys for `agency` (a STIX identity id), drawn from `random_bytes`, and its `seal`.

    The seal is an age identity as its own library generates it.

    Raises `Malformed` when `agency` is no agency's id.
    """
    return Keyring(
        agency=agency,
        node=generate(agency_key_name(agency), random_bytes),
        receipt=generate(receipt_key_name(agency), random_bytes),
        seal=seal,
    )
