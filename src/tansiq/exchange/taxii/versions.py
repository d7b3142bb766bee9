"""How versions are put in order."""

from __future__ import annotations

from tansiq.stix import moment


def version_key(text: str) -> str:
    """Return the sort key of a version `text`: every digit of the moment kept; empty for an empty text.

    Raises `Malformed` when it is no timestamp (STIX 2.1, 3.12).
    """
    if not text:
        return ""
    moment(text)
    whole, _, fraction = text.rstrip("Z").partition(".")
    return f"{whole}.{fraction.rstrip('0'):0<6}"
