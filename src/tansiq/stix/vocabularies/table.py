"""Reading the tables of terms, once."""

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec

from tansiq.stix.errors import UnknownCode, UnknownVocabulary

GRADING = "grading"
_FOLDER = files("tansiq.stix.vocabularies")
_SCALES = (("", "grading-source", "grading-information"), ("4x4:", "europol-source", "europol-information"))


class Code(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One term: its `code`, its labels, an English `note` on its use, its `low` and `high` bounds in percent.

    A `locked` term is used only where a named legal basis unlocks it.
    """

    code: str
    ar: str
    fr: str
    en: str
    note: str = ""
    locked: bool = False
    low: int | None = None
    high: int | None = None


class Vocabulary(msgspec.Struct, frozen=True):
    """A closed list of terms: its `name`, where it comes from (`source`), and its `codes` in order."""

    name: str
    source: str
    codes: tuple[Code, ...]

    def require(self, code: str) -> Code:
        """Return the term `code`.

        Raises `UnknownCode`, which lists the valid ones, when there is none.
        """
        for term in self.codes:
            if term.code == code:
                return term
        raise UnknownCode(self.name, code, (term.code for term in self.codes))

    def __contains__(self, code: object) -> bool:
        return any(term.code == code for term in self.codes)


@cache
def names() -> tuple[str, ...]:
    """Return the name of every vocabulary, sorted."""
    tables = (entry.name for entry in _FOLDER.iterdir() if entry.name.endswith(".toml"))
    return tuple(sorted((GRADING, *(name.removesuffix(".toml") for name in tables))))


@cache
def get(name: str) -> Vocabulary:
    """Return the vocabulary `name`; `grading` joins the terms for source and information on both scales.

    Raises `UnknownVocabulary` when there is none.
    """
    if name not in names():
        raise UnknownVocabulary(name, names())
    if name == GRADING:
        sources = (get(source).source for _, source, _ in _SCALES)
        return Vocabulary(name, "; ".join(sources), tuple(_gradings()))
    table: dict[str, Any] = tomllib.loads(_FOLDER.joinpath(f"{name}.toml").read_text(encoding="utf-8"))
    rows = [{"code": code, **labels} for code, labels in table["codes"].items()]
    return Vocabulary(name, table["source"], msgspec.convert(tuple(rows), tuple[Code, ...]))


def _gradings() -> Iterator[Code]:
    for scale, sources, informations in _SCALES:
        for source in get(sources).codes:
            for information in get(informations).codes:
                yield Code(
                    code=scale + source.code + information.code,
                    ar=f"{source.ar}؛ {information.ar}",
                    fr=f"{source.fr}\u00a0; {information.fr}",
                    en=f"{source.en}; {information.en}",
                )
