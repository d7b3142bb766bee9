"""Asking a foreign server and judging what it says (TAXII 2.1, 3.3 to 3.7)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final, NamedTuple
from urllib.parse import urlencode

import msgspec

from tansiq.exchange.taxii.client import resources
from tansiq.exchange.taxii.client.errors import (
    Foreign,
    ForeignBusy,
    ForeignDenied,
    ForeignFailed,
    ForeignForbidden,
    ForeignMissing,
    ForeignTooLarge,
    ForeignUnreadable,
)
from tansiq.exchange.taxii.client.resources import Envelope, Failure, R, Root, Status, shown
from tansiq.exchange.taxii.client.transport import Reply, Transport
from tansiq.stix import Malformed, moment

LONGEST_WAIT: Final = timedelta(days=1)
"""Longer than this no server makes us wait, whatever it says."""
_MEDIA: Final = re.compile(
    r'application/taxii\+json(?:\s*;\s*version="?2\.1"?)?\s*(?:;\s*charset="?utf-8"?)?', re.IGNORECASE
)
_IDENTIFIER: Final = re.compile(r"[A-Za-z0-9_-]{1,100}")
_STATUSES: Final[Mapping[int, type[Foreign]]] = {
    401: ForeignDenied,
    403: ForeignForbidden,
    404: ForeignMissing,
    413: ForeignTooLarge,
}


class Fetched(NamedTuple):
    """One page of objects, and up to which moment of adding it goes, if the server said."""

    envelope: Envelope
    last: str | None


@dataclass(frozen=True, slots=True)
class Talk:
    """Speaks TAXII 2.1 with one server over `transport`; `clock` tells the present moment.

    Every call raises a `Foreign`.
    """

    transport: Transport
    clock: Callable[[], datetime]

    def read(self, kind: type[R], url: str) -> R:
        """Return the resource of `kind` at `url`."""
        return resources.read(kind, self._ask("GET", url).body, url)

    def page(self, url: str, query: Mapping[str, str]) -> Fetched:
        """Return one page of the collection at `url` (section 5.4)."""
        objects = f"{url}objects/"
        reply = self._ask("GET", f"{objects}?{urlencode(query)}")
        last = reply.headers.get("x-taxii-date-added-last")
        return Fetched(resources.read(Envelope, reply.body, objects), _moment(last, objects))

    def post(self, url: str, body: bytes) -> Status:
        """Bring objects to the collection at `url` (section 5.5); returns what became of them so far."""
        objects = f"{url}objects/"
        return _sound(resources.read(Status, self._ask("POST", objects, body).body, objects), objects)

    def status(self, url: str, status_id: str) -> Status:
        """Return what has become of an earlier `post` to the collection at `url` (section 4.3)."""
        place = f"{root_of(url)}status/{status_id}/"
        return _sound(self.read(Status, place), place)

    def root(self, url: str) -> Root:
        """Return the API root of the collection at `url` (section 4.2)."""
        return self.read(Root, root_of(url))

    def _ask(self, method: str, url: str, body: bytes = b"") -> Reply:
        reply = self.transport.ask(method, url, body)
        if reply.status in {429, 503}:
            raise ForeignBusy(url, self._until(reply.headers.get("retry-after", "")))
        if reply.status not in {200, 202}:
            raise _STATUSES.get(reply.status, ForeignFailed)(url)
        if not _MEDIA.fullmatch(reply.headers.get("content-type", "").strip()):
            raise ForeignUnreadable(url)
        return reply

    def _until(self, wait: str) -> datetime | None:
        """Return the moment that a `Retry-After` names, as seconds or as a date (RFC 9110, 10.2.3)."""
        now = self.clock()
        if wait.isascii() and wait.isdigit():
            return now + min(timedelta(seconds=int(wait[:9])), LONGEST_WAIT)
        try:
            named = parsedate_to_datetime(wait)
        except (TypeError, ValueError):
            return None
        aware = named if named.tzinfo else named.replace(tzinfo=UTC)
        return min(max(aware, now), now + LONGEST_WAIT)


def root_of(url: str) -> str:
    """Return the API root above the collection at `url`."""
    return url.rpartition("collections/")[0]


def _moment(text: str | None, url: str) -> str | None:
    """Return `text` if it is a moment. Raises `ForeignUnreadable` when it is anything else."""
    if text is not None:
        try:
            moment(text)
        except Malformed as error:
            raise ForeignUnreadable(url) from error
    return text


def _sound(status: Status, url: str) -> Status:
    """Return `status` with its words fit to be shown. Raises `ForeignUnreadable` for an id of no address."""
    if not _IDENTIFIER.fullmatch(status.id):
        raise ForeignUnreadable(url)
    failures = tuple(
        Failure(shown(one.id), shown(one.version), shown(one.message)) for one in status.failures
    )
    return msgspec.structs.replace(status, failures=failures)
