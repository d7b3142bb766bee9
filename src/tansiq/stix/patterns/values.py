"""What a constant of a pattern must be beyond its grammar: a day of the calendar, a hash of its length."""

import re
from calendar import monthrange

_HEX_DIGITS = {
    "MD5": (32,),
    "MD6": (32, 40, 56, 64, 96, 128),
    "RIPEMD160": (40,),
    "SHA1": (40,),
    "SHA224": (56,),
    "SHA256": (64,),
    "SHA384": (96,),
    "SHA512": (128,),
    "SHA3224": (56,),
    "SHA3256": (64,),
    "SHA3384": (96,),
    "SHA3512": (128,),
    "WHIRLPOOL": (128,),
}
_HEX = re.compile("[0-9a-fA-F]*+")
_SSDEEP = re.compile("[a-zA-Z0-9/+:.]{1,128}")


def is_in_calendar(timestamp: str) -> bool:
    """Whether the day of `timestamp`, as in `t'2026-03-01T08:00:00Z'`, exists (RFC 3339, section 5.7)."""
    year, month, day = int(timestamp[2:6]), int(timestamp[7:9]), int(timestamp[10:12])
    return day <= 28 or day <= monthrange(year or 2000, month)[1]


def is_hash(algorithm: str, constant: str) -> bool:
    """Whether `constant` can be a hash by `algorithm` (STIX 2.1, section 10.3).

    Both are as the pattern writes them. By an algorithm that is not known here any text may be a hash.
    """
    name = algorithm.upper().replace("-", "").replace("'", "")
    content = constant.replace("'", "")
    if name == "SSDEEP":
        return _SSDEEP.fullmatch(content) is not None
    if name not in _HEX_DIGITS:
        return True
    return len(content) in _HEX_DIGITS[name] and _HEX.fullmatch(content) is not None
