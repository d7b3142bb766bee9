"""From hostile bytes to plain Python values, or a `Malformed` that says what is wrong with them."""

import json
import re
from typing import Any, NoReturn

import orjson

from tansiq.stix.errors import Flaw, Malformed

MAX_OBJECT = 16 * 1024 * 1024
MAX_BUNDLE = 100 * 1024 * 1024

_STRINGS = re.compile(rb'"(?:[^"\\]++|\\.)*+"[ \t\r\n]*+(:?)', re.DOTALL)
_SPACED = re.compile(rb'"[ \t\r\n]+:')
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


def require_size(raw: bytes, limit: int) -> None:
    """Raise `Malformed` when `raw` has more than `limit` bytes."""
    if len(raw) > limit:
        raise Malformed(Flaw.TOO_LARGE, "", f"{len(raw)} bytes, at most {limit} are allowed")


def decode(raw: bytes) -> object:
    """Decode `raw` (at most 16 MiB) as strict JSON (RFC 8259 with the limits of I-JSON, RFC 7493).

    Raises `Malformed` when there are too many bytes, or they are not UTF-8, not JSON, or hold a number that a
    double cannot hold.
    """
    require_size(raw, MAX_OBJECT)
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        refuse(raw, str(error))


def count_names(raw: bytes) -> int:
    """Count the member names written in `raw` (valid JSON), at any depth, duplicates included."""
    return _STRINGS.findall(raw).count(b":")


def has_names(raw: bytes, number: int) -> bool:
    """Whether `raw` (valid JSON that has at least `number` member names) writes exactly `number` of them."""
    # Without space before a colon a name ends in `":`; so may what is in a string: never fewer than names.
    quick = raw.count(b'":') == number and not _SPACED.search(raw)
    return quick or count_names(raw) == number


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


def has_inexact_integer(raw: bytes) -> bool:
    """Whether `raw` (valid JSON) holds an integer beyond 2^53 - 1, which the decoder may have rounded."""
    wrong: list[str] = []

    def note(literal: str) -> int:
        if len(literal) > 17 or abs(int(literal)) >= 2**53:
            wrong.append(literal)
        return 0

    json.loads(raw, parse_int=note)
    return bool(wrong)


def refuse(raw: bytes, complaint: str) -> NoReturn:
    """Raise the `Malformed` that says why `raw` is not strict JSON; `complaint` is the decoder's own word."""
    if raw.startswith(b"\xef\xbb\xbf"):
        raise Malformed(Flaw.BOM, "", "a byte order mark stands before the text")
    try:
        text = raw.decode()
        json.loads(text, parse_constant=_refuse_constant, parse_int=str)
    except UnicodeDecodeError as error:
        raise Malformed(Flaw.ENCODING, "", f"not UTF-8 at byte {error.start}") from error
    except RecursionError as error:
        raise Malformed(Flaw.DEPTH, "", "nested too deeply") from error
    except json.JSONDecodeError as error:
        raise Malformed(Flaw.JSON, "", complaint) from error
    code = Flaw.SURROGATE if _SURROGATE.search(text) else Flaw.NUMBER
    raise Malformed(code, "", complaint)


def _refuse_constant(name: str) -> NoReturn:
    raise Malformed(Flaw.NUMBER, "", f"{name} is not a JSON number")
