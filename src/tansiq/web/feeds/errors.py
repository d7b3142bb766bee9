"""What the feeds refuse before anything is asked of the exchange."""

from __future__ import annotations


class BodyTooLarge(Exception):
    """A request brings more than anything that a partner has to say."""


class BadQuestion(Exception):
    """A verified reader asks with a `parameter` that cannot be read."""

    def __init__(self, parameter: str) -> None:
        super().__init__(parameter)
        self.parameter = parameter
