"""What the feeds refuse before anything is asked of the exchange."""

from __future__ import annotations


class BodyTooLarge(Exception):
    """A request brings more than anything that a partner has to say."""
