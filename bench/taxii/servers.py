"""The servers that are measured: a node of ours, OpenTAXII, medallion, and nginx with files."""

from __future__ import annotations

import os
import re
import socket
import subprocess
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from bench.pairs import free_port, until
from bench.taxii import corpus
from bench.taxii.client import Target
from bench.taxii.founding import DRAWER, PARTNER, PASSWORD, TOOLS, found
from tests import peers
from tests.e2e.nodes import NodeProcess

API: Final = "/api/tansiq/collections/"
COUNTING: Final = Path(__file__).with_name("counting")
"""Goes on PYTHONPATH to have a server note each slow hash of a password that it computes."""
_NGINX: Final = """
daemon off; master_process off; pid {folder}/nginx.pid; error_log {folder}/error.log warn;
events {{ worker_connections 64; }}
http {{
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000000;
  default_type "application/taxii+json;version=2.1";
  open_file_cache max=20000 inactive=600s; open_file_cache_valid 600s;
  client_body_temp_path {folder}/t; proxy_temp_path {folder}/t; fastcgi_temp_path {folder}/t;
  uwsgi_temp_path {folder}/t; scgi_temp_path {folder}/t;
  server {{ listen 127.0.0.1:{port}; root {pages}; }}
}}
"""


@dataclass(frozen=True)
class Ours:
    """A served node: the same drawer as each of its `tools` reaches it, and what a `partner` may have."""

    node: NodeProcess
    tools: tuple[Target, ...]
    partner: Target

    @property
    def tool(self) -> Target:
        """The drawer as the first tool reaches it."""
        return self.tools[0]

    def memory(self) -> float:
        """Return what its processes keep in memory, in MB."""
        return _of_all(_pid(self.node), "smaps_rollup", r"^Pss:\s+(\d+) kB$")

    def most_memory(self) -> float:
        """Return the most that its processes ever kept, in MB; what they share is counted for each."""
        return _of_all(_pid(self.node), "status", r"^VmHWM:\s+(\d+) kB$")


@contextmanager
def ours(
    folder: Path, *, database: str | None = None, extra: Mapping[str, str] | None = None
) -> Iterator[Ours]:
    """Serve a new node below `folder`, on SQLite or on the empty PostgreSQL `database`."""
    node = NodeProcess(folder / "home", "Home", "MA", extra=dict(extra or {}))
    tokens = found(node.home, database)

    def reached(collection: str, header: Mapping[str, str]) -> Target:
        return Target.collection(node.port, f"{API}{collection}/", header)

    try:
        node.start()
        tools = [reached(DRAWER, bearer(tokens[name])) for name in TOOLS[1:]]
        partner = reached("released", bearer(tokens[PARTNER]))
        yield Ours(node, (reached(DRAWER, basic(TOOLS[0], PASSWORD)), *tools), partner)
    finally:
        node.stop()


def bearer(token: str) -> dict[str, str]:
    """Return the header by which the owner of `token` comes in."""
    return {"Authorization": f"Bearer {token}"}


def basic(name: str, password: str) -> dict[str, str]:
    """Return the header by which `name` logs in."""
    return {"Authorization": f"Basic {b64encode(f'{name}:{password}'.encode()).decode()}"}


def of_peer(peer: peers.Peer) -> Target:
    """Return the collection of a foreign server, asked by its quickest way to log in."""
    parts = urlsplit(peer.url)
    header = bearer(peer.token) if peer.token else basic(peer.user, peer.password)
    return Target.collection(int(parts.port or 0), parts.path, header)


def fill_opentaxii(peer: peers.Peer, folder: Path, count: int) -> None:
    """Put the first `count` objects of the corpus into OpenTAXII's collection, past its door."""
    file = folder / "objects.jsonl"
    with file.open("wb") as lines:
        lines.writelines(made + b"\n" for made in corpus.objects(0, count))
    script = Path(__file__).with_name("fill_opentaxii.py")
    subprocess.run(  # noqa: S603 - ours
        [peers.peer_program("python"), str(script), str(file), peer.collection],
        env=os.environ | peers.opentaxii_environment(folder),
        check=True,
        capture_output=True,
    )


@contextmanager
def nginx(folder: Path, pages: Path) -> Iterator[int]:
    """Serve the files below `pages` by one process of nginx; hands out its port."""
    port = free_port()
    config = folder / "nginx.conf"
    config.write_text(_NGINX.format(folder=folder, port=port, pages=pages), encoding="utf-8")
    user = ["-g", "user root;"] if os.geteuid() == 0 else []
    with subprocess.Popen(  # noqa: S603 - Debian's
        ["/usr/sbin/nginx", "-c", str(config), "-e", str(folder / "error.log"), *user]
    ) as process:
        try:
            until(lambda: process.poll() is not None or _answers(port), 0.02)
            yield port
        finally:
            process.terminate()


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _pid(node: NodeProcess) -> int:
    if node.server is None:
        raise RuntimeError("the node to measure does not run")
    return node.server.pid


def _of_all(pid: int, file: str, pattern: str) -> float:
    sizes = (
        re.search(pattern, Path(f"/proc/{one}/{file}").read_text("ascii"), re.MULTILINE)
        for one in _family(pid)
    )
    return sum(int(found[1]) for found in sizes if found) * 1024 / 1e6


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    return [pid, *(member for child in children for member in _family(int(child)))]
