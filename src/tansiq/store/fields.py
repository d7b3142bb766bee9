"""The one kind of column that Django has not."""

from __future__ import annotations

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


class Key(models.BigIntegerField):  # type: ignore[type-arg] # generic in its types alone
    """A number that we choose ourselves, by which the rows lie in order: SQLite's rowid itself."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        """Return the name of the type; SQLite keeps an index beside the table unless it is `integer`."""
        return "integer" if connection.vendor == "sqlite" else "bigint"
