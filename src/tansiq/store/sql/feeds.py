"""The logs in the database, both ways, and the acknowledgements about what they told."""

from __future__ import annotations

from collections.abc import Sequence

from tansiq.exchange import Ack
from tansiq.store.codec import micros, moment
from tansiq.store.sql.incoming import SqlIncoming
from tansiq.store.sql.outgoing import SqlOutgoing


class SqlFeeds(SqlOutgoing, SqlIncoming):
    """Feeds, receipts and acknowledgements."""

    def ack(self, ack: Ack) -> None:
        """Keep what another agency says it did, once."""
        claim = (ack.object_id, ack.version, ack.by, ack.what, ack.code)
        held = self._database.row(
            "SELECT id FROM store_ack WHERE object_id = %s AND version IS NOT DISTINCT FROM %s"
            " AND signer = %s AND what = %s AND code IS NOT DISTINCT FROM %s",
            *claim,
        )
        if held is None:
            self._database.run(
                "INSERT INTO store_ack (object_id, version, signer, what, code, at)"
                " VALUES (%s, %s, %s, %s, %s, %s)",
                *(*claim, micros(ack.at)),
            )

    def acks(self, object_id: str) -> Sequence[Ack]:
        """Return the acknowledgements about the object, oldest first."""
        rows = self._database.rows(
            "SELECT object_id, version, signer, what, code, at FROM store_ack"
            " WHERE object_id = %s ORDER BY at, id",
            object_id,
        )
        return [
            Ack(about, version, signer, what, code, moment(at))
            for about, version, signer, what, code, at in rows
        ]
