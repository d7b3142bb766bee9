"""One walk over a decoded object: references, depth, numbers and forbidden characters."""

import re
from collections.abc import Mapping
from typing import Any, NoReturn

from tansiq.stix import octets
from tansiq.stix.errors import Flaw, Malformed

MAX_DEPTH = 64
MAX_VALUES = 500_000
MAX_INTEGER = 2**53 - 1
MARKING_REFERENCES = frozenset({"object_marking_refs", "marking_ref"})

_UUID = "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-5][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}"
IDENTIFIER = re.compile(f"[a-z][a-z0-9-]{{1,248}}[a-z0-9]--{_UUID}")

_NAME = "[a-z0-9_]{1,250}"
_NAMES = re.compile(f"{_NAME}(?: {_NAME})*+")
_ODD = re.compile(
    rb"\\[ubf]|\x7f|\xc2[\x80-\x9f\xad]|\xd8\x9c|\xe1\xa0\x8e|\xe2(?:\x80[\x8b-\x8f\xa8-\xae]|\x81[\xa0-\xaf])"
    rb"|\xef\xbb\xbf|\xef\xbf[\xb9-\xbb]|\xf3\xa0"
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e0fff]"
)

_REMEMBERED = 4096
_ACCEPTED: set[str] = set()
"""Names of properties that were looked at before, and are in order."""

References = tuple[tuple[str, str], ...]
Trail = tuple[()] | tuple["Trail", str | int]


def step(path: str, name: object) -> str:
    """Append `name` to the JSON pointer `path` (RFC 6901, section 3)."""
    return f"{path}/{str(name).replace('~', '~0').replace('/', '~1')}"


def references(data: dict[str, Any], raw: bytes) -> References:
    """Return (pointer, id) of every reference in `data`, outer ones first, those to markings left out.

    Raises `Malformed` when `data` (decoded from `raw`) nests beyond 64, has more than 500,000 values, repeats
    a member name, holds an integer beyond 2^53 - 1, or a reference that is not an identifier (STIX 2.1,
    sections 2.1 to 2.9).
    """
    walk = _Walk()
    walk.queue.append(((), data, 1))
    for trail, node, depth in walk.queue:
        walk.values += len(node)
        if depth > MAX_DEPTH or walk.values > MAX_VALUES:
            walk.refuse(trail, depth)
        if type(node) is dict:
            walk.visit_object(trail, node, depth)
        else:
            walk.visit_list(trail, node, depth)
    if walk.large and octets.has_inexact_integer(raw):
        raise Malformed(Flaw.NUMBER, _pointer(walk.large), "an integer beyond 2^53 - 1")
    if not octets.has_names(raw, walk.names):
        name = octets.duplicate_name(raw)
        raise Malformed(Flaw.DUPLICATE, "", f"the member {name!r} stands twice in one object")
    return tuple(walk.found)


class _Walk:
    """The state of one walk; the queue grows while it is walked."""

    __slots__ = ("found", "large", "names", "queue", "values")

    def __init__(self) -> None:
        self.names = 0
        self.values = 0
        self.large: Trail = ()
        self.found: list[tuple[str, str]] = []
        self.queue: list[tuple[Trail, Any, int]] = []

    def visit_object(self, trail: Trail, node: dict[str, Any], depth: int) -> None:
        self.names += len(node)
        for name, value in node.items():
            kind = type(value)
            if kind is str:
                if name[-4:] == "_ref" and name not in MARKING_REFERENCES:
                    self.refer(value, (trail, name))
            elif kind is list or kind is dict:
                self.queue.append(((trail, name), value, depth + 1))
                if kind is list and name[-5:] == "_refs" and name not in MARKING_REFERENCES:
                    self.refer_all(value, (trail, name))
            elif kind is int or kind is float:
                self.visit_number(value, (trail, name))

    def visit_list(self, trail: Trail, node: list[Any], depth: int) -> None:
        for index, value in enumerate(node):
            kind = type(value)
            if kind is list or kind is dict:
                self.queue.append(((trail, index), value, depth + 1))
            elif kind is int or kind is float:
                self.visit_number(value, (trail, index))

    def visit_number(self, value: float, trail: Trail) -> None:
        if -MAX_INTEGER <= value <= MAX_INTEGER:
            return
        self.large = trail
        if type(value) is int:
            raise Malformed(Flaw.NUMBER, _pointer(trail), "an integer beyond 2^53 - 1")

    def refer(self, value: str, trail: Trail) -> None:
        if IDENTIFIER.fullmatch(value):
            self.found.append((_pointer(trail), value))
        elif "--" in value or _UNSEEN.search(value):
            raise Malformed(Flaw.IDENTIFIER, _pointer(trail), "a reference is written type--uuid")

    def refer_all(self, values: list[Any], trail: Trail) -> None:
        for index, value in enumerate(values):
            if type(value) is str:
                self.refer(value, (trail, index))

    def refuse(self, trail: Trail, depth: int) -> NoReturn:
        if depth > MAX_DEPTH:
            raise Malformed(Flaw.DEPTH, _pointer(trail), f"nested deeper than {MAX_DEPTH}")
        raise Malformed(Flaw.TOO_LARGE, _pointer(trail), f"more than {MAX_VALUES} values")


def _pointer(trail: Trail) -> str:
    """Return the JSON pointer of a trail: (trail of the container, name or index), () for the whole."""
    if not trail:
        return ""
    container, name = trail
    if not container:
        return step("", name)
    return step(_pointer(container), name)


def require_names(data: Mapping[str, Any]) -> None:
    """Refuse property names outside a-z, 0-9 and _ (STIX 2.1, section 11.1).

    Raises `Malformed` when a top-level name is not of that form.
    """
    if data.keys() <= _ACCEPTED:
        return
    joined = " ".join(data)
    if not _NAMES.fullmatch(joined) or joined.count(" ") >= len(data):
        wrong = next((name for name in data if not re.fullmatch(_NAME, name)), "")
        code = Flaw.INVISIBLE if _UNSEEN.search(wrong) else Flaw.NAME
        raise Malformed(code, step("", wrong), "a property name is made of a-z, 0-9 and _ only")
    if len(_ACCEPTED) + len(data) <= _REMEMBERED:
        _ACCEPTED.update(data)


def require_clean(data: Mapping[str, Any], raw: bytes, *, evidence: bool) -> None:
    """Refuse unseen characters in names at any depth, and control characters in strings.

    Tab, line feed and carriage return are text; in `evidence` (cyber-observables) only NUL is refused.
    Raises `Malformed` when such a character is found.
    """
    if _is_plain(raw) or not _ODD.search(raw):
        return
    queue: list[tuple[str, Any]] = [("", data)]
    for path, node in queue:
        if isinstance(node, str):
            _require_text(node, path, evidence=evidence)
        elif isinstance(node, list):
            queue.extend((f"{path}/{index}", value) for index, value in enumerate(node))
        elif isinstance(node, dict):
            for name, value in node.items():
                _require_seen(name, step(path, name))
                queue.append((step(path, name), value))


def _is_plain(raw: bytes) -> bool:
    return raw.isascii() and b"\\" not in raw and b"\x7f" not in raw


def _require_text(text: str, path: str, *, evidence: bool) -> None:
    found = _CONTROL.search(text)
    if found and (not evidence or "\0" in text):
        raise Malformed(Flaw.CONTROL, path, f"control character U+{ord(found[0]):04X} in a string")


def _require_seen(name: str, path: str) -> None:
    found = _UNSEEN.search(name)
    if found:
        raise Malformed(Flaw.INVISIBLE, path, f"unseen character U+{ord(found[0]):04X} in a name")
