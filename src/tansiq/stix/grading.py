"""Grading of source and information by the sender, and the kind of statement (spec/marking.md, section 3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any, Self

from tansiq.stix import extensions, vocabularies


class Scale(StrEnum):
    """The scales that a grading may be given on."""

    ADMIRALTY = "admiralty"
    EUROPOL = "4x4"


class Statement(StrEnum):
    """Fact, opinion and assessment are kept apart (Council of Europe, R(87)15, principle 3.2)."""

    FACT = "fact"
    OPINION = "opinion"
    ASSESSMENT = "assessment"


@dataclass(frozen=True, slots=True)
class Grading:
    """The `source` and the `information` as graded on `scale`; a given code is never translated."""

    scale: Scale
    source: str
    information: str

    @classmethod
    def read(cls, text: str) -> Self:
        """Read `A2` (Admiralty) or `4x4:A1` (Europol).

        Raises `UnknownCode` when the scale has no such grading.
        """
        vocabularies.get("grading").require(text)
        scale = Scale.EUROPOL if text.startswith(Scale.EUROPOL) else Scale.ADMIRALTY
        return cls(scale, text[-2], text[-1])

    def __str__(self) -> str:
        code = self.source + self.information
        return code if self.scale is Scale.ADMIRALTY else f"{self.scale}:{code}"


def grading_members(grading: Grading | None, statement: Statement | None = None) -> dict[str, Any]:
    """Return the `extensions` entry that says `grading` and the kind of `statement` of an object.

    Raises `ValueError` when both are missing.
    """
    if grading is None and statement is None:
        raise ValueError("nothing to say: neither grading nor statement")
    members: dict[str, Any] = {"extension_type": extensions.PROPERTY_EXTENSION}
    if grading:
        members |= {"scale": grading.scale, "source": grading.source, "information": grading.information}
    if statement:
        members["statement"] = statement
    return {extensions.GRADING: members}


def grading_of(data: Mapping[str, Any]) -> Grading | None:
    """Return the grading that the object `data` (already validated) carries."""
    found = data.get("extensions", {}).get(extensions.GRADING, {})
    if "scale" not in found:
        return None
    return _grading(found["scale"], found["source"], found["information"])


@lru_cache(maxsize=256)
def _grading(scale: str, source: str, information: str) -> Grading:
    return Grading(Scale(scale), source, information)


def statement_of(data: Mapping[str, Any]) -> Statement | None:
    """Return the kind of statement that the object `data` (already validated) says it is."""
    found = data.get("extensions", {}).get(extensions.GRADING, {})
    return Statement(found["statement"]) if "statement" in found else None
