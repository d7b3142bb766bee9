"""How a foreign server is reached: what the client needs, over whatever carries it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back, whole: header names in lower case, the body unpacked and within the bounds."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Transport(Protocol):
    """The way to one foreign server, with its credentials.

    Every call raises a `Foreign` when no whole reply came, or for an address on another server.
    """

    def ask(self, method: str, url: str, body: bytes = b"") -> Reply:
        """Send one request and return the reply, whatever its status."""
