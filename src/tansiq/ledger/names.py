"""The names under which feeds and keys of agencies appear in C2SP formats."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import Final

from tansiq.ledger.errors import Malformed

UUID: Final = r"[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
UUID4: Final = r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
_CIRCLE_TAG: Final = "tansiq/circle/1"
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


def circle_id(convener: str, drawn: str) -> str:
    """Return the id of a circle of `convener` (a STIX identity id), from a newly `drawn` version 4 UUID.

    The last 12 digits are the first 48 bits of SHA-256(`tansiq/circle/1`, newline, convener, newline, the
    digits before), so that nobody else can convene a circle by that id. Raises `Malformed` for another UUID.
    """
    if not re.fullmatch(UUID4, drawn):
        raise Malformed("circle id", f"{drawn[:64]!r} is not a version 4 UUID")
    stem = drawn[:24]
    digest = sha256(f"{_CIRCLE_TAG}\n{convener}\n{stem}".encode()).hexdigest()
    return f"identity--{stem}{digest[:12]}"


def is_convened_by(circle: str, convener: str) -> bool:
    """Return whether `circle` is an id that `circle_id` gives to `convener`."""
    match = _AGENCY.fullmatch(circle)
    return match is not None and circle_id(convener, match[1]) == circle


def _uuid(agency: str) -> str:
    match = _AGENCY.fullmatch(agency)
    if not match:
        raise Malformed("agency id", f"{agency!r} is not identity-- with a version 4 UUID")
    return match[1]
