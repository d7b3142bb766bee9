"""What each address of TAXII 2.1 does (sections 4 and 5), as a table of small works."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from tansiq.exchange.taxii import Answer, Caller, Endpoint, Wanted, resources
from tansiq.release import Released

ROOT = "/api/tansiq/"


class Site(NamedTuple):
    """What the server says of itself: whose it is, at which address, and how large a body may be."""

    title: str
    url: str
    max_bytes: int


@dataclass(frozen=True, slots=True)
class Plain:
    """Answers every account the same, from what the server says of itself."""

    work: Callable[[Site], bytes]


@dataclass(frozen=True, slots=True)
class Said:
    """Answers from what the caller finds by one name in the address."""

    work: Callable[[Caller, str], Released[bytes]]


@dataclass(frozen=True, slots=True)
class Paged:
    """Answers a page of a collection, of all of it or of one object."""

    work: Callable[[Caller, str, str, Wanted], Released[Answer]]
    endpoint: Endpoint


@dataclass(frozen=True, slots=True)
class Post:
    """Takes objects in."""


@dataclass(frozen=True, slots=True)
class Delete:
    """Deletes versions of an object."""


@dataclass(frozen=True, slots=True)
class Describe:
    """Tells the table itself."""


Work = Plain | Said | Paged | Post | Delete | Describe


def discovery(site: Site) -> bytes:
    """Return the discovery resource (TAXII 2.1, 4.1)."""
    return resources.discovery(site.title, [site.url + ROOT])


def api_root(site: Site) -> bytes:
    """Return the API root resource (4.2)."""
    return resources.api_root(site.title, max_content_length=site.max_bytes)


def status(caller: Caller, status_id: str) -> Released[bytes]:
    """Return the status resource (4.3)."""
    return caller.status(status_id)


def collections(caller: Caller, _: str) -> Released[bytes]:
    """Return the collections resource (5.1)."""
    return caller.collections()


def collection(caller: Caller, ref: str) -> Released[bytes]:
    """Return the collection resource (5.2)."""
    return caller.collection(ref)


def manifest(caller: Caller, ref: str, _: str, wanted: Wanted) -> Released[Answer]:
    """Return a page of the manifest (5.3)."""
    return caller.manifest(ref, wanted)


def objects(caller: Caller, ref: str, _: str, wanted: Wanted) -> Released[Answer]:
    """Return a page of objects (5.4)."""
    return caller.objects(ref, wanted)


def one_object(caller: Caller, ref: str, object_id: str, wanted: Wanted) -> Released[Answer]:
    """Return a page of the versions of one object, whole (5.6)."""
    return caller.object(ref, object_id, wanted)


def versions(caller: Caller, ref: str, object_id: str, wanted: Wanted) -> Released[Answer]:
    """Return a page of the versions of one object (5.8)."""
    return caller.versions(ref, object_id, wanted)
