"""Fills an OpenTAXII collection by OpenTAXII's own models; run by the peers' Python: FILE COLLECTION.

What lies there afterwards is what as many POSTs would have left, but for the statuses.
"""

from __future__ import annotations

import json
import sys
import uuid
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from opentaxii.cli import app  # type: ignore[import-not-found]
from opentaxii.persistence.sqldb.taxii2models import STIXObject  # type: ignore[import-not-found]
from opentaxii.taxii2.utils import get_object_version  # type: ignore[import-not-found]

TOGETHER = 5000
APART = ("id", "type", "spec_version")


def main(file: str, collection: str) -> None:
    """Put the objects of `file`, one a line, into `collection` in their order."""
    session = app.taxii_server.servers.taxii2.persistence.api.db.session
    begun = datetime.now(UTC) - timedelta(hours=1)
    with Path(file).open(encoding="utf-8") as lines:
        rows = (_row(json.loads(line), uuid.UUID(collection), begun, at) for at, line in enumerate(lines))
        while some := list(islice(rows, TOGETHER)):
            session.bulk_insert_mappings(STIXObject, some)
            session.commit()


def _row(made: dict[str, Any], collection: uuid.UUID, begun: datetime, number: int) -> dict[str, Any]:
    return {
        "pk": uuid.uuid4(),
        "id": made["id"],
        "collection_id": collection,
        "type": made["type"],
        "spec_version": made["spec_version"],
        "date_added": begun + timedelta(microseconds=number),
        "version": get_object_version(made),
        "serialized_data": {name: value for name, value in made.items() if name not in APART},
    }


if __name__ == "__main__":
    main(*sys.argv[1:])
