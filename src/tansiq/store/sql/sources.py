"""Foreign TAXII servers in the database, and how far each was followed."""

from __future__ import annotations

from collections.abc import Sequence

from tansiq.exchange.taxii import Progress, Source
from tansiq.store.codec import from_json, to_json
from tansiq.store.errors import NotThere, Taken
from tansiq.store.sql.database import Database


class SqlSources:
    """The foreign servers that this node pulls from or pushes to."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, source: Source) -> None:
        """Keep a new source that was never tried. Raises `Taken` when the id is another's."""
        query = "INSERT INTO store_source (id, doc, progress) VALUES (%s, %s, %s) ON CONFLICT (id) DO NOTHING"
        if not self._database.run(query, source.id, to_json(source), to_json(Progress())):
            raise Taken("source", source.id)

    def change(self, source: Source) -> None:
        """Put `source` in the place of the one of its id; its progress stays. Raises `NotThere`."""
        self._update("doc", to_json(source), source.id)

    def remove(self, source_id: str) -> None:
        """Forget a source and its progress. Raises `NotThere`."""
        if not self._database.run("DELETE FROM store_source WHERE id = %s", source_id):
            raise NotThere("source", source_id)

    def sources(self) -> Sequence[tuple[Source, Progress]]:
        """Return every source with its progress, by id."""
        rows = self._database.rows("SELECT doc, progress FROM store_source ORDER BY id")
        return [(from_json(doc, Source), from_json(progress, Progress)) for doc, progress in rows]

    def advance(self, source_id: str, progress: Progress) -> None:
        """Note how far a source got. Raises `NotThere`."""
        self._update("progress", to_json(progress), source_id)

    def _update(self, column: str, value: str, source_id: str) -> None:
        if not self._database.run(f"UPDATE store_source SET {column} = %s WHERE id = %s", value, source_id):
            raise NotThere("source", source_id)
