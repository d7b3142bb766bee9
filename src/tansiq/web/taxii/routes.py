"""The one table of addresses and methods, from which requests are sorted and the description is made."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from tansiq.exchange.taxii import Endpoint
from tansiq.web.taxii import endpoints
from tansiq.web.taxii.endpoints import ROOT, Delete, Describe, Paged, Plain, Post, Said, Work
from tansiq.web.taxii.errors import NotThere, WrongMethod

DISCOVERY: Final = "/taxii2/"
COLLECTION: Final = f"{ROOT}collections/{{collection}}/"
OBJECT: Final = f"{COLLECTION}objects/{{object}}/"
_BRACES: Final = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Operation:
    """What one method at one address does: its `id` and `summary` in the description, its `work`."""

    id: str
    summary: str
    work: Work
    answers: str
    """The resource that comes back, by its name in the description; empty for none."""


@dataclass(frozen=True)
class Route:
    """An address with names in braces, and its operations by method."""

    template: str
    operations: Mapping[str, Operation]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What the path must be; the last slash may be missing."""
        return re.compile(_BRACES.sub(r"(?P<\1>[^/]+)", self.template.rstrip("/")) + "/?")

    @property
    def allow(self) -> str:
        """The methods that it knows, for the header Allow (RFC 9110, 10.2.1)."""
        safe = ("GET", "HEAD") if "GET" in self.operations else ()
        return ", ".join([*safe, *(name for name in self.operations if name != "GET"), "OPTIONS"])


class Matched(NamedTuple):
    """The operation that a request is for, and what stands in the braces; empty where there are none."""

    operation: Operation
    ref: str
    item: str


def _get(id_: str, summary: str, work: Work, answers: str) -> Mapping[str, Operation]:
    return {"GET": Operation(id_, summary, work, answers)}


ROUTES: Final = (
    Route(DISCOVERY, _get("discovery", "Server discovery", Plain(endpoints.discovery), "discovery")),
    Route(ROOT, _get("api-root", "About this API root", Plain(endpoints.api_root), "api-root")),
    Route(
        f"{ROOT}status/{{status}}/",
        _get("status", "What became of a POST", Said(endpoints.status), "status"),
    ),
    Route(
        f"{ROOT}collections/",
        _get("collections", "The collections of this account", Said(endpoints.collections), "collections"),
    ),
    Route(COLLECTION, _get("collection", "One collection", Said(endpoints.collection), "collection")),
    Route(
        f"{COLLECTION}manifest/",
        _get("manifest", "What is there", Paged(endpoints.manifest, Endpoint.MANIFEST), "manifest"),
    ),
    Route(
        f"{COLLECTION}objects/",
        {
            **_get("objects", "Objects", Paged(endpoints.objects, Endpoint.OBJECTS), "envelope"),
            "POST": Operation("add-objects", "Put objects in", Post(), "status"),
        },
    ),
    Route(
        OBJECT,
        {
            **_get("object", "One object", Paged(endpoints.one_object, Endpoint.OBJECT), "envelope"),
            "DELETE": Operation("delete-object", "Delete an object or versions of it", Delete(), ""),
        },
    ),
    Route(
        f"{OBJECT}versions/",
        _get("versions", "Versions of one object", Paged(endpoints.versions, Endpoint.VERSIONS), "versions"),
    ),
    Route(f"{ROOT}openapi.json", _get("openapi", "This description", Describe(), "")),
)


def is_for_taxii(path: str) -> bool:
    """Return whether a request to `path` is for TAXII, be there something or not."""
    return path.startswith(("/taxii2/", "/api/")) or path in {"/taxii2", "/api"}


def find(path: str) -> tuple[Route, Mapping[str, str]]:
    """Return the route of `path` and what stands in its braces. Raises `NotThere`."""
    for route in ROUTES:
        matched = route.pattern.fullmatch(path)
        if matched is not None:
            return route, matched.groupdict()
    raise NotThere


def match(path: str, method: str) -> Matched:
    """Return what a request with `method` to `path` is for; HEAD is GET without the body.

    Raises `NotThere` or `WrongMethod`.
    """
    route, names = find(path)
    operation = route.operations.get("GET" if method == "HEAD" else method)
    if operation is None:
        raise WrongMethod(route.allow)
    return Matched(operation, names.get("collection") or names.get("status", ""), names.get("object", ""))
