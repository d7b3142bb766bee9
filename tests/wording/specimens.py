"""Every error of the house, made in each of the ways in which the source makes it."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import tansiq
from tansiq.config import BadSetting
from tansiq.exchange import BrokenFeed, Inadmissible
from tansiq.exchange.node import taking
from tansiq.exchange.refusals import Refusal
from tansiq.stix import Flaw
from tansiq.stix import Malformed as MalformedStix
from tests.wording.call_sites import Call, calls_of, literal

ROOMS = ("stix", "release", "ledger", "exchange", "desk", "store", "net", "config", "wiring", "cli")
BROKEN = sorted(set(taking._CODES.values()))
TYPED: dict[str, object] = {
    "str": "word",
    "int": 7,
    "bytes": b"evidence",
    "bytes | None": None,
    "datetime": datetime(2026, 3, 1, tzinfo=UTC),
    "tuple[int, int]": (7, 5),
    "collections.abc.Iterable[str]": ("one", "two"),
}


def kinds() -> list[type[Exception]]:
    """The errors that can be met: every class of which there is no narrower one."""
    defined = {
        thing
        for module in _modules()
        for thing in vars(module).values()
        if isinstance(thing, type) and issubclass(thing, Exception) and thing.__module__ == module.__name__
    }
    narrowest = (one for one in defined if not any(issubclass(other, one) for other in defined - {one}))
    return sorted(narrowest, key=lambda one: (one.__module__, one.__name__))


def specimens(kind: type[Exception]) -> list[Exception]:
    """Errors of one kind, with every code and every set of words that they can have."""
    if kind is MalformedStix:
        return [MalformedStix(code, "", "why") for code in Flaw]
    if kind is Inadmissible:
        return [Inadmissible(code, **_words(words_of_refusal(code))) for code in Refusal]
    if kind is BrokenFeed:
        return [BrokenFeed(code, why="word") for code in BROKEN]
    if kind is BadSetting:
        return [BadSetting("port", "TANSIQ_PORT", "is not a number", "Give a number.")]
    if any(p.kind is p.VAR_KEYWORD for p in _parameters(kind)):
        return [_from_call(kind, call) for call in calls_of(kind.__name__)] or [kind()]
    return [_from_signature(kind)]


def words_of_refusal(code: Refusal) -> frozenset[str]:
    """The words that every place gives which refuses an entry with `code`."""
    found = [call for call in calls_of("Inadmissible", "require") if f"Refusal.{code.name}" in call.args]
    assert found, f"nobody refuses an entry with {code}"
    # A refusal without words of its own hands on those of a bad card, which says why.
    return frozenset.intersection(*(call.words or frozenset({"why"}) for call in found))


def _modules() -> Iterator[Any]:
    for found in pkgutil.walk_packages(tansiq.__path__, "tansiq."):
        if found.name.split(".")[1] in ROOMS and not found.name.endswith("__main__"):
            yield importlib.import_module(found.name)


def _from_call(kind: type[Exception], call: Call) -> Exception:
    """The error as one place of the source makes it; what else it needs is empty."""
    code = literal(call.args[0]) if call.args else None
    empty = () if any(p.name == "decisions" for p in _parameters(kind)) else None
    return kind(*(given for given in (code, empty) if given is not None), **_words(call.words))


def _from_signature(kind: type[Exception]) -> Exception:
    """The error with a value of the right type for each of its fields."""
    fields = {p.name: p.annotation for p in _parameters(kind) if p.default is p.empty}
    named = {
        name: type_ if isinstance(type_, str) else inspect.formatannotation(type_)
        for name, type_ in fields.items()
        if name not in {"args", "kwargs"}
    }
    return kind(**{name: TYPED[type_] for name, type_ in named.items()})


def _parameters(kind: type[Exception]) -> list[inspect.Parameter]:
    return list(inspect.signature(kind).parameters.values())


def _words(names: frozenset[str]) -> dict[str, str]:
    return dict.fromkeys(names, "word")
