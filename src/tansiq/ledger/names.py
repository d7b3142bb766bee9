"""The names under which feeds and keys of agencies appear in C2SP formats."""

from __future__ import annotations

import re
from typing import Final

from tansiq.ledger.errors import Malformed

UUID: Final = r"[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
UUID4: Final = r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
_AGENCY: Final = re.compile(rf"identity--({UUID4})")


def feed_origin(sender: str, receiver: str) -> str:
    """Return the origin line of the feed from agency `sender` to agency `receiver` (STIX identity ids).

    Raises `Malformed` when either is not `identity--` with a version 4 UUID, or both are the same.
    """
    if sender == receiver:
        raise Malformed("feed origin", "sender and receiver are the same agency")
    return f"tansiq/feed/{_uuid(sender)}/{_uuid(receiver)}"


def agency_key_name(agency: str) -> str:
    """Return the name of the node key of `agency` (a STIX identity id). Raises `Malformed` for another id."""
    return f"tansiq/agency/{_uuid(agency)}"


def receipt_key_name(agency: str) -> str:
    """Return the name of the receipt key of `agency` (a STIX identity id).

    Raises `Malformed` for another id.
    """
    return f"tansiq/receipts/{_uuid(agency)}"


def _uuid(agency: str) -> str:
    match = _AGENCY.fullmatch(agency)
    if not match:
        raise Malformed("agency id", f"{agency!r} is not identity-- with a version 4 UUID")
    return match[1]
