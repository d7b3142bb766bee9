"""Foreign TAXII 2.1 servers from `.venv-peers`, each with one collection both ways, and foreign clients."""

import json
import os
import socket
import subprocess
import time
import uuid
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from tests.services.programs import program

BIN = Path(__file__).parents[1] / ".venv-peers" / "bin"
USER, PASSWORD = "courier", "the well is east of the dunes"
TAXII = "application/taxii+json;version=2.1"
PATIENCE = 60.0


class MissingPeer(RuntimeError):
    """The peers' `program` is not installed."""

    def __init__(self, program: str) -> None:
        super().__init__(f"{program} is not here: run tools/ensure_peers.py")


@dataclass(frozen=True, slots=True)
class Peer:
    """A running server: its `discovery` URL, API `root`, `collection` id, process `pid`, and the key."""

    discovery: str
    root: str
    collection: str
    pid: int
    token: str = ""
    """A bearer token, where the server knows such."""
    user: str = USER
    password: str = PASSWORD

    @property
    def url(self) -> str:
        """The collection's address."""
        return f"{self.root}collections/{self.collection}/"


def peer_program(name: str) -> str:
    """Return the path of the peers' program `name`, such as `python`.

    Raises `MissingPeer` when the peers are not installed.
    """
    if not (BIN / name).exists():
        raise MissingPeer(name)
    return str(BIN / name)


def peer_python(script: str, *arguments: str, timeout: float = PATIENCE) -> str:
    """Run `script` with the peers' Python, which has taxii2-client, stix2 and cabby; return its words."""
    command = [peer_program("python"), "-c", script, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=timeout, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@contextmanager
def medallion(folder: Path, *, page: int = 1000) -> Iterator[Peer]:
    """Serve medallion with its memory backend; `page` is the most objects that it gives at once."""
    port, collection = _free_port(), str(uuid.uuid4())
    base = f"http://127.0.0.1:{port}"
    data, config = folder / "medallion-data.json", folder / "medallion.json"
    data.write_text(json.dumps(_medallion_data(base, collection)))
    backend = {
        "module": "medallion.backends.memory_backend",
        "module_class": "MemoryBackend",
        "filename": str(data),
    }
    settings = {"users": {USER: PASSWORD}, "taxii": {"max_page_size": page}, "backend": backend}
    config.write_text(json.dumps(settings))
    with _serving([peer_program("medallion"), "--port", str(port), str(config)], port, folder) as pid:
        yield Peer(f"{base}/taxii2/", f"{base}/root/", collection, pid)


def _medallion_data(base: str, collection: str) -> dict[str, Any]:
    held: dict[str, Any] = {"id": collection, "title": "Both ways", "can_read": True, "can_write": True}
    held |= {"media_types": [], "manifest": [], "objects": []}
    about = {"title": "Root", "versions": [TAXII], "max_content_length": 100_000_000}
    discovery = {"title": "medallion", "default": f"{base}/root/", "api_roots": [f"{base}/root/"]}
    return {
        "/discovery": discovery,
        "root": {"information": about, "status": [], "collections": [held]},
    }


@contextmanager
def opentaxii(folder: Path, *, database: str | None = None, workers: int = 1) -> Iterator[Peer]:
    """Serve OpenTAXII by gunicorn on SQLite, or on the empty PostgreSQL `database` (a URL)."""
    port, root = _free_port(), str(uuid.uuid4())
    base = f"http://127.0.0.1:{port}"
    _opentaxii_config(folder, port, database or f"sqlite:///{folder / 'opentaxii.sqlite'}")
    environment = opentaxii_environment(folder)
    token = _opentaxii_set_up(environment, root)
    command = [
        peer_program("gunicorn"),
        f"--bind=127.0.0.1:{port}",
        f"--workers={workers}",
        "--worker-class=gthread",
        "--threads=4",
        "--timeout=600",
        f"--worker-tmp-dir={folder}",
        "opentaxii.http:app",
    ]
    with _serving(command, port, folder, environment) as pid:
        (collection,) = _ask(f"{base}/taxii2/{root}/collections/")["collections"]
        yield Peer(f"{base}/taxii2/", f"{base}/taxii2/{root}/", collection["id"], pid, token)


def opentaxii_environment(folder: Path) -> dict[str, str]:
    """Return the environment in which OpenTAXII's programs work on what `opentaxii` set up in `folder`."""
    return {"OPENTAXII_CONFIG": str(folder / "opentaxii.yml"), "PYTHONWARNINGS": "ignore"}


def _opentaxii_config(folder: Path, port: int, database: str) -> None:
    stored = {"db_connection": database, "create_tables": True}
    settings = {
        "domain": f"127.0.0.1:{port}",
        "support_basic_auth": True,
        "auth_api": {"parameters": stored | {"secret": uuid.uuid4().hex}},
        "taxii1": None,
        "taxii2": {"persistence_api": {"parameters": stored}},
        "logging": {"opentaxii": "warning", "root": "warning"},
    }
    (folder / "opentaxii.yml").write_text(json.dumps(settings))  # JSON is YAML


def _opentaxii_set_up(environment: Mapping[str, str], root: str) -> str:
    """Make an account, an API root and a collection; returns the account's token."""

    def run(name: str, *arguments: str) -> str:
        command = [peer_program(f"opentaxii-{name}"), *arguments]
        done = subprocess.run(
            command, env=os.environ | environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    said = run("create-account", "--username", USER, "--password", PASSWORD, "--admin")
    run("add-api-root", "--title", "Root", "--default", "--id", root)
    run("add-collection", "--rootid", root, "--title", "Both ways")
    return said.rpartition("token: ")[2].strip()


@contextmanager
def _serving(
    command: list[str], port: int, folder: Path, environment: Mapping[str, str] | None = None
) -> Iterator[int]:
    """Run the server `command` until the block ends, and hand out its process id once it listens."""
    path = folder / "peer.log"
    with path.open("wb") as log:
        process = subprocess.Popen(
            [program("setpriv", "util-linux"), "--pdeathsig", "TERM", *command],
            env=os.environ | (environment or {}),
            stdout=log,
            stderr=log,
        )
    try:
        _wait(process, port, path)
        yield process.pid
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"the peer did not start:\n{log.read_text()}")


def _ask(url: str) -> Any:
    credentials = b64encode(f"{USER}:{PASSWORD}".encode()).decode()
    asked = Request(url, headers={"Accept": TAXII, "Authorization": f"Basic {credentials}"})  # noqa: S310 - ours
    with urlopen(asked, timeout=PATIENCE) as answer:  # noqa: S310 - the same
        return json.load(answer)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])
