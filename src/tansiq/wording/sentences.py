"""Turns codes into sentences in Arabic, French and English, from the tables beside this module."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Final

from tansiq.wording.errors import NoSentence, Repeated, Unfilled

LANGUAGES: Final = ("ar", "fr", "en")

_ISOLATE: Final = "\u2068{}\u2069"


def sentence(code: str, about: Mapping[str, str], lang: str) -> str:
    """Return the sentence for `code` in `lang` (ar, fr or en), its placeholders filled from `about`.

    In Arabic what is filled in is isolated (Unicode UAX 9), so that foreign names do not turn it round.
    Raises `NoSentence` when there is none, and `Unfilled` when `about` lacks a placeholder.
    """
    wording = tables().get(code, {}).get(lang)
    if wording is None:
        raise NoSentence(code, lang)
    filling = {name: _ISOLATE.format(value) for name, value in about.items()} if lang == "ar" else about
    try:
        return wording.format_map(filling)
    except KeyError as missing:
        raise Unfilled(code, str(missing.args[0])) from missing


@cache
def tables() -> Mapping[str, Mapping[str, str]]:
    """Return every sentence by code and language. Raises `Repeated` when two tables have the same code."""
    found: dict[str, Mapping[str, str]] = {}
    for file in resources.files("tansiq.wording").iterdir():
        if file.name.endswith(".toml"):
            table = tomllib.loads(file.read_text("utf-8"))
            if repeated := found.keys() & table.keys():
                raise Repeated(frozenset(repeated))
            found |= table
    return found
