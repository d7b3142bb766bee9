"""What can go wrong at the desk; each error carries a `code` and what the reader needs to mend it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from tansiq.release import Decision


class DeskError(Exception):
    """The root of the desk's refusals: a `code` and safe `about` parameters for the sentence."""

    code: ClassVar[str] = "DESK_REFUSED"

    def __init__(self, **about: str) -> None:
        super().__init__(f"{self.code}: {about}")
        self.about = about


class NotAllowed(DeskError):
    """The actor's roles do not permit the verb."""

    code = "ROLE_NOT_ALLOWED"


class NotFound(DeskError):
    """No object, agency or circle answers to what was typed."""

    code = "NOT_FOUND"


class Ambiguous(DeskError):
    """Several agencies or circles answer to what was typed."""

    code = "AMBIGUOUS"


class NotOurs(DeskError):
    """Only the originator may correct, recall or widen its object (invariant 12)."""

    code = "NOT_ORIGINATOR"


class AlreadyRecalled(DeskError):
    """The object was recalled; nothing more can be done with it."""

    code = "ALREADY_RECALLED"


class NothingChanged(DeskError):
    """A correction that changes nothing is not a correction."""

    code = "NOTHING_CHANGED"


class Incomplete(DeskError):
    """A draft lacks something that every report must have."""

    code = "DRAFT_INCOMPLETE"


class ReleaseRefused(DeskError):
    """The release decision was no; `decisions` say for whom and why."""

    code = "RELEASE_REFUSED"

    def __init__(self, decisions: Sequence[Decision], **about: str) -> None:
        super().__init__(**about)
        self.decisions = tuple(decisions)
