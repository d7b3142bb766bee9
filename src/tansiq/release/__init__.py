"""Decides what a reader may have, and says why."""

from tansiq.release.again import Kept, own, still
from tansiq.release.alike import Alike
from tansiq.release.case import AllOf, Together
from tansiq.release.classes import data_class
from tansiq.release.company import needed_with
from tansiq.release.decision import UnsafeReleaseAll, decide, may_read
from tansiq.release.errors import Forged, MixedReaders, NotHome, ReleaseError
from tansiq.release.reasons import Decision, Outcome, Reason, ReasonCode
from tansiq.release.released import Released, gather
from tansiq.release.world import (
    Audience,
    Basis,
    Grant,
    Hold,
    Membership,
    Record,
    Roster,
    Snapshot,
    Standing,
    World,
)

__all__ = [
    "Alike",
    "AllOf",
    "Audience",
    "Basis",
    "Decision",
    "Forged",
    "Grant",
    "Hold",
    "Kept",
    "Membership",
    "MixedReaders",
    "NotHome",
    "Outcome",
    "Reason",
    "ReasonCode",
    "Record",
    "ReleaseError",
    "Released",
    "Roster",
    "Snapshot",
    "Standing",
    "Together",
    "UnsafeReleaseAll",
    "World",
    "data_class",
    "decide",
    "gather",
    "may_read",
    "needed_with",
    "own",
    "still",
]
