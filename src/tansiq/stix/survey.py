"""One walk over a decoded object: references, depth, numbers and forbidden characters."""

import re
from collections.abc import Mapping, Sized
from typing import Any

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

References = list[tuple[str, str]]


def step(path: str, name: object) -> str:
    """Append `name` to the JSON pointer `path` (RFC 6901, section 3)."""
    return f"{path}/{str(name).replace('~', '~0').replace('/', '~1')}"


def references(data: dict[str, Any], raw: bytes) -> tuple[tuple[str, str], ...]:
    """Return (pointer, id) of every reference in `data`, outer ones first, those to markings left out.

    Raises `Malformed` when `data` (decoded from `raw`) nests beyond 64, has more than 500,000 values, repeats
    a member name, holds an integer beyond 2^53 - 1, or a reference that is not an identifier (STIX 2.1,
    sections 2.1 to 2.9).
    """
    walk = _Walk()
    walk.queue.append(("", data, 1))
    for path, node, depth in walk.queue:
        walk.enter(path, node, depth)
        if type(node) is dict:
            walk.visit_object(path, node, depth)
        else:
            walk.visit_list(path, node, depth)
    if walk.large and octets.has_inexact_integer(raw):
        raise Malformed(Flaw.NUMBER, walk.large, "an integer beyond 2^53 - 1")
    if walk.names != octets.count_names(raw):
        name = octets.duplicate_name(raw)
        raise Malformed(Flaw.DUPLICATE, "", f"the member {name!r} stands twice in one object")
    return tuple(walk.found)


class _Walk:
    """The state of one walk; the queue grows while it is walked."""

    __slots__ = ("found", "large", "names", "queue", "values")

    def __init__(self) -> None:
        self.names = 0
        self.values = 0
        self.large = ""
        self.found: References = []
        self.queue: list[tuple[str, Any, int]] = []

    def enter(self, path: str, node: Sized, depth: int) -> None:
        self.values += len(node)
        if depth > MAX_DEPTH:
            raise Malformed(Flaw.DEPTH, path, f"nested deeper than {MAX_DEPTH}")
        if self.values > MAX_VALUES:
            raise Malformed(Flaw.TOO_LARGE, path, f"more than {MAX_VALUES} values")

    def visit_object(self, path: str, node: dict[str, Any], depth: int) -> None:
        self.names += len(node)
        for name, value in node.items():
            kind = type(value)
            if kind is str:
                if name[-4:] == "_ref" and name not in MARKING_REFERENCES:
                    _refer(self.found, step(path, name), value)
            elif kind is list or kind is dict:
                self.queue.append((step(path, name), value, depth + 1))
                if name[-5:] == "_refs" and name not in MARKING_REFERENCES:
                    _refer_all(self.found, step(path, name), value)
            elif kind is int or kind is float:
                self.visit_number(path, name, value)

    def visit_list(self, path: str, node: list[Any], depth: int) -> None:
        for index, value in enumerate(node):
            kind = type(value)
            if kind is list or kind is dict:
                self.queue.append((f"{path}/{index}", value, depth + 1))
            elif kind is int or kind is float:
                self.visit_number(path, index, value)

    def visit_number(self, path: str, name: object, value: float) -> None:
        if -MAX_INTEGER <= value <= MAX_INTEGER:
            return
        self.large = step(path, name)
        if type(value) is int:
            raise Malformed(Flaw.NUMBER, self.large, "an integer beyond 2^53 - 1")


def require_names(data: Mapping[str, Any]) -> None:
    """Refuse property names outside a-z, 0-9 and _ (STIX 2.1, section 11.1).

    Raises `Malformed` when a top-level name is not of that form.
    """
    joined = " ".join(data)
    if not _NAMES.fullmatch(joined) or joined.count(" ") >= len(data):
        wrong = next((name for name in data if not re.fullmatch(_NAME, name)), "")
        code = Flaw.INVISIBLE if _UNSEEN.search(wrong) else Flaw.NAME
        raise Malformed(code, step("", wrong), "a property name is made of a-z, 0-9 and _ only")


def require_clean(data: Mapping[str, Any], raw: bytes, *, evidence: bool) -> None:
    """Refuse unseen characters in names at any depth, and control characters in strings.

    Tab, line feed and carriage return are text; in `evidence` (cyber-observables) only NUL is refused.
    Raises `Malformed` when such a character is found.
    """
    if not _ODD.search(raw):
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


def _require_text(text: str, path: str, *, evidence: bool) -> None:
    found = _CONTROL.search(text)
    if found and (not evidence or "\0" in text):
        raise Malformed(Flaw.CONTROL, path, f"control character U+{ord(found[0]):04X} in a string")


def _require_seen(name: str, path: str) -> None:
    found = _UNSEEN.search(name)
    if found:
        raise Malformed(Flaw.INVISIBLE, path, f"unseen character U+{ord(found[0]):04X} in a name")


def _refer(found: References, path: str, value: str) -> None:
    if IDENTIFIER.fullmatch(value):
        found.append((path, value))
    elif "--" in value or _UNSEEN.search(value):
        raise Malformed(Flaw.IDENTIFIER, path, "a reference is written type--uuid")


def _refer_all(found: References, path: str, values: list[Any]) -> None:
    for index, value in enumerate(values):
        if type(value) is str:
            _refer(found, f"{path}/{index}", value)
