"""Measures what this machine can do at best, so that other figures can be read as shares of it."""

from __future__ import annotations

import os
import secrets
import sqlite3
import tempfile
from hashlib import sha256
from pathlib import Path
from time import perf_counter
from typing import Final

import msgspec
from nacl.signing import SigningKey
from zstandard import ZstdCompressor

from bench.ledger_corpus import bodies
from bench.speed import per_second

SECONDS: Final = 0.4
BODY: Final = 700
ROWS: Final = 100_000
PRAGMAS: Final = ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON", "cache_size = -16000")


def run(size: float = 1) -> dict[str, float]:
    """Return how often a second one core does each of the things that everything else is made of."""
    key, body = SigningKey.generate(), secrets.token_bytes(BODY)
    signed = key.sign(body)
    content = bodies(256)
    whole = b"".join(content)
    parsed = msgspec.json.encode({"members": [{"name": "Gao", "at": number} for number in range(30)]})
    return {
        "limit: fsync, 1/s": _fsyncs(),
        "limit: SHA-256 of 700 bytes, 1/s": per_second(lambda: sha256(body).digest(), SECONDS),
        "limit: sign, 1/s": per_second(lambda: key.sign(body), SECONDS),
        "limit: verify, 1/s": per_second(lambda: key.verify_key.verify(signed), SECONDS),
        "limit: read 1 kB of JSON, 1/s": per_second(lambda: msgspec.json.decode(parsed), SECONDS),
        "limit: zstd-19, objects/s": len(content)
        * per_second(lambda: ZstdCompressor(19).compress(whole), SECONDS, 1),
        "limit: SQLite executemany, rows/s": _inserts(int(ROWS * size)),
    }


def _fsyncs() -> float:
    with tempfile.TemporaryFile() as file:

        def once() -> None:
            file.write(bytes(4096))
            file.flush()
            os.fsync(file.fileno())

        return per_second(once, SECONDS, 1)


def _inserts(count: int) -> float:
    """Insert rows of the size of a feed's entries, in one durable transaction."""
    leaf = secrets.token_bytes(32)
    rows = [(number, number % 997, leaf, 1_770_000_000_000_000) for number in range(count)]
    with tempfile.TemporaryDirectory() as folder:
        database = sqlite3.connect(Path(folder) / "limit.sqlite", isolation_level=None)
        for pragma in PRAGMAS:
            database.execute(f"PRAGMA {pragma}")
        database.execute("CREATE TABLE entry (key INTEGER PRIMARY KEY, body INT, leaf BLOB, at INT)")
        begun = perf_counter()
        database.execute("BEGIN IMMEDIATE")
        database.executemany("INSERT INTO entry VALUES (?, ?, ?, ?)", rows)
        database.execute("COMMIT")
        spent = perf_counter() - begun
        database.close()
    return count / spent
