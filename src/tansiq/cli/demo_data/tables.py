"""The tables of the demo, read once: agencies, circles, places, patterns of events and their wording."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

import msgspec

_FOLDER = files("tansiq.cli.demo_data")
_Row = TypeVar("_Row", bound=msgspec.Struct)


class Agency(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A fictional agency: names, `country`, the `countries` it covers, texts in 100 by language."""

    ar: str
    fr: str
    en: str
    country: str
    countries: tuple[str, ...]
    languages: dict[str, int]


class Circle(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A circle: its names, its `convener` and its `members`, all keys of agencies."""

    ar: str
    fr: str
    en: str
    convener: str
    members: tuple[str, ...]


class Place(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A real place: names, ISO 3166-1 country, administrative area, WGS 84 degrees, where its road leads."""

    ar: str
    fr: str
    en: str
    country: str
    admin: str
    lat: float
    lon: float
    kind: str
    land: str
    road: str


class Pattern(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of event: its codes, who reports it (`areas`), `where` and in which `hours` (UTC) it happens.

    `radius` is in metres; `firsthand` means that the service that acted tells it.
    """

    event: str
    purpose: str
    precedence: str
    areas: tuple[str, ...]
    where: tuple[str, ...]
    hours: tuple[int, int]
    radius: int
    tlp: tuple[str, ...]
    offence: str = ""
    firsthand: bool = False


class Telling(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How one kind of event is told in one language: its title, the `facts`, and what is known later."""

    name: str
    facts: tuple[str, ...]
    follow: tuple[str, ...]


class Wording(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All sentences in one language: general `phrases`, times of day (`when`), and the `events`."""

    phrases: dict[str, str | tuple[str, ...]]
    when: dict[str, str]
    events: dict[str, Telling]

    def one(self, name: str) -> str:
        """Return the phrase `name` that has a single form."""
        return msgspec.convert(self.phrases[name], str)

    def several(self, name: str) -> tuple[str, ...]:
        """Return the forms of the phrase `name`."""
        return msgspec.convert(self.phrases[name], tuple[str, ...])


@cache
def agencies() -> Mapping[str, Agency]:
    """Return the three agencies by key."""
    return _rows(_read("agencies")["agency"], Agency)


@cache
def circles() -> Mapping[str, Circle]:
    """Return the two circles by key."""
    return _rows(_read("agencies")["circle"], Circle)


@cache
def places() -> Mapping[str, Place]:
    """Return the places by key."""
    return _rows(_read("places")["place"], Place)


@cache
def areas() -> Mapping[str, Mapping[str, str]]:
    """Return the names of the administrative areas, by key and language."""
    return msgspec.convert(_read("places")["admin"], dict[str, dict[str, str]])


@cache
def patterns() -> Mapping[str, Pattern]:
    """Return the patterns of events by key."""
    return _rows(_read("patterns"), Pattern)


@cache
def wording(lang: str) -> Wording:
    """Return the sentences in `lang`: `ar`, `fr` or `en`."""
    return msgspec.convert(_read(lang), Wording)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(_FOLDER.joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def _rows(table: Mapping[str, Any], row: type[_Row]) -> Mapping[str, _Row]:
    return {key: msgspec.convert(value, row) for key, value in table.items()}
