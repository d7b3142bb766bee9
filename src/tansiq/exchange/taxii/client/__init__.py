"""The other side of TAXII 2.1: fetching from foreign servers, and bringing objects to them."""

from tansiq.exchange.taxii.client.errors import (
    BadForeignUrl,
    Foreign,
    ForeignAway,
    ForeignBusy,
    ForeignChoice,
    ForeignCircling,
    ForeignDenied,
    ForeignElsewhere,
    ForeignFailed,
    ForeignForbidden,
    ForeignMissing,
    ForeignPending,
    ForeignSlow,
    ForeignTooLarge,
    ForeignUnreadable,
    ForeignUntrusted,
)
from tansiq.exchange.taxii.client.finding import check_url, find
from tansiq.exchange.taxii.client.leaving import Batch, Leaving, agency_leaving, drawer_leaving
from tansiq.exchange.taxii.client.pull import Landed, Landing, Pulled, pull
from tansiq.exchange.taxii.client.push import Pushed, push
from tansiq.exchange.taxii.client.resources import Collection, Failure
from tansiq.exchange.taxii.client.standing import STOPPING, due, failed, progress_of
from tansiq.exchange.taxii.client.talk import Talk
from tansiq.exchange.taxii.client.transport import Reply, Transport

__all__ = [
    "STOPPING",
    "BadForeignUrl",
    "Batch",
    "Collection",
    "Failure",
    "Foreign",
    "ForeignAway",
    "ForeignBusy",
    "ForeignChoice",
    "ForeignCircling",
    "ForeignDenied",
    "ForeignElsewhere",
    "ForeignFailed",
    "ForeignForbidden",
    "ForeignMissing",
    "ForeignPending",
    "ForeignSlow",
    "ForeignTooLarge",
    "ForeignUnreadable",
    "ForeignUntrusted",
    "Landed",
    "Landing",
    "Leaving",
    "Pulled",
    "Pushed",
    "Reply",
    "Talk",
    "Transport",
    "agency_leaving",
    "check_url",
    "drawer_leaving",
    "due",
    "failed",
    "find",
    "progress_of",
    "pull",
    "push",
]
