"""The store in a database that Django connects to."""

from tansiq.store.sql.store import SqlStore, SqlTransaction

__all__ = ["SqlStore", "SqlTransaction"]
