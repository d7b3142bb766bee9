"""JSON in the one form of the JSON Canonicalization Scheme (RFC 8785)."""

import json
from decimal import Decimal

_SMALLEST, _LARGEST = 1e-6, 1e21


def canonical(value: object) -> str:
    """Write `value`, made of what JSON has, without spaces, with sorted names and the shortest numbers."""
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        return "{" + ",".join(f"{_text(name)}:{canonical(value[name])}" for name in names) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    if isinstance(value, float):
        return _number(value)
    return _text(value)


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _number(value: float) -> str:
    """Write `value` as ECMAScript does (RFC 8785, section 3.2.2.3)."""
    shortest = repr(value)
    if value == 0 or _SMALLEST <= abs(value) < _LARGEST:
        whole, _, fraction = format(abs(Decimal(shortest)), "f").partition(".")
        digits = f"{whole}.{fraction.rstrip('0')}".rstrip(".")
        return f"-{digits}" if value < 0 else digits
    digits, _, exponent = shortest.partition("e")
    return f"{digits}e{int(exponent):+d}"
