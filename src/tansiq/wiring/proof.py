"""Whether what is kept is what its originator signed."""

from __future__ import annotations

from tansiq.exchange import Signature, Transaction, verify_object
from tansiq.ledger import WrongSignature
from tansiq.release import Record


def is_verified(tx: Transaction, record: Record, signature: Signature | None) -> bool:
    """Return whether `signature` verifies, now, over the exact bytes of `record`, for a page to show."""
    originator = tx.agencies.known(record.originator)
    if originator is None or signature is None:
        return False
    try:
        verify_object(record.object, signature, originator)
    except WrongSignature:
        return False
    return True
