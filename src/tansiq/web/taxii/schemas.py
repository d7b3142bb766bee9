"""The resources of TAXII 2.1 as JSON schemas, for the description of the interface."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

Schema = Mapping[str, Any]

_TEXT: Final[Schema] = {"type": "string"}
_TRUTH: Final[Schema] = {"type": "boolean"}
_NUMBER: Final[Schema] = {"type": "integer", "minimum": 0}
_TIME: Final[Schema] = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$"}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _object(required: Sequence[str], *, closed: bool = True, **properties: Schema) -> Schema:
    return {
        "type": "object",
        "required": list(required),
        "properties": properties,
        **({"additionalProperties": False} if closed else {}),
    }


_OUTCOME: Final = _object(["id", "version"], id=_TEXT, version=_TEXT, message=_TEXT)
_RECORD: Final = _object(
    ["id", "date_added", "version"], id=_TEXT, date_added=_TIME, version=_TEXT, media_type=_TEXT
)
_COLLECTION: Final = _object(
    ["id", "title", "can_read", "can_write"],
    id={"type": "string", "format": "uuid"},
    title=_TEXT,
    description=_TEXT,
    alias=_TEXT,
    can_read=_TRUTH,
    can_write=_TRUTH,
    media_types=_list(_TEXT),
)

SCHEMAS: Final[Mapping[str, Schema]] = {
    "discovery": _object(
        ["title"], title=_TEXT, description=_TEXT, contact=_TEXT, default=_TEXT, api_roots=_list(_TEXT)
    ),
    "api-root": _object(
        ["title", "versions", "max_content_length"],
        title=_TEXT,
        description=_TEXT,
        versions=_list(_TEXT),
        max_content_length=_NUMBER,
    ),
    "status": _object(
        ["id", "status", "total_count", "success_count", "failure_count", "pending_count"],
        id={"type": "string", "format": "uuid"},
        status={"enum": ["complete", "pending"]},
        request_timestamp=_TIME,
        total_count=_NUMBER,
        success_count=_NUMBER,
        successes=_list(_OUTCOME),
        failure_count=_NUMBER,
        failures=_list(_OUTCOME),
        pending_count=_NUMBER,
        pendings=_list(_OUTCOME),
    ),
    "collections": _object([], collections=_list(_COLLECTION)),
    "collection": _COLLECTION,
    "manifest": _object([], more=_TRUTH, next=_TEXT, objects=_list(_RECORD)),
    "envelope": _object([], more=_TRUTH, next=_TEXT, objects=_list({"type": "object"})),
    "versions": _object([], more=_TRUTH, next=_TEXT, versions=_list(_TEXT)),
    "error": _object(
        ["title"],
        title=_TEXT,
        description=_TEXT,
        error_id=_TEXT,
        error_code=_TEXT,
        http_status=_TEXT,
    ),
}
"""By the names that the table of routes uses (TAXII 2.1, 3.6, 3.7, 4 and 5)."""
