"""Makes the ports durable: SQLite by default, PostgreSQL when it grows, memory for tests."""

from tansiq.store.errors import (
    AlreadyFounded,
    Damaged,
    DiskFull,
    ForkRefused,
    Gap,
    Gone,
    InvitationUsed,
    Locked,
    Nested,
    NotCommitted,
    NotPrepared,
    NotThere,
    ReadOnly,
    StoreError,
    Taken,
    TooLong,
    Unavailable,
    VersionTaken,
    Withdrawn,
)
from tansiq.store.folding import fold
from tansiq.store.memory import MemoryStore
from tansiq.store.ports import Store, Transaction
from tansiq.store.sql import SqlStore
from tansiq.store.trail import Noted

__all__ = [
    "AlreadyFounded",
    "Damaged",
    "DiskFull",
    "ForkRefused",
    "Gap",
    "Gone",
    "InvitationUsed",
    "Locked",
    "MemoryStore",
    "Nested",
    "NotCommitted",
    "NotPrepared",
    "NotThere",
    "Noted",
    "ReadOnly",
    "SqlStore",
    "Store",
    "StoreError",
    "Taken",
    "TooLong",
    "Transaction",
    "Unavailable",
    "VersionTaken",
    "Withdrawn",
    "fold",
]
