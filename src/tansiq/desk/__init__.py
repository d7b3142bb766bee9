"""The work together: write, correct, share, recall, convene circles and read, each as one verb."""

from tansiq.desk import circles
from tansiq.desk.errors import (
    AlreadyRecalled,
    Ambiguous,
    DeskError,
    Incomplete,
    NotAllowed,
    NotFound,
    NothingChanged,
    NotOurs,
    ReleaseRefused,
)
from tansiq.desk.naming import agency as find_agency
from tansiq.desk.naming import audience as read_audience
from tansiq.desk.naming import circle as find_circle
from tansiq.desk.ports import (
    Actor,
    AuditTrail,
    Desk,
    Directory,
    Filter,
    Finder,
    Found,
    NewUuid,
    Outbox,
    Shelf,
)
from tansiq.desk.reading import count, listing, open_object
from tansiq.desk.recalls import recall
from tansiq.desk.reports import Draft, bring_in, correct, draft_of_text, write
from tansiq.desk.roles import Verb, may, require
from tansiq.desk.sharing import share, why
from tansiq.desk.welcome import welcome

__all__ = [
    "Actor",
    "AlreadyRecalled",
    "Ambiguous",
    "AuditTrail",
    "Desk",
    "DeskError",
    "Directory",
    "Draft",
    "Filter",
    "Finder",
    "Found",
    "Incomplete",
    "NewUuid",
    "NotAllowed",
    "NotFound",
    "NotOurs",
    "NothingChanged",
    "Outbox",
    "ReleaseRefused",
    "Shelf",
    "Verb",
    "bring_in",
    "circles",
    "correct",
    "count",
    "draft_of_text",
    "find_agency",
    "find_circle",
    "listing",
    "may",
    "open_object",
    "read_audience",
    "recall",
    "require",
    "share",
    "welcome",
    "why",
    "write",
]
