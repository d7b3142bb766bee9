"""Circles in the database: every version of every roster."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tansiq.exchange import Signature
from tansiq.release import Roster
from tansiq.store.codec import blob, from_json, to_json
from tansiq.store.errors import VersionTaken
from tansiq.store.sql.database import Database


class SqlCircles:
    """Every version of every roster that this node may see."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def rosters(self) -> Mapping[str, Roster]:
        """Return the newest roster of every circle, by circle id."""
        rows = self._database.rows(
            "SELECT r.circle, r.doc FROM store_roster r WHERE r.version ="
            " (SELECT MAX(n.version) FROM store_roster n WHERE n.circle = r.circle) ORDER BY r.id"
        )
        return {circle: from_json(doc, Roster) for circle, doc in rows}

    def statement(self, circle: str) -> bytes | None:
        """Return the signed bytes of the newest roster of `circle`."""
        query = "SELECT statement FROM store_roster WHERE circle = %s ORDER BY version DESC LIMIT 1"
        row = self._database.row(query, circle)
        return None if row is None else blob(row[0])

    def keep(self, roster: Roster, statement: bytes, signature: Signature) -> None:
        """Keep one version of a roster; the same again changes nothing.

        Raises `VersionTaken` when the version is kept with another statement.
        """
        self._database.run(
            "INSERT INTO store_roster (circle, version, doc, statement, signer, key, sig)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT (circle, version) DO NOTHING",
            *(roster.circle, roster.version, to_json(roster), statement),
            *(signature.by, signature.key, signature.sig),
        )
        [(held,)] = self._database.rows(
            "SELECT statement FROM store_roster WHERE circle = %s AND version = %s",
            *(roster.circle, roster.version),
        )
        if blob(held) != statement:
            raise VersionTaken(roster.circle, str(roster.version))

    def history(self, circle: str) -> Sequence[Roster]:
        """Return every version of the roster, oldest first."""
        query = "SELECT doc FROM store_roster WHERE circle = %s ORDER BY version"
        return [from_json(doc, Roster) for (doc,) in self._database.rows(query, circle)]
