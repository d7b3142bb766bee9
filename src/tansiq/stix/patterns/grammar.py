"""The grammar of patterns (STIX 2.1, section 9), by recursive descent of bounded depth."""

import re
from typing import NoReturn

from tansiq.stix.errors import Flaw, Malformed
from tansiq.stix.patterns.tokens import SPACE, TOKEN, Token, token_of
from tansiq.stix.patterns.values import is_hash, is_in_calendar

DEEPEST = 64
_BEGIN = re.compile(rf"[({SPACE}]*+\[")
_QUALIFIERS = frozenset({"REPEATS", "START", "WITHIN"})
_ORDERABLE = frozenset({"string", "integer", "float", "timestamp", "hex", "binary"})
_PRIMITIVE = _ORDERABLE | {"boolean"}
_EQUALITY = frozenset({"=", "!="})
_ORDER = frozenset({"<", "<=", ">", ">="})
_OF_NETWORKS = frozenset({"ISSUBSET", "ISSUPERSET"})
_OF_TEXT = frozenset({"LIKE", "MATCHES"})
_OPERATORS = _EQUALITY | _ORDER | _OF_NETWORKS | _OF_TEXT | {"IN"}
_BETWEEN_COMPARISONS = frozenset({"AND", "OR"})
_BETWEEN_OBSERVATIONS = _BETWEEN_COMPARISONS | {"FOLLOWEDBY"}
_END = frozenset({"end"})
_STRING, _TIMESTAMP = frozenset({"string"}), frozenset({"timestamp"})
_WHOLE, _NUMBER = frozenset({"integer"}), frozenset({"integer", "float"})
_TYPE, _STEP = frozenset({"name", "hyphenated"}), frozenset({"name", "string"})
_INDEX = frozenset({"integer", "*"})


class Grammar:
    """Reads the pattern `text` once from left to right; a refusal names `pointer`.

    Each method reads what it is named after, and raises `Malformed` when something else stands there.
    """

    def __init__(self, text: str, pointer: str) -> None:
        self._text = text
        self._pointer = pointer
        self._found = TOKEN.finditer(text)
        self._next = token_of(next(self._found))

    def pattern(self) -> None:
        """Read the whole text; it begins with an observation expression, not with a comment."""
        if not _BEGIN.match(self._text):
            self._refuse(self._next, "a pattern begins with '['")
        self._observations(1)
        self._take(_END)

    def _observations(self, depth: int) -> None:
        self._observation(depth)
        while self._accept_any(_BETWEEN_OBSERVATIONS):
            self._observation(depth)

    def _observation(self, depth: int) -> None:
        self._require_depth(depth)
        if self._accept("("):
            self._observations(depth + 1)
            self._demand(")")
            self._qualifiers(once=False)
        else:
            self._demand("[")
            self._comparisons(depth + 1)
            self._demand("]")
            self._qualifiers(once=True)

    def _qualifiers(self, *, once: bool) -> None:
        """Read qualifiers (section 9.5.1); `once`: no kind of them stands twice."""
        seen: set[str] = set()
        while self._next.kind in _QUALIFIERS:
            if once and self._next.kind in seen:
                self._refuse(self._next, f"{self._next.kind} stands twice after one observation")
            seen.add(self._next.kind)
            self._qualifier(self._take(_QUALIFIERS).kind)

    def _qualifier(self, kind: str) -> None:
        if kind == "START":
            self._constant(_TIMESTAMP)
            self._demand("STOP")
            self._constant(_TIMESTAMP)
        elif kind == "WITHIN":
            self._positive(_NUMBER)
            self._demand("SECONDS")
        else:
            self._positive(_WHOLE)
            self._demand("TIMES")

    def _positive(self, kinds: frozenset[str]) -> None:
        number = self._take(kinds)
        if number.text.startswith("-") or not number.text.strip("+0."):
            self._refuse(number, "a number greater than zero is needed")

    def _comparisons(self, depth: int) -> None:
        self._comparison(depth)
        while self._accept_any(_BETWEEN_COMPARISONS):
            self._comparison(depth)

    def _comparison(self, depth: int) -> None:
        self._require_depth(depth)
        if self._accept("("):
            self._comparisons(depth + 1)
            self._demand(")")
        elif self._accept("NOT"):
            self._demand("EXISTS")
            self._path()
        elif self._accept("EXISTS"):
            self._path()
        else:
            self._test(self._path())

    def _path(self) -> str:
        """Read an object path (section 9.7); return the name of the hash that it leads to, or nothing."""
        self._take(_TYPE)
        self._demand(":")
        steps = [self._step()]
        while self._next.kind in {".", "["}:
            steps.append(self._step() if self._accept(".") else self._index())
        return steps[-1] if "hashes" in steps else ""

    def _step(self) -> str:
        token = self._take(_STEP)
        return token.text if token.kind == "name" else _unquoted(token.text)

    def _index(self) -> str:
        self._demand("[")
        place = self._take(_INDEX)
        if place.text.startswith("-"):
            self._refuse(place, "an index counts from zero")
        self._demand("]")
        return ""

    def _test(self, algorithm: str) -> None:
        """Read an operator with its constant (section 9.6.1), a hash by `algorithm` if that is given."""
        self._accept("NOT")
        operator = self._take(_OPERATORS).kind
        if operator == "IN":
            self._set(algorithm)
        elif operator in _OF_TEXT:
            self._constant(_STRING)
        elif operator in _OF_NETWORKS:
            self._constant(_STRING, algorithm)
        else:
            self._constant(_PRIMITIVE if operator in _EQUALITY else _ORDERABLE, algorithm)

    def _set(self, algorithm: str) -> None:
        self._demand("(")
        if self._accept(")"):
            return
        self._constant(_PRIMITIVE, algorithm)
        while self._accept(","):
            self._constant(_PRIMITIVE, algorithm)
        self._demand(")")

    def _constant(self, kinds: frozenset[str], algorithm: str = "") -> None:
        constant = self._take(kinds)
        if constant.kind == "timestamp" and not is_in_calendar(constant.text):
            self._refuse(constant, "a day that is not in the calendar")
        if algorithm and not is_hash(algorithm, constant.text):
            self._refuse(constant, f"this is no hash by {algorithm[:20]}")

    def _require_depth(self, depth: int) -> None:
        if depth > DEEPEST:
            self._refuse(self._next, f"nested deeper than {DEEPEST}")

    def _accept(self, kind: str) -> bool:
        """Step over the next token when it is of `kind`."""
        if self._next.kind != kind:
            return False
        self._next = token_of(next(self._found))
        return True

    def _accept_any(self, kinds: frozenset[str]) -> bool:
        return self._next.kind in kinds and self._accept(self._next.kind)

    def _demand(self, kind: str) -> None:
        if not self._accept(kind):
            self._refuse(self._next, f"here a pattern has {kind}")

    def _take(self, kinds: frozenset[str]) -> Token:
        """Return the next token, one of `kinds`, and step over it, unless it is the end."""
        token = self._next
        if token.kind not in kinds:
            self._refuse(token, f"here a pattern has {' or '.join(sorted(kinds))}")
        if token.kind != "end":
            self._next = token_of(next(self._found))
        return token

    def _refuse(self, token: Token, why: str) -> NoReturn:
        seen = f"{token.text[:40]!r}" if token.text else "the end"
        raise Malformed(Flaw.RULE, self._pointer, f"character {token.start + 1}, {seen}: {why}")


def _unquoted(text: str) -> str:
    return text[1:-1].replace("\\'", "'").replace("\\\\", "\\")
