"""What this room refuses, and with which codes."""

from collections.abc import Iterable
from enum import StrEnum

_LONGEST = 500


class Flaw(StrEnum):
    """Why bytes are not an acceptable STIX 2.1 object; the code of a `Malformed`."""

    TOO_LARGE = "too-large"
    BOM = "bom"
    ENCODING = "encoding"
    JSON = "json"
    SURROGATE = "surrogate"
    DEPTH = "depth"
    NUMBER = "number"
    DUPLICATE = "duplicate"
    NAME = "name"
    CONTROL = "control"
    INVISIBLE = "invisible"
    NOT_OBJECT = "not-object"
    NOT_BUNDLE = "not-bundle"
    STIX20 = "stix20"
    TYPE = "type"
    IDENTIFIER = "identifier"
    SCHEMA = "schema"
    EXTENSION = "extension"
    TIMESTAMP = "timestamp"
    RULE = "rule"
    SELECTOR = "selector"
    MARKING = "marking"


class StixError(ValueError):
    """The base of every error of this room."""


class Malformed(StixError):
    """Refused bytes: `code` says why, `pointer` (RFC 6901) where, `detail` the same in English.

    Pointer and detail are cut to 500 characters, however long the names in the bytes are.
    """

    def __init__(self, code: Flaw, pointer: str, detail: str) -> None:
        self.code = code
        self.pointer = pointer[:_LONGEST]
        self.detail = detail[:_LONGEST]
        super().__init__(f"{code} at {self.pointer or 'the root'}: {self.detail}")


class UnknownCode(StixError):
    """A term that its vocabulary does not have; `valid` lists the terms that it has."""

    def __init__(self, vocabulary: str, code: str, valid: Iterable[str]) -> None:
        self.vocabulary = vocabulary
        self.code = code
        self.valid = tuple(valid)
        super().__init__(f"{code!r} is not in {vocabulary}; valid: {', '.join(self.valid)}")


class UnknownVocabulary(StixError):
    """A vocabulary that does not exist; `valid` lists those that do."""

    def __init__(self, name: str, valid: Iterable[str]) -> None:
        self.name = name
        self.valid = tuple(valid)
        super().__init__(f"no vocabulary {name!r}; there are: {', '.join(self.valid)}")


class SchemasMissing(StixError):
    """The OASIS schema files are not installed."""

    def __init__(self) -> None:
        super().__init__("the OASIS STIX 2.1 schemas are missing: install the Python package stix2-validator")
