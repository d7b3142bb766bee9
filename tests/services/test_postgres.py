"""The PostgreSQL of the tests."""

import psycopg
import pytest

from tests.services.postgres import Postgres


def test_hands_out_an_empty_database(postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as connection:
        tables = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    assert tables == (0,)


def test_drops_the_database_afterwards(postgres: Postgres) -> None:
    with postgres.database() as url, psycopg.connect(url):
        pass
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(url)
