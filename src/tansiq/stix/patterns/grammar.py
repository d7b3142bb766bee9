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
        self._take("end")

    def _observations(self, depth: int) -> None:
        self._observation(depth)
        while self._accept("AND", "OR", "FOLLOWEDBY"):
            self._observation(depth)

    def _observation(self, depth: int) -> None:
        self._require_depth(depth)
        if self._accept("("):
            self._observations(depth + 1)
            self._take(")")
            self._qualifiers(once=False)
        else:
            self._take("[")
            self._comparisons(depth + 1)
            self._take("]")
            self._qualifiers(once=True)

    def _qualifiers(self, *, once: bool) -> None:
        """Read qualifiers (section 9.5.1); `once`: no kind of them stands twice."""
        seen: set[str] = set()
        while self._next.kind in _QUALIFIERS:
            if once and self._next.kind in seen:
                self._refuse(self._next, f"{self._next.kind} stands twice after one observation")
            seen.add(self._next.kind)
            self._qualifier(self._take(*_QUALIFIERS).kind)

    def _qualifier(self, kind: str) -> None:
        if kind == "START":
            self._constant("timestamp")
            self._take("STOP")
            self._constant("timestamp")
        elif kind == "WITHIN":
            self._positive("integer", "float")
            self._take("SECONDS")
        else:
            self._positive("integer")
            self._take("TIMES")

    def _positive(self, *kinds: str) -> None:
        number = self._take(*kinds)
        if number.text.startswith("-") or not number.text.strip("+0."):
            self._refuse(number, "a number greater than zero is needed")

    def _comparisons(self, depth: int) -> None:
        self._comparison(depth)
        while self._accept("AND", "OR"):
            self._comparison(depth)

    def _comparison(self, depth: int) -> None:
        self._require_depth(depth)
        if self._accept("("):
            self._comparisons(depth + 1)
            self._take(")")
        elif self._accept("NOT"):
            self._take("EXISTS")
            self._path()
        elif self._accept("EXISTS"):
            self._path()
        else:
            self._test(self._path())

    def _path(self) -> str:
        """Read an object path (section 9.7); return the name of the hash that it leads to, or nothing."""
        self._take("name", "hyphenated")
        self._take(":")
        steps = [self._step()]
        while self._next.kind in {".", "["}:
            steps.append(self._step() if self._accept(".") else self._index())
        return steps[-1] if "hashes" in steps else ""

    def _step(self) -> str:
        token = self._take("name", "string")
        return token.text if token.kind == "name" else _unquoted(token.text)

    def _index(self) -> str:
        self._take("[")
        place = self._take("integer", "*")
        if place.text.startswith("-"):
            self._refuse(place, "an index counts from zero")
        self._take("]")
        return ""

    def _test(self, algorithm: str) -> None:
        """Read an operator with its constant (section 9.6.1), a hash by `algorithm` if that is given."""
        self._accept("NOT")
        operator = self._take(*_EQUALITY, *_ORDER, *_OF_NETWORKS, *_OF_TEXT, "IN").kind
        if operator == "IN":
            self._set(algorithm)
        elif operator in _OF_TEXT:
            self._constant("string")
        elif operator in _OF_NETWORKS:
            self._constant("string", algorithm=algorithm)
        else:
            kinds = _PRIMITIVE if operator in _EQUALITY else _ORDERABLE
            self._constant(*kinds, algorithm=algorithm)

    def _set(self, algorithm: str) -> None:
        self._take("(")
        if self._accept(")"):
            return
        self._constant(*_PRIMITIVE, algorithm=algorithm)
        while self._accept(","):
            self._constant(*_PRIMITIVE, algorithm=algorithm)
        self._take(")")

    def _constant(self, *kinds: str, algorithm: str = "") -> None:
        constant = self._take(*kinds)
        if constant.kind == "timestamp" and not is_in_calendar(constant.text):
            self._refuse(constant, "a day that is not in the calendar")
        if algorithm and not is_hash(algorithm, constant.text):
            self._refuse(constant, f"this is no hash by {algorithm[:20]}")

    def _require_depth(self, depth: int) -> None:
        if depth > DEEPEST:
            self._refuse(self._next, f"nested deeper than {DEEPEST}")

    def _accept(self, *kinds: str) -> bool:
        """Step over the next token when it is one of `kinds`."""
        if self._next.kind not in kinds:
            return False
        self._next = token_of(next(self._found))
        return True

    def _take(self, *kinds: str) -> Token:
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
