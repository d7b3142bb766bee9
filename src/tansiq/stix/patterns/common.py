"""The patterns that indicators mostly have, in one regular expression that cannot backtrack.

It accepts a part of what the grammar accepts (STIX 2.1, section 9), and says nothing about the rest.
"""

import re

_SPACE = "[ \t\r\n]"
_EQUALS = rf"{_SPACE}*+==?+{_SPACE}*+"
_TYPE = r"(?!(?:true|false)\b)[a-z_][a-z0-9_-]*+"
_NAME = r"(?!(?:true|false|hashes)\b)[a-z_][a-z0-9_]*+"
_STEP = rf"(?:\.{_NAME}|\.'(?!hashes')[A-Za-z0-9_-]*+'|\[(?:\*|[0-9])\])"
_HASH = "|".join(
    rf"{name}{_EQUALS}'[0-9a-fA-F]{{{digits}}}'"
    for name, digits in (("(?:MD5|'MD5')", 32), ("'SHA-1'", 40), ("'SHA-256'", 64), ("'SHA-512'", 128))
)
_TEXT = r"'(?:[^'\\]++|\\['\\])*+'"
_NUMBER = "-?(?:0|[1-9][0-9]*+)"
_SET = rf"\({_SPACE}*+{_TEXT}(?:{_SPACE}*+,{_SPACE}*+{_TEXT})*+{_SPACE}*+\)"
_EQUAL = rf"(?:==?+|!=){_SPACE}*+(?:{_TEXT}|{_NUMBER}|true|false)"
_ORDER = rf"[<>]=?+{_SPACE}*+(?:{_TEXT}|{_NUMBER})"
_WORDED = rf"(?:LIKE|MATCHES|ISSUBSET|ISSUPERSET){_SPACE}*+{_TEXT}|IN{_SPACE}*+{_SET}"
_TEST = rf"(?:{_SPACE}*+(?:{_EQUAL}|{_ORDER})|{_SPACE}++(?:NOT{_SPACE}++)?+(?:{_WORDED}))"
_COMPARISON = rf"{_TYPE}:(?:{_NAME}{_STEP}*+{_TEST}|hashes\.(?:{_HASH}))"
_COMPARISONS = rf"{_COMPARISON}(?:{_SPACE}++(?:AND|OR){_SPACE}++{_COMPARISON})*+"
_OBSERVATION = rf"\[{_SPACE}*+{_COMPARISONS}{_SPACE}*+\]"
_OPERATOR = rf"{_SPACE}*+(?:AND|OR|FOLLOWEDBY){_SPACE}*+"
COMMON = re.compile(rf"{_OBSERVATION}(?:{_OPERATOR}{_OBSERVATION})*+")


def is_common(text: str) -> bool:
    """Whether `text` is one of the common patterns; the grammar judges whatever is not."""
    return COMMON.fullmatch(text) is not None
