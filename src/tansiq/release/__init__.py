"""Decides what a reader may have, and says why."""

from tansiq.release.errors import Forged, MixedReaders, ReleaseError
from tansiq.release.reasons import Decision, Outcome, Reason, ReasonCode
from tansiq.release.released import Released, gather
from tansiq.release.world import Audience, Basis, Grant, Hold, Membership, Record, Roster, Snapshot, Standing, World

__all__ = [
    "Audience",
    "Basis",
    "Decision",
    "Forged",
    "Grant",
    "Hold",
    "Membership",
    "MixedReaders",
    "Outcome",
    "Reason",
    "ReasonCode",
    "Record",
    "Released",
    "ReleaseError",
    "Roster",
    "Snapshot",
    "Standing",
    "World",
    "gather",
]
