"""Change of a node key: a statement that the old and the new key both sign, carried by the feed itself."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Final

import msgspec

from tansiq.ledger.encoding import decode_exactly, to_seconds
from tansiq.ledger.entries import AgencyId, Body, Kind, RawSignature, seal_body
from tansiq.ledger.errors import Malformed, WrongSignature
from tansiq.ledger.keys import KEY_SIZE, NodeKey, PublicKey

_TAG: Final = b"tansiq/rotate/1\n"

RawKey = Annotated[bytes, msgspec.Meta(min_length=KEY_SIZE, max_length=KEY_SIZE)]


class Rotation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Agency `by` signs with `new` instead of `old` from `at` on (seconds); the new key signs `proof`."""

    by: AgencyId
    old: RawKey
    new: RawKey
    at: Annotated[int, msgspec.Meta(ge=0, le=2**53 - 1)]
    proof: RawSignature


_ROTATION: Final = msgspec.json.Decoder(Rotation)


def _proven(by: str, old: bytes, new: bytes, at: int) -> bytes:
    return b"%b%b\n%b%b%b" % (_TAG, by.encode(), old, new, at.to_bytes(8))


def rotate(by: str, old: NodeKey, new: NodeKey, now: datetime) -> Body:
    """Return the body in which agency `by` replaces its `old` key by `new` at `now`, signed under both.

    The old key signs the body, the new one the proof within. Raises `Malformed` when both are the same key.
    """
    _refuse_same(old.public.raw, new.public.raw)
    at = to_seconds(now)
    proof = new.sign(_proven(by, old.public.raw, new.public.raw, at))
    rotation = Rotation(by=by, old=old.public.raw, new=new.public.raw, at=at, proof=proof)
    return seal_body(Kind.KEY, msgspec.json.encode(rotation), old, by=by)


def verify_rotation(body: Body, current: PublicKey) -> PublicKey:
    """Return the key that `body` puts in the place of `current`, under the same name.

    Raises `Malformed`, and `WrongSignature` when either key did not sign or another key is replaced.
    """
    if body.kind is not Kind.KEY:
        raise Malformed("rotation", f"a body of kind {body.kind.name}")
    body.verify(current)
    rotation = decode_exactly(body.payload, _ROTATION, "rotation")
    _refuse_same(rotation.old, rotation.new)
    if rotation.by != body.head.by or rotation.old != current.raw:
        raise WrongSignature(current.name, "the rotation is of another agency or another key")
    new = PublicKey(current.name, rotation.new)
    new.verify(_proven(rotation.by, rotation.old, rotation.new, rotation.at), rotation.proof)
    return new


def _refuse_same(old: bytes, new: bytes) -> None:
    if old == new:
        raise Malformed("rotation", "the new key is the old one")
