"""The paths below a feed, as the client asks for them and the server reads them (spec/node.md, section 4)."""

from __future__ import annotations

import re
from typing import Final

from tansiq.exchange.errors import NotServed
from tansiq.ledger import PACK_WIDTH, pack_path

_SLICE: Final = re.compile(r"pack/((?:x[0-9]{3}/){0,6}[0-9]{3})(?:\.p/([0-9]{1,3})-([0-9]{1,3}))?")


def feed_path(receiver: str) -> str:
    """Return the path of the feed to agency `receiver` below a node's URL."""
    return f"/feeds/{receiver.removeprefix('identity--')}"


def slice_path(number: int, first: int, last: int) -> str:
    """Return the path of entries `first` to `last` (exclusive) of pack `number`."""
    whole = (first, last) == (0, PACK_WIDTH)
    return pack_path(number) if whole else f"{pack_path(number)}.p/{first}-{last}"


def parse_slice_path(path: str) -> tuple[int, int, int]:
    """Read what `slice_path` wrote. Raises `NotServed` for anything else."""
    match = _SLICE.fullmatch(path)
    if match is None:
        raise NotServed
    number = int(match[1].replace("x", "").replace("/", ""))
    first, last = int(match[2] or 0), int(match[3] or PACK_WIDTH)
    if slice_path(number, first, last) != path or not 0 <= first < last <= PACK_WIDTH:
        raise NotServed
    return number, first, last
