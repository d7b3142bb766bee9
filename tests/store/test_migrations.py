"""What stood in an older database stands in order after it was brought up to date."""

import random
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connections
from django.db.backends.utils import CursorWrapper

from tansiq import settings
from tansiq.store import SqlStore
from tests.store import databases

VERSION = (
    "INSERT INTO store_version (signer, key, sig, object_id, version, raw, ordering, newest, type,"
    " originator, shared, precedence, audience, parts, holds, via, circles, folded)"
    " VALUES ('', '', '', %s, 'v', '', '', TRUE, 'report', '', %s, '', '', '', '', '', '', '')"
)
BODY = "INSERT INTO store_body (id, kind, object_id, version, precedence) VALUES (%s, %s, %s, %s, 'routine')"
LINE = (
    "INSERT INTO store_trailline (actor, verb, subject, at, detail) VALUES ('', 'read', 'report--1', 1, %s)"
)
ENTRY = "INSERT INTO store_outentry (key, body, leaf, at) VALUES (%s, %s, '', %s)"


def fill(cursor: CursorWrapper) -> None:
    cursor.executemany(VERSION, [(f"report--{number}", at) for number, at in enumerate((50, 50, 20, 90))])
    cursor.execute("INSERT INTO store_outfeed (id, receiver, frontier) VALUES (1, 'a', ''), (2, 'b', '')")
    cursor.executemany(
        BODY, [(1, 1, "report--1", "v1"), (2, 2, "report--1", "v2"), (3, 3, "report--1", "v2")]
    )
    told = [(1, 0, 1, 50), (1, 1, 2, 50), (1, 2, 3, 10), (2, 0, 1, 7)]
    cursor.executemany(ENTRY, [(feed << 40 | index, body, at) for feed, index, body, at in told])


def rows(cursor: CursorWrapper, query: str) -> list[tuple[object, ...]]:
    cursor.execute(query)
    return list(cursor.fetchall())


@pytest.fixture
def older(tmp_path: Path) -> dict[str, object]:
    return settings.database(f"sqlite:///{tmp_path}/older.sqlite")


def test_moments_of_adding_grow_and_old_versions_are_known(older: dict[str, object]) -> None:
    with databases.connected(older) as alias:
        call_command("migrate", "store", "0001", database=alias, verbosity=0)
        with connections[alias].cursor() as cursor:
            fill(cursor)
        call_command("migrate", database=alias, verbosity=0)
        with connections[alias].cursor() as cursor:
            assert rows(cursor, "SELECT added FROM store_version ORDER BY id") == [(50,), (51,), (52,), (90,)]
            assert rows(cursor, "SELECT value FROM store_counter") == [(90,)]
            told = rows(cursor, "SELECT at, stale FROM store_outentry ORDER BY key")
            assert told == [(50, True), (51, False), (52, False), (7, False)]
            assert rows(cursor, "SELECT last FROM store_outfeed ORDER BY id") == [(52,), (7,)]


def test_what_was_told_ends_when_its_object_does_and_old_lines_are_found(older: dict[str, object]) -> None:
    with databases.connected(older) as alias:
        call_command("migrate", "store", "0001", database=alias, verbosity=0)
        with connections[alias].cursor() as cursor:
            fill(cursor)
            cursor.execute("UPDATE store_version SET expires = id, version = 'v1'")
            cursor.execute(LINE, ["{}"])
        call_command("migrate", database=alias, verbosity=0)
        with connections[alias].cursor() as cursor:
            ends = rows(cursor, "SELECT expires FROM store_body ORDER BY id")
            assert ends == [(2,), (None,), (None,)]
        with SqlStore(random.Random(1).randbytes, alias).snapshot() as tx:
            assert [line.verb for line in tx.trail.read("report--1")] == ["read"]
