"""What can go wrong on this side of the wire; what the other side does is the exchange's to name."""

from __future__ import annotations


class NetError(Exception):
    """The root of this room's errors."""


class NotACertificate(NetError):
    """The bytes are not one certificate in PEM."""

    def __init__(self, why: str) -> None:
        super().__init__(f"not a certificate: {why}")
        self.why = why
