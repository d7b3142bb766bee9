"""Reads as much of an entry's encoded body as a page needs, and no more (spec/feed.md)."""

from __future__ import annotations

from typing import Final

_VIA: Final = b'"via":['


def payload(body: bytes) -> bytes:
    """Return the payload of an encoded body that this node wrote itself.

    Raises `IndexError` when it is no body.
    """
    low, middle = body[1], body[2]
    # A head is nearly always between 128 and 16,383 bytes long.
    if low > 0x7F > middle:
        return body[3 + (low & 0x7F | middle << 7) :]
    return body[_payload_at(body) :]


def came_through(body: bytes, circle: str) -> bool:
    """Whether the head of an encoded body names `circle` among those that the payload came through."""
    head = body[: _payload_at(body)]
    at = head.find(_VIA)
    return at > 0 and b'"%b"' % circle.encode() in head[at + len(_VIA) :]


def _payload_at(body: bytes) -> int:
    """Return where the payload begins: after the kind, the length of the head (LEB128) and the head."""
    low = body[1]
    if low < 0x80:
        return 2 + low
    middle = body[2]
    if middle < 0x80:
        return 3 + (low & 0x7F | middle << 7)
    return 4 + (low & 0x7F | (middle & 0x7F) << 7 | body[3] << 14)
