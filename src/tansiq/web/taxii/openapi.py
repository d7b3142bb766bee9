"""The description of the interface (OpenAPI 3.1), made from the same table that sorts requests."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Final

import orjson

from tansiq import __version__
from tansiq.exchange.taxii import DEFAULT_LIMIT, LARGEST_LIMIT, Endpoint
from tansiq.web.taxii.endpoints import Delete, Describe, Paged, Post, Site
from tansiq.web.taxii.negotiation import TAXII
from tansiq.web.taxii.routes import ROUTES, Operation, Route
from tansiq.web.taxii.schemas import SCHEMAS

JSON: Final = "application/json"
_DAY: Final = (
    "(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8])"
)
_MOMENT: Final = rf"[12][0-9]{{3}}-({_DAY})T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{{1,6}})?Z"
_VERSION: Final = f"^(all|(last|first|{_MOMENT})|last,first|first,last|{_MOMENT},(last|first))$"
"""The most usual lists; any number of moments may stand in one."""
_FILTERS: Final = {
    "added_after": ("Only what was added after this moment.", {"type": "string", "pattern": f"^{_MOMENT}$"}),
    "limit": (
        f"At most so many; {DEFAULT_LIMIT} when absent, {LARGEST_LIMIT} at the most.",
        {"type": "integer", "minimum": 1, "maximum": LARGEST_LIMIT},
    ),
    "next": ("Where the last page ended.", {"type": "string", "pattern": "^[0-9]{1,18}$"}),
    "match[id]": ("Ids, with commas between.", {"type": "string", "pattern": "^[!-+.-~-]{1,300}$"}),
    "match[type]": ("Types, with commas between.", {"type": "string", "pattern": "^[a-z0-9-]{1,250}$"}),
    "match[version]": (
        "last, first, all or moments, with commas between.",
        {"type": "string", "pattern": _VERSION},
    ),
    "match[spec_version]": ("Versions of STIX.", {"type": "string", "pattern": r"^(2\.0|2\.1|2\.0,2\.1)$"}),
}
_SPEC: Final = ("match[spec_version]",)
_PAGES: Final = ("added_after", "limit", "next")
FILTERS: Final = {
    Endpoint.OBJECTS: tuple(_FILTERS),
    Endpoint.MANIFEST: tuple(_FILTERS),
    Endpoint.OBJECT: (*_PAGES, "match[version]", *_SPEC),
    Endpoint.VERSIONS: (*_PAGES, *_SPEC),
    Endpoint.DELETE: ("match[version]", *_SPEC),
}
"""The filters of each endpoint (TAXII 2.1, 5.3 to 5.8)."""
_REFUSALS: Final = (400, 401, 403, 404, 405, 406, 429, 500, 503)
_REFUSALS_OF_POST: Final = (408, 413, 415, 422)


@lru_cache(maxsize=4)
def description(site: Site) -> bytes:
    """Return the description as JSON."""
    return orjson.dumps(
        {
            "openapi": "3.1.0",
            "info": {"title": f"TAXII 2.1 of {site.title}", "version": __version__},
            "servers": [{"url": site.url or "/"}],
            "security": [{"basic": []}, {"bearer": []}],
            "paths": {route.template: _path(route) for route in ROUTES},
            "components": {
                "schemas": SCHEMAS,
                "securitySchemes": {
                    "basic": {"type": "http", "scheme": "basic"},
                    "bearer": {"type": "http", "scheme": "bearer"},
                },
            },
        }
    )


def _path(route: Route) -> dict[str, Any]:
    names = re.findall(r"\{(\w+)\}", route.template)
    found: dict[str, Any] = {method.lower(): _operation(one) for method, one in route.operations.items()}
    if "get" in found:
        found["head"] = {**found["get"], "operationId": f"head-{found['get']['operationId']}"}
    return {"parameters": [_named(name) for name in names], **found} if names else found


def _named(name: str) -> dict[str, Any]:
    schema = {"type": "string", "minLength": 1, "maxLength": 300}
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _operation(operation: Operation) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": operation.id,
        "summary": operation.summary,
        "responses": {**_success(operation), **_failures(operation)},
    }
    if isinstance(operation.work, Paged):
        described["parameters"] = [_filter(name) for name in FILTERS[operation.work.endpoint]]
    elif isinstance(operation.work, Delete):
        described["parameters"] = [_filter(name) for name in FILTERS[Endpoint.DELETE]]
    elif isinstance(operation.work, Post):
        described["requestBody"] = {"required": True, "content": {TAXII: {"schema": _ref("envelope")}}}
    return described


def _success(operation: Operation) -> dict[str, Any]:
    status = "202" if isinstance(operation.work, Post) else "200"
    said: dict[str, Any] = {"description": operation.summary}
    if isinstance(operation.work, Describe):
        said["content"] = {JSON: {"schema": {"type": "object"}}}
    elif operation.answers:
        said["content"] = {TAXII: {"schema": _ref(operation.answers)}}
    if isinstance(operation.work, Paged):
        dates = ("X-TAXII-Date-Added-First", "X-TAXII-Date-Added-Last")
        said["headers"] = {
            name: {"schema": {"type": "string", "pattern": f"^{_MOMENT}$"}, "required": False}
            for name in dates
        }
    return {status: said}


def _failures(operation: Operation) -> dict[str, Any]:
    more = _REFUSALS_OF_POST if isinstance(operation.work, Post) else ()
    content = {TAXII: {"schema": _ref("error")}}
    return {
        str(status): {"description": "An error resource", "content": content}
        for status in (*_REFUSALS, *more)
    }


def _filter(name: str) -> dict[str, Any]:
    about, schema = _FILTERS[name]
    return {"name": name, "in": "query", "required": False, "description": about, "schema": schema}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}
