"""A PostgreSQL server that lives in a temporary folder, listens on a socket there and ends with the tests."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from tests.services.programs import postgres_program, program

SECONDS_TO_START = 60


@dataclass(frozen=True, slots=True)
class Postgres:
    """A running server: the `folder` of its socket, its superuser's `user` name."""

    folder: Path
    user: str
    numbers: "count[int]"

    def url(self, database: str) -> str:
        """Return the address of `database` as `postgresql://…`."""
        return f"postgresql://{self.user}@/{database}?host={quote(str(self.folder), safe='')}"

    @contextmanager
    def database(self) -> Iterator[str]:
        """Create an empty database, hand out its address, and drop it in the end."""
        name = f"test_{next(self.numbers)}"
        self.execute("CREATE DATABASE {}", name)
        try:
            yield self.url(name)
        finally:
            self.execute("DROP DATABASE {} WITH (FORCE)", name)

    def execute(self, statement: str, database: str) -> None:
        """Run one `statement` about `database`, outside any transaction."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(sql.Identifier(database)))


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """Start a server, hand it out, stop it and remove its folder.

    Raises `RuntimeError` with the server's log when it does not come up.
    """
    user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    folder = Path(tempfile.mkdtemp(prefix="tansiq-pg-"))
    try:
        shutil.chown(folder, user)
        with server(folder, user):
            yield Postgres(folder, user, count(1))
    finally:
        shutil.rmtree(folder)


@contextmanager
def server(folder: Path, user: str) -> Iterator[None]:
    """Initialise a cluster below `folder` and keep its server running meanwhile."""
    data = folder / "data"
    new = [
        f"--pgdata={data}",
        f"--username={user}",
        "--auth=trust",
        "--encoding=UTF8",
        "--locale=C",
        "--no-sync",
    ]
    initdb = [*as_user(user), postgres_program("initdb"), *new]
    subprocess.run(initdb, check=True, capture_output=True, cwd=folder)
    settings = ["--listen_addresses=", f"--unix_socket_directories={folder}", "--fsync=off"]
    command = [*as_user(user), postgres_program("postgres"), "-D", str(data), *settings]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder)
    try:
        wait_until_ready(process, folder, user)
        yield
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()


def as_user(user: str) -> list[str]:
    """Return the words that run a command as `user`, and end it should the tests be killed."""
    setpriv = [program("setpriv", "util-linux"), "--pdeathsig", "INT"]
    if os.geteuid() != 0:
        return setpriv
    return [*setpriv, f"--reuid={user}", f"--regid={user}", "--init-groups"]


def wait_until_ready(process: subprocess.Popen[bytes], folder: Path, user: str) -> None:
    """Return when the server answers.

    Raises `RuntimeError` with its log when it ends or keeps silent.
    """
    deadline = time.monotonic() + SECONDS_TO_START
    ask = [postgres_program("pg_isready"), "-q", "-h", str(folder), "-U", user, "-d", "postgres"]
    while subprocess.run(ask, check=False).returncode != 0:
        if process.poll() is not None or time.monotonic() > deadline:
            log = (folder / "log").read_text()
            message = f"PostgreSQL did not start:\n{log}"
            raise RuntimeError(message)
        time.sleep(0.05)
