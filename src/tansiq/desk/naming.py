"""Finds the agency or circle that a person means by an id or a name in any language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tansiq.desk.errors import Ambiguous, NotFound
from tansiq.desk.ports import Directory
from tansiq.release import Audience


def agency(typed: str, directory: Directory) -> str:
    """Return the id of the one agency that `typed` names.

    Raises `NotFound` or `Ambiguous` when it is not exactly one.
    """
    return _only(typed, "agency", directory.names())


def circle(typed: str, directory: Directory) -> str:
    """Return the id of the one circle that `typed` names.

    Raises `NotFound` or `Ambiguous` when it is not exactly one.
    """
    return _only(typed, "circle", _circles(directory))


def audience(to: Iterable[str], exclude: Iterable[str], directory: Directory) -> Audience:
    """Return the audience that a list of names of circles and agencies, and one of exclusions, describes.

    Raises `NotFound` or `Ambiguous` when a name is not exactly one circle or agency.
    """
    circles = _circles(directory)
    everybody = {**directory.names(), **circles}
    named = {_only(typed, "circle or agency", everybody) for typed in to}
    return Audience(
        agencies=frozenset(named - circles.keys()),
        circles=frozenset(named & circles.keys()),
        exclusions=frozenset(agency(typed, directory) for typed in exclude),
    )


def _circles(directory: Directory) -> Mapping[str, Mapping[str, str]]:
    return {circle_id: roster.names for circle_id, roster in directory.rosters().items()}


def _only(typed: str, kind: str, candidates: Mapping[str, Mapping[str, str]]) -> str:
    if typed in candidates:
        return typed
    wanted = typed.strip().casefold()
    found = [
        key for key, names in candidates.items() if wanted in {name.casefold() for name in names.values()}
    ]
    if not found:
        known = ", ".join(sorted(names.get("en") or key for key, names in candidates.items()))
        raise NotFound(kind=kind, typed=typed, known=known or "-")
    if len(found) > 1:
        raise Ambiguous(kind=kind, typed=typed, candidates=", ".join(sorted(found)))
    return found[0]
