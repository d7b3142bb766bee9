"""The words of a pattern: what the grammar of STIX 2.1, section 9, is made of."""

import re
from typing import NamedTuple

_OPERATORS = ("AND", "OR", "NOT", "FOLLOWEDBY", "EXISTS", "IN", "LIKE", "MATCHES", "ISSUBSET", "ISSUPERSET")
KEYWORDS = frozenset({*_OPERATORS, "START", "STOP", "WITHIN", "SECONDS", "REPEATS", "TIMES", "LAST"})
SPACE = "\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_DATE = "[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
_TIME = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:(?:[0-5][0-9]|60)(?:\.[0-9]++)?Z"
_BASE64 = "[A-Za-z0-9+/]"
TOKEN = re.compile(
    rf"(?:[{SPACE}]++|/\*(?s:.*?)\*/|//[^\r\n]*+)*+(?:"
    rf"(?P<timestamp>t'{_DATE}T{_TIME}')"
    r"|(?P<hex>h'(?:[0-9A-Fa-f]{2})*+')"
    rf"|(?P<binary>b'(?!')(?:{_BASE64}{{4}})*+(?:{_BASE64}{{3}}=|{_BASE64}{{2}}==)?+')"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_]*+(?!-))"
    r"|(?P<hyphenated>[A-Za-z_][A-Za-z0-9_-]*+)"
    r"|(?P<string>'(?:[^'\\]++|\\['\\])*+')"
    r"|(?P<float>[+-]?[0-9]*+\.[0-9]++)"
    r"|(?P<integer>[+-]?(?:0|[1-9][0-9]*+))"
    r"|(?P<sign>==|!=|<>|<=|>=|[=<>:.,()\[\]*])"
    r"|(?P<end>\Z)"
    r"|(?P<unknown>(?s:.)))"
)
_SIGNS = ("=", "!=", "<", "<=", ">", ">=", ":", ".", ",", "(", ")", "[", "]", "*")
_SAME = {"==": "=", "<>": "!=", "true": "boolean", "false": "boolean"}
_KINDS = {word: word for word in (*KEYWORDS, *_SIGNS)} | _SAME


class Token(NamedTuple):
    """A piece of a pattern: its `kind` (a keyword or sign is its own), its `text`, and where it begins."""

    kind: str
    text: str
    start: int


def token_of(found: re.Match[str]) -> Token:
    """Return the token that `TOKEN` has `found`."""
    group = found.lastgroup or "unknown"
    text = found[group]
    return Token(_KINDS.get(text, group), text, found.start(group))
