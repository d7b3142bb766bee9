"""From hostile bytes to plain Python values, or a `Malformed` that says what is wrong with them."""

import json
import re
from typing import Any, NoReturn

import orjson

from tansiq.stix.errors import Flaw, Malformed

MAX_OBJECT = 16 * 1024 * 1024
MAX_BUNDLE = 100 * 1024 * 1024

_STRINGS = re.compile(rb'"(?:[^"\\]++|\\.)*+"[ \t\r\n]*+(:?)', re.DOTALL)
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


def decode(raw: bytes, limit: int = MAX_OBJECT) -> Any:
    """Decode `raw` (at most `limit` bytes) as strict JSON (RFC 8259, I-JSON numbers).

    Raises `Malformed` when the bytes are too many, not UTF-8, not JSON, or hold a number that a double cannot.
    """
    if len(raw) > limit:
        raise Malformed(Flaw.TOO_LARGE, "", f"{len(raw)} bytes, at most {limit} are allowed")
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        _diagnose(raw, error)


def count_names(raw: bytes) -> int:
    """Count the member names written in `raw` (valid JSON), duplicates included."""
    return _STRINGS.findall(raw).count(b":")


def duplicate_name(raw: bytes) -> str:
    """Return the first member name that an object within `raw` (valid JSON) repeats, or an empty string."""
    found: list[str] = []

    def note(pairs: list[tuple[str, Any]]) -> None:
        seen: set[str] = set()
        for name, _ in pairs:
            if name in seen:
                found.append(name)
            seen.add(name)

    json.loads(raw, object_pairs_hook=note)
    return found[0] if found else ""


def require_exact_integers(raw: bytes) -> None:
    """Refuse integers that the decoder had to round to a double.

    Raises `Malformed` when `raw` holds an integer literal beyond 2^53 - 1.
    """
    json.loads(raw, parse_int=_exact)


def _exact(literal: str) -> int:
    if len(literal) > 17 or abs(int(literal)) >= 2**53:
        raise Malformed(Flaw.NUMBER, "", f"integer {literal[:40]} is beyond 2^53 - 1")
    return int(literal)


def _refuse_constant(name: str) -> NoReturn:
    raise Malformed(Flaw.NUMBER, "", f"{name} is not a JSON number")


def _diagnose(raw: bytes, error: orjson.JSONDecodeError) -> NoReturn:
    if raw.startswith(b"\xef\xbb\xbf"):
        raise Malformed(Flaw.BOM, "", "a byte order mark stands before the text") from error
    try:
        text = raw.decode()
    except UnicodeDecodeError as wrong:
        raise Malformed(Flaw.ENCODING, "", f"not UTF-8 at byte {wrong.start}") from error
    try:
        json.loads(text, parse_constant=_refuse_constant, parse_int=str)
    except RecursionError:
        raise Malformed(Flaw.DEPTH, "", "nested too deeply") from error
    except json.JSONDecodeError:
        raise Malformed(Flaw.JSON, "", str(error)) from error
    if _SURROGATE.search(text):
        raise Malformed(Flaw.SURROGATE, "", str(error)) from error
    raise Malformed(Flaw.NUMBER, "", str(error)) from error
