"""Small strict codecs that several formats share: canonical base64, LEB128 numbers, whole seconds."""

from __future__ import annotations

import binascii
from base64 import b64encode
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, TypeVar

import msgspec

from tansiq.ledger.errors import Malformed

_MAX_UVARINT_BYTES: Final = 9
_T = TypeVar("_T")


def to_base64(data: bytes) -> str:
    """Return `data` in standard base64 with padding (RFC 4648, section 4)."""
    return b64encode(data).decode("ascii")


def from_base64(text: str, what: str) -> bytes:
    """Read canonical standard base64.

    Raises `Malformed` (of `what`) if `to_base64` would not write it.
    """
    try:
        data = binascii.a2b_base64(text, strict_mode=True)
    except (binascii.Error, ValueError) as error:
        raise Malformed(what, "not base64") from error
    if to_base64(data) != text:
        raise Malformed(what, "base64 is not canonical")
    return data


def uvarint(number: int) -> bytes:
    """Return `number` as unsigned LEB128 (seven bits a byte, lowest first), at most 63 bits."""
    if not 0 <= number < 1 << 63:
        raise ValueError(number)
    encoded = bytearray()
    while number > 0x7F:
        encoded.append(number & 0x7F | 0x80)
        number >>= 7
    encoded.append(number)
    return bytes(encoded)


@dataclass(slots=True)
class Reader:
    """Takes a format called `what` apart from the front; raises `Malformed` when bytes are missing."""

    what: str
    data: bytes
    at: int = 0

    def take(self, count: int) -> bytes:
        """Return the next `count` bytes."""
        end = self.at + count
        if end > len(self.data):
            raise Malformed(self.what, f"ends at byte {len(self.data)}, needs {count} from byte {self.at}")
        taken = self.data[self.at : end]
        self.at = end
        return taken

    def uvarint(self) -> int:
        """Return the next number; refuses any but its shortest form."""
        if self.at < len(self.data) and self.data[self.at] < 0x80:
            self.at += 1
            return self.data[self.at - 1]
        number = 0
        for index in range(_MAX_UVARINT_BYTES):
            byte = self.take(1)[0]
            number |= (byte & 0x7F) << (7 * index)
            if byte < 0x80:
                if byte == 0 and index:
                    raise Malformed(self.what, f"number before byte {self.at} is not in its shortest form")
                return number
        raise Malformed(self.what, f"number before byte {self.at} exceeds 63 bits")

    def finish(self) -> None:
        """Refuse bytes that nobody asked for."""
        if self.at != len(self.data):
            raise Malformed(self.what, f"{len(self.data) - self.at} bytes too many at the end")


def to_seconds(moment: datetime) -> int:
    """Return the POSIX time of the aware `moment` in whole seconds.

    Raises `ValueError` for a naive or earlier one.
    """
    if moment.tzinfo is None or moment.timestamp() < 0:
        raise ValueError(f"datetime {moment} has no zone or lies before 1970")
    return int(moment.timestamp())


def from_seconds(seconds: int, what: str) -> datetime:
    """Return POSIX `seconds` as an aware UTC moment. Raises `Malformed` (of `what`) beyond the year 9999."""
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise Malformed(what, f"time {seconds} is out of range") from error


def decode_exactly(data: bytes, decoder: msgspec.json.Decoder[_T], what: str) -> _T:
    """Read `data` as JSON with `decoder`.

    Raises `Malformed` (of `what`) unless encoding the result gives `data` again: no spaces, no unknown or
    doubled names, no other order.
    """
    try:
        value = decoder.decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise Malformed(what, str(error)) from error
    if msgspec.json.encode(value) != data:
        raise Malformed(what, "not in its compact form")
    return value
