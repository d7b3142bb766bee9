"""Proof of origin: whether the bytes that are kept are those that their originator signed."""

from __future__ import annotations

from base64 import b64decode

from tansiq.exchange.agencies import Agency
from tansiq.exchange.cards import public_keys
from tansiq.exchange.letters import kind_of
from tansiq.exchange.ports import Signature
from tansiq.ledger import WrongSignature, verify_body
from tansiq.stix import StixObject


def verify_object(obj: StixObject, signature: Signature, originator: Agency) -> None:
    """Accept `signature` over the exact bytes of `obj` under any key that `originator` ever had.

    Raises `WrongSignature` otherwise.
    """
    for key in public_keys(originator):
        if key.key_hash.hex() == signature.key:
            verify_body(kind_of(obj), obj.raw, b64decode(signature.sig), key)
            return
    raise WrongSignature(originator.id, f"key {signature.key} is not known")
