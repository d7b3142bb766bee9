"""Folds a text to the letters by which people search it, the same for what is kept and what is typed."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

KASHIDA: Final = "\N{ARABIC TATWEEL}"
UNSEEN: Final = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"

REMEMBERED: Final = 8192
"""How many characters are looked up once; a hostile text cannot make it more."""

_LETTERS: Final = str.maketrans(
    {
        "\N{ARABIC LETTER ALEF WASLA}": "\N{ARABIC LETTER ALEF}",
        "\N{ARABIC LETTER ALEF MAKSURA}": "\N{ARABIC LETTER YEH}",
        "\N{ARABIC LETTER FARSI YEH}": "\N{ARABIC LETTER YEH}",
        "\N{ARABIC LETTER TEH MARBUTA}": "\N{ARABIC LETTER HEH}",
        "\N{ARABIC LETTER KEHEH}": "\N{ARABIC LETTER KAF}",
        "œ": "oe",
        "æ": "ae",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ı": "i",
        **dict.fromkeys(KASHIDA + UNSEEN),
    }
)
_SHORT: Final = 32
"""Letters of a word that is remembered as it was folded; longer ones are rare, or hostile."""

_SPACES: Final = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Return `text` in lower case, words apart by one space, without accents, tashkeel or kashida.

    The forms of alef, ya and ta marbuta become one letter each, digits of every script those of ASCII.
    """
    if text.isascii():
        return _fold_ascii(text)
    return " ".join(folded for word in text.split() if (folded := _fold_word(word)))


def _fold_ascii(text: str) -> str:
    folded = text.encode().translate(_FOLDED_ASCII)
    while b"  " in folded:
        folded = folded.replace(b"  ", b" ")
    return folded.strip(b" ").decode()


def _fold_word(word: str) -> str:
    return _remembered(word) if len(word) <= _SHORT else _fold_any(word)


def _fold_any(text: str) -> str:
    # NFKD takes hamza and madda off their alef and accents off their letters; the marks then go.
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return _SPACES.sub(" ", decomposed.translate(_FOLDED)).strip()


_remembered = lru_cache(maxsize=16_384)(_fold_any)


def words(text: str) -> tuple[str, ...]:
    """Return the folded words of `text`, each once."""
    return tuple(dict.fromkeys(fold(text).split()))


class _Folded(dict[int, str | None]):
    """What becomes of each character, by its code point; None is left out."""

    def __missing__(self, code: int) -> str | None:
        char = chr(code)
        value = unicodedata.digit(char, None)
        folded = None if unicodedata.combining(char) else char if value is None else str(value)
        if len(self) < REMEMBERED:
            self[code] = folded
        return folded


_FOLDED: Final = _Folded(_LETTERS)
_ASCII: Final = "".join(char.lower() if char.isalnum() else " " for char in map(chr, range(0x80)))
_FOLDED_ASCII: Final = _ASCII.encode().ljust(0x100)
