"""Reads rows of object versions back into records."""

from __future__ import annotations

from typing import Final

from tansiq.exchange import Signature
from tansiq.release import Audience, Hold, Record
from tansiq.stix import parse
from tansiq.store.codec import blob, from_json, moment, moment_or_none
from tansiq.store.sql.database import Row

RECORD: Final = (
    "v.raw, v.originator, v.shared, v.audience, v.parts, v.recalled, v.expires, v.holds, v.precedence"
)
SIGNATURE: Final = "signer, key, sig"


def record(row: Row) -> Record:
    """Return the record whose `RECORD` columns `row` holds."""
    raw, originator, shared, audience, parts, recalled, expires, holds, precedence = row
    return Record(
        object=parse(blob(raw)),
        originator=originator,
        shared=moment(shared),
        audience=from_json(audience, Audience),
        parts=from_json(parts, dict[str, Audience]),
        recalled=moment_or_none(recalled),
        expires=moment_or_none(expires),
        holds=from_json(holds, tuple[Hold, ...]),
        precedence=precedence,
    )


def signature(row: Row) -> Signature:
    """Return the signature whose `SIGNATURE` columns `row` holds."""
    signer, key, sig = row
    return Signature(signer, key, sig)
