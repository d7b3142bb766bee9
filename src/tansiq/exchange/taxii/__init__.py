"""TAXII 2.1 without HTTP: which collections a reader finds, what it reads, puts and fetches elsewhere."""

from tansiq.exchange.taxii import resources
from tansiq.exchange.taxii.caller import Answer, Caller
from tansiq.exchange.taxii.errors import BadEnvelope, BadQuery, NotReadable, NotThere, NotWritable, WholeOnly
from tansiq.exchange.taxii.moments import micros, written
from tansiq.exchange.taxii.places import RELEASED, Place
from tansiq.exchange.taxii.ports import (
    Account,
    Arriving,
    Direction,
    Doors,
    Drawer,
    Drawers,
    Held,
    Intake,
    Joined,
    Line,
    Page,
    Progress,
    Put,
    Right,
    Secrets,
    Shelves,
    Some,
    Source,
    Sources,
    Statuses,
    Transaction,
    Wanted,
    Which,
)
from tansiq.exchange.taxii.posting import LARGEST_CHUNK, post, put_in
from tansiq.exchange.taxii.resources import Outcome
from tansiq.exchange.taxii.versions import version_key
from tansiq.exchange.taxii.wanted import DEFAULT_LIMIT, LARGEST_LIMIT, Endpoint, read_wanted

__all__ = [
    "DEFAULT_LIMIT",
    "LARGEST_CHUNK",
    "LARGEST_LIMIT",
    "RELEASED",
    "Account",
    "Answer",
    "Arriving",
    "BadEnvelope",
    "BadQuery",
    "Caller",
    "Direction",
    "Doors",
    "Drawer",
    "Drawers",
    "Endpoint",
    "Held",
    "Intake",
    "Joined",
    "Line",
    "NotReadable",
    "NotThere",
    "NotWritable",
    "Outcome",
    "Page",
    "Place",
    "Progress",
    "Put",
    "Right",
    "Secrets",
    "Shelves",
    "Some",
    "Source",
    "Sources",
    "Statuses",
    "Transaction",
    "Wanted",
    "Which",
    "WholeOnly",
    "micros",
    "post",
    "put_in",
    "read_wanted",
    "resources",
    "version_key",
    "written",
]
