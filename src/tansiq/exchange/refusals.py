"""Every reason for which an entry must not come in; spec/node.md lists them by step."""

from __future__ import annotations

from enum import StrEnum


class Refusal(StrEnum):
    """The code of an `Inadmissible`, of its alarm and of the acknowledgement that goes back."""

    UNKNOWN_ORIGINATOR = "unknown-originator"  # (1)
    WRONG_SIGNATURE = "wrong-signature"  # (2)
    MALFORMED = "malformed"  # (3)
    WRONG_KIND = "wrong-kind"  # (3)
    TLP_MISSING = "tlp-missing"  # (3)
    GRADING_MISSING = "grading-missing"  # (3)
    CREATOR_DIFFERS = "creator-differs"  # (4)
    ORIGINATOR_DIFFERS = "originator-differs"  # (5)
    RECALLED = "recalled"  # (5)
    VERSION_OLDER = "version-older"  # (5)
    VERSION_DIFFERS = "version-differs"  # (5)
    MARKING_UNKNOWN = "marking-unknown"  # (6)
    MARKING_FOREIGN = "marking-foreign"  # (6)
    PURPOSE_MISSING = "purpose-missing"  # (7)
    RELAY_NOT_PERMITTED = "relay-not-permitted"  # (8)
    NOT_ORIGINATOR = "not-originator"
    NOT_ITS_AUTHOR = "not-its-author"
    NOT_TOLD = "not-told"
    NOT_CONVENER = "not-convener"
    NOT_A_MEMBER = "not-a-member"
    ROSTER_OLDER = "roster-older"
    ROSTER_DIFFERS = "roster-differs"


ANSWERED = frozenset(
    {
        Refusal.WRONG_SIGNATURE,
        Refusal.MALFORMED,
        Refusal.WRONG_KIND,
        Refusal.TLP_MISSING,
        Refusal.GRADING_MISSING,
        Refusal.NOT_A_MEMBER,
    }
)
"""What is wrong with an entry in itself.

Any other refusal depends on what others told us, so that its sender must not hear of it.
"""
