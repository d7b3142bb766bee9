"""The resources of TAXII 2.1 as JSON: absent members are left out, text stays as it is, bytes stay bytes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any, Final, NamedTuple, Protocol

import orjson
import zstandard

from tansiq.exchange.taxii.moments import written
from tansiq.exchange.taxii.places import Place

TAXII_21: Final = "application/taxii+json;version=2.1"
STIX_21: Final = "application/stix+json;version=2.1"
MOST_FAILURES: Final = 10_000
"""Failures that a status lists; it counts all of them."""
LONGEST_MESSAGE: Final = 1_000
"""Characters of why an object failed."""
_QUICK: Final = 1


class Entry(Protocol):
    """One object version on a shelf."""

    @property
    def added(self) -> int:
        """When it was added, in microseconds since 1970."""

    @property
    def object_id(self) -> str:
        """The id of the object."""

    @property
    def version(self) -> str:
        """Its version as its author wrote it; empty where it has none."""


class Outcome(NamedTuple):
    """What became of one object that was posted: stored, or not because of what `message` says."""

    object_id: str
    version: str
    message: str | None = None


def discovery(title: str, roots: Sequence[str], *, contact: str | None = None) -> bytes:
    """Return the discovery resource (4.1): the API `roots` (addresses), the first of them the default."""
    return _json({"title": title, "contact": contact, "default": roots[0], "api_roots": list(roots)})


def api_root(title: str, *, max_content_length: int, description: str | None = None) -> bytes:
    """Return the API root resource (4.2); a body posted has at most `max_content_length` bytes."""
    return _json(
        {
            "title": title,
            "description": description,
            "versions": [TAXII_21],
            "max_content_length": max_content_length,
        }
    )


def collections(places: Iterable[Place]) -> bytes:
    """Return the collections resource (5.1)."""
    return _json({"collections": [_collection(place) for place in places] or None})


def collection(place: Place) -> bytes:
    """Return the collection resource (5.2)."""
    return _json(_collection(place))


def envelope(pieces: Sequence[bytes], *, following: int | None) -> bytes:
    """Return the envelope (3.7) of `pieces`, each an object or several joined by commas.

    More follows position `following`.
    """
    if not pieces:
        return b"{}"
    head, tail = b'{"more":%b,"objects":[' % _more(following), b"]}"
    if len(pieces) == 1:
        return b"".join((head, pieces[0], tail))
    return b",".join((head + pieces[0], *pieces[1:-1], pieces[-1] + tail))


def manifest(entries: Iterable[Entry], *, following: int | None) -> bytes:
    """Return the manifest resource (5.3)."""
    records = [
        {
            "id": one.object_id,
            "date_added": written(one.added),
            "version": version_of(one),
            "media_type": STIX_21,
        }
        for one in entries
    ]
    return _paged("objects", records, following)


def versions(entries: Iterable[Entry], *, following: int | None) -> bytes:
    """Return the versions resource (5.8)."""
    return _paged("versions", [version_of(one) for one in entries], following)


def version_of(entry: Entry) -> str:
    """Return the version of `entry`: when it was added, where its author wrote none (3.4)."""
    return entry.version or written(entry.added)


def status(status_id: str, requested: str, outcomes: Sequence[Outcome]) -> bytes:
    """Return the status resource (4.3) of a request at `requested` that is complete.

    Of many failures the first `MOST_FAILURES` are listed, since a request that says next to nothing can have
    hundreds of thousands.
    """
    done = [{"id": one.object_id, "version": one.version} for one in outcomes if one.message is None]
    failed = (
        {"id": one.object_id, "version": one.version, "message": one.message[:LONGEST_MESSAGE]}
        for one in outcomes
        if one.message is not None
    )
    return _json(
        {
            "id": status_id,
            "status": "complete",
            "request_timestamp": requested,
            "total_count": len(outcomes),
            "success_count": len(done),
            "successes": done or None,
            "failure_count": len(outcomes) - len(done),
            "failures": list(islice(failed, MOST_FAILURES)) or None,
            "pending_count": 0,
        }
    )


def pack_status(document: bytes) -> bytes:
    """Return a status resource as it is kept: it says the same words thousands of times."""
    return zstandard.compress(document, _QUICK)


def unpack_status(kept: bytes) -> bytes:
    """Return the status resource that was `kept`, packed or as it is."""
    return zstandard.decompress(kept) if kept.startswith(zstandard.FRAME_HEADER) else kept


def error(title: str, *, http_status: int, description: str | None = None, code: str | None = None) -> bytes:
    """Return the error message (3.6.1) of an answer with `http_status`; `code` is ours."""
    return _json(
        {"title": title, "description": description, "error_code": code, "http_status": str(http_status)}
    )


def _collection(place: Place) -> dict[str, Any]:
    return _present(
        {
            "id": place.id,
            "title": place.title,
            "description": place.description,
            "alias": place.alias,
            "can_read": place.right.read,
            "can_write": place.right.write,
            "media_types": [STIX_21],
        }
    )


def _paged(name: str, items: list[Any], following: int | None) -> bytes:
    if not items:
        return b"{}"
    return b"".join((b'{"more":', _more(following), b',"', name.encode(), b'":', orjson.dumps(items), b"}"))


def _more(following: int | None) -> bytes:
    return b"false" if following is None else b'true,"next":"%d"' % following


def _json(members: dict[str, Any]) -> bytes:
    return orjson.dumps(_present(members))


def _present(members: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value is not None}
