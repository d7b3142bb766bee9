"""Has a Python server note each slow hash that it computes, as a byte in the file that HASHES_NOTED names."""  # noqa: INP001 - Python finds it by this name

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


def counted(slow: Callable[P, R], file: str) -> Callable[P, R]:
    """Return `slow` that leaves a byte in `file` at each call."""

    @wraps(slow)
    def noted(*args: P.args, **kwargs: P.kwargs) -> R:
        with open(file, "ab") as noting:  # noqa: PTH123 - before anything else is imported
            noting.write(b".")
        return slow(*args, **kwargs)

    return noted


if noted_in := os.environ.get("HASHES_NOTED"):
    hashlib.pbkdf2_hmac = counted(hashlib.pbkdf2_hmac, noted_in)
    hashlib.scrypt = counted(hashlib.scrypt, noted_in)
