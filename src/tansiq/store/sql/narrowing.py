"""Turns what a reader wants into the conditions of a query (TAXII 2.1, 3.4 and 5.8)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

from tansiq.exchange.taxii import Wanted, Which
from tansiq.store.codec import micros
from tansiq.store.sql.database import Value
from tansiq.store.sql.keys import INDEX

_LARGEST: Final = 2**63 - 1
_KEY: Final = 26
"""Characters of a version's sort key that has microseconds and nothing finer."""

Conditions = tuple[str, tuple[Value, ...]]
"""Conditions joined by AND, and their values."""


@dataclass(frozen=True, slots=True)
class Columns:
    """What the conditions are called in a query: the expressions for the versions that `Which` names."""

    last: str
    first: str
    ordering: str
    added: str


def tamed(wanted: Wanted) -> Wanted:
    """Return `wanted` with numbers that fit their columns, and mean the same."""
    moment = wanted.added_after
    return replace(
        wanted,
        limit=min(wanted.limit, INDEX),
        after=min(max(wanted.after, 0), INDEX),
        added_after=None if moment is None else min(max(moment, -_LARGEST), _LARGEST),
    )


def versions(wanted: Wanted, columns: Columns) -> Conditions:
    """Return the condition that a version is one of those wanted."""
    if Which.ALL in wanted.which:
        return "TRUE", ()
    named = {Which.LAST: columns.last, Which.FIRST: columns.first}
    clauses = [clause for which, clause in named.items() if which in wanted.which]
    values: tuple[Value, ...] = ()
    for column, among in ((columns.ordering, wanted.versions), (columns.added, moments(wanted.versions))):
        if among:
            dateless = f"{columns.ordering} = '' AND " if column is columns.added else ""
            clauses.append(f"({dateless}{one_of(column, among)})")
            values += tuple(among)
    return f"({' OR '.join(clauses) or 'FALSE'})", values


def moments(keys: Collection[str]) -> list[int]:
    """Return the sort `keys` of versions that are whole microseconds, as such."""
    found = []
    for key in keys:
        try:
            moment = datetime.fromisoformat(key)
        except ValueError:
            continue  # A leap second has no number of its own.
        if len(key) == _KEY:
            found.append(micros(moment.replace(tzinfo=UTC)))
    return found


def one_of(column: str, among: Sequence[Value]) -> str:
    """Return the condition that `column` is one of the values."""
    return f"{column} IN ({', '.join(['%s'] * len(among))})"
