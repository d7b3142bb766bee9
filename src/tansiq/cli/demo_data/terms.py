"""Draws the terms of a draft: who may have it, and how source and information are graded."""

from random import Random
from typing import TypedDict

from tansiq.cli.demo_data.prose import spell
from tansiq.cli.demo_data.tables import Pattern, Wording, agencies, circles

_EXCLUDED = 0.12
_LIKELY = {"A": "1122", "B": "112223", "C": "12233", "D": "2344", "E": "3456", "F": "2366"}
_TIERS = {"A": "firm", "B": "firm", "C": "fair", "D": "fair", "E": "weak", "F": "weak"}
_TRUTH = {"1": "firm", "2": "fair", "3": "fair", "4": "weak", "5": "weak", "6": "weak"}


class Audience(TypedDict):
    """Who may have an object, as a draft says it."""

    circles: tuple[str, ...]
    agencies: tuple[str, ...]
    exclusions: tuple[str, ...]


def audience(agency: str, tlp: str, rng: Random) -> Audience:
    """Draw circles that `agency` is in; TLP:RED goes to one agency by name instead."""
    if tlp == "red":
        others = [key for key in agencies() if key != agency]
        return {"circles": (), "agencies": (rng.choice(others),), "exclusions": ()}
    circle = rng.choice([key for key, each in circles().items() if agency in each.members])
    others = [key for key in circles()[circle].members if key != agency]
    excluded = len(others) > 1 and tlp != "clear" and rng.random() < _EXCLUDED
    return {"circles": (circle,), "agencies": (), "exclusions": (rng.choice(others),) if excluded else ()}


def grading(pattern: Pattern, rng: Random) -> str:
    """Draw a grading on the Admiralty scale; what is told firsthand is graded well."""
    if pattern.firsthand:
        return rng.choice("AAB") + rng.choice("112")
    source = rng.choices("ABCDEF", weights=(15, 35, 25, 10, 5, 10))[0]
    return source + rng.choice(_LIKELY[source])


def provenance(graded: str, pattern: Pattern, wording: Wording, rng: Random) -> str:
    """Say in a sentence where the information comes from, in keeping with its grading."""
    if pattern.firsthand:
        return rng.choice(wording.several("own"))
    source = rng.choice(wording.several(f"source-{_TIERS[graded[0]]}"))
    info = rng.choice(wording.several(f"info-{_TRUTH[graded[1]]}"))
    return spell(wording.one("joined"), {"source": source, "info": info}, rng)
