"""Which addresses a node may be reached at.

TLS with a pinned certificate, or plain HTTP on this very machine.
"""

from __future__ import annotations

import re
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from tansiq.exchange.agencies import Address
from tansiq.exchange.errors import BadAddress

_PIN = re.compile(r"[0-9a-f]{64}")


def check_address(address: Address, *, home: Address) -> Address:
    """Return `address` if a partner may give it to a node at `home`.

    Raises `BadAddress` for anything but `https` with a pin, or plain `http` between two nodes that are both
    on loopback.
    """
    if address.url is None:
        return address
    parts = _split(address.url)
    if parts.scheme == "https" and address.pin and _PIN.fullmatch(address.pin):
        if is_loopback(address.url) and not (home.url and is_loopback(home.url)):
            raise BadAddress(url=address.url, why="loopback address of another machine")
        return address
    if (
        parts.scheme == "http"
        and address.pin is None
        and home.url
        and is_loopback(address.url)
        and is_loopback(home.url)
    ):
        return address
    raise BadAddress(url=address.url, why="neither https with a pin nor loopback")


def is_loopback(url: str) -> bool:
    """Return whether `url` names this very machine.

    Raises `BadAddress` when it is not a plain node address.
    """
    host = _split(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        surplus = parts.username or parts.password or parts.query or parts.fragment or parts.port == 0
    except ValueError as error:
        raise BadAddress(url=url[:200], why=str(error)) from error
    printable = url.isascii() and url.isprintable() and " " not in url
    if (
        parts.scheme not in {"http", "https"}
        or not parts.hostname
        or surplus
        or len(url) > 500
        or not printable
    ):
        raise BadAddress(url=url[:200], why="not a plain http or https address")
    return parts
