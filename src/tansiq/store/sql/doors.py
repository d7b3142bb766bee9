"""The accounts of tools and their rights in the database (TAXII 2.1, 1.6.8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from tansiq.exchange.taxii import Account, Right, Secrets
from tansiq.store.codec import blob
from tansiq.store.errors import NotThere, Taken
from tansiq.store.sql.database import Database, Row

_ACCOUNT: Final = "name, agency, created, only_drawers, closed"
_SECRETS: Final = "password, token, certificate"


class SqlDoors:
    """Who may enter, by what they prove themselves, and what they may do with which drawer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, account: Account, secrets: Secrets) -> None:
        """Keep a new account. Raises `Taken` when the name, the token or the certificate is another's."""
        row = self._database.run(
            f"INSERT INTO store_tool ({_ACCOUNT}, {_SECRETS})"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
            *(account.name, account.agency, account.created, account.only_drawers, account.closed),
            *(secrets.password, secrets.token, secrets.certificate),
        )
        if row != 1:
            raise Taken("account", account.name)

    def account(self, name: str) -> tuple[Account, Secrets] | None:
        """Return the account of that name with its secrets, closed or not; a closed one has none."""
        row = self._database.row(f"SELECT {_ACCOUNT}, {_SECRETS} FROM store_tool WHERE name = %s", name)
        return None if row is None else (_account(row[:5]), _secrets(row[5:]))

    def by_token(self, token: bytes) -> Account | None:
        """Return the account whose token has the SHA-256 `token`."""
        row = self._database.row(f"SELECT {_ACCOUNT} FROM store_tool WHERE token = %s", token)
        return None if row is None else _account(row)

    def accounts(self) -> Sequence[Account]:
        """Return every account by name, the closed ones too."""
        return [
            _account(row) for row in self._database.rows(f"SELECT {_ACCOUNT} FROM store_tool ORDER BY name")
        ]

    def renew(self, name: str, secrets: Secrets) -> None:
        """Put new secrets in the place of all old ones.

        Raises `NotThere` unless there is an open account of that name, `Taken` when the token or the
        certificate is another's.
        """
        self._require_open(name)
        taken = self._database.row(
            "SELECT name FROM store_tool WHERE name <> %s AND (token = %s OR certificate = %s)",
            *(name, secrets.token, secrets.certificate),
        )
        if taken is not None:
            raise Taken("account", name)
        self._database.run(
            "UPDATE store_tool SET password = %s, token = %s, certificate = %s WHERE name = %s",
            *(secrets.password, secrets.token, secrets.certificate, name),
        )

    def close(self, name: str, *, at: int) -> None:
        """End an account and forget its secrets; its name stays taken. Raises `NotThere`."""
        query = (
            "UPDATE store_tool SET closed = COALESCE(closed, %s),"
            " password = NULL, token = NULL, certificate = NULL WHERE name = %s"
        )
        if not self._database.run(query, at, name):
            raise NotThere("account", name)

    def rights(self, name: str) -> Mapping[str, Right]:
        """Return what the account may do, by drawer; a drawer in which it has no right is not among them."""
        query = "SELECT drawer, reads, writes FROM store_toolright WHERE tool = %s ORDER BY id"
        return {row[0]: Right(bool(row[1]), bool(row[2])) for row in self._database.rows(query, name)}

    def grant(self, name: str, drawer: str, right: Right) -> None:
        """Give the account `right` in the drawer, in the place of what it had; nothing takes it away.

        Raises `NotThere` unless account and drawer are kept.
        """
        self._require_open(name)
        if self._database.row("SELECT id FROM store_drawer WHERE uuid = %s", drawer) is None:
            raise NotThere("drawer", drawer)
        if not any(right):
            self._database.run("DELETE FROM store_toolright WHERE tool = %s AND drawer = %s", name, drawer)
            return
        self._database.run(
            "INSERT INTO store_toolright (tool, drawer, reads, writes) VALUES (%s, %s, %s, %s)"
            " ON CONFLICT (tool, drawer) DO UPDATE SET reads = excluded.reads, writes = excluded.writes",
            *(name, drawer, right.read, right.write),
        )

    def _require_open(self, name: str) -> None:
        if self._database.row("SELECT name FROM store_tool WHERE name = %s AND closed IS NULL", name) is None:
            raise NotThere("account", name)


def _account(row: Row) -> Account:
    name, agency, created, only_drawers, closed = row
    return Account(name, agency, created, bool(only_drawers), closed)


def _secrets(row: Row) -> Secrets:
    password, token, certificate = row
    return Secrets(password, None if token is None else blob(token), certificate)
