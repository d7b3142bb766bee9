"""How versions are put in order."""

from __future__ import annotations

from typing import Final

from tansiq.stix import moment

_TO_THE_MILLISECOND: Final = len("2026-03-01T08:00:00.000Z")


def version_key(text: str) -> str:
    """Return the sort key of a version `text`: every digit of the moment kept; empty for an empty text.

    Raises `Malformed` when it is no timestamp (STIX 2.1, 3.12).
    """
    if text:
        moment(text)
    return known_key(text)


def known_key(text: str) -> str:
    """Return the sort key of a version `text` that is known to be a timestamp, or empty."""
    if not text:
        return ""
    if len(text) == _TO_THE_MILLISECOND:
        return f"{text[:-1]}000"
    whole, _, fraction = text[:-1].partition(".")
    return f"{whole}.{fraction.rstrip('0'):0<6}"
