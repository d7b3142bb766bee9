"""Real nodes for tests: own folders, own processes, the command line as their only door."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PATIENCE = 60.0
"""Seconds after which a test gives up on something; generous, since machines are shared."""


@dataclass
class NodeProcess:
    """One agency's node in `home`; `database` is a PostgreSQL URL or None for SQLite."""

    home: Path
    name: str
    country: str
    database: str | None = None
    url: str = ""
    agency: str = ""
    wrapper: tuple[str, ...] = ()
    """A command under which every process of the node runs."""
    extra: dict[str, str] = field(default_factory=dict)
    """Further environment of every process of the node."""
    server: subprocess.Popen[str] | None = field(default=None, repr=False)

    def run(self, *args: str) -> subprocess.CompletedProcess[str]:
        """Run `tansiq` with `args` in this node's folder."""
        return subprocess.run(
            self.command(*args),
            env=self.environment(),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def ask(self, *args: str, code: int = 0) -> Any:
        """Run `tansiq` with `args` and `--json`, expect exit `code`, return the document."""
        done = self.run(*args, "--json")
        assert done.returncode == code, f"{self.name}: tansiq {' '.join(args)}: {done.stdout}{done.stderr}"
        return json.loads(done.stdout)

    def command(self, *args: str) -> list[str]:
        """Return the command line of `tansiq` with `args`."""
        return [*self.wrapper, sys.executable, "-m", "tansiq.cli", *args]

    def environment(self) -> dict[str, str]:
        """Return the environment of this node's processes: nothing of ours but the paths."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
        usual = {"TANSIQ_HOME": str(self.home), "TANSIQ_LANGUAGE": "en", "PYTHONWARNINGS": "ignore"}
        return kept | usual | self.extra

    def init(self) -> None:
        """Found the node."""
        names = ("--name-en", self.name, "--name-fr", f"{self.name} (fr)", "--name-ar", f"{self.name} (ar)")
        extra = ("--database", self.database) if self.database else ()
        self.agency = self.ask("init", *names, "--country", self.country, *extra)["id"]

    def start(self, port: int = 0, *options: str) -> None:
        """Start the server with further `options` and wait until it says that it is ready."""
        with (self.home / "serve.log").open("a", encoding="utf-8") as log:
            self.server = subprocess.Popen(
                self.command("serve", "--port", str(port), *options),
                env=self.environment(),
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        assert self.server.stdout is not None
        line = self.server.stdout.readline()
        assert line.startswith("ready "), f"{line!r} {(self.home / 'serve.log').read_text()}"
        self.url = line.split()[1]

    @property
    def port(self) -> int:
        """The port on which the server listens."""
        return int(self.url.rsplit(":", 1)[1].strip("/"))

    def kill(self) -> None:
        """Cut the power: kill -9, no word to anybody."""
        assert self.server is not None
        self.server.send_signal(signal.SIGKILL)
        self._ended()

    def stop(self) -> int:
        """End the server politely; returns its exit code."""
        if self.server is None:
            return 0
        self.server.terminate()
        return self._ended()

    def _ended(self) -> int:
        assert self.server is not None
        code = self.server.wait(timeout=PATIENCE)
        if self.server.stdout is not None:
            self.server.stdout.close()
        self.server = None
        return code


def pair(one: NodeProcess, other: NodeProcess, folder: Path) -> None:
    """Pair two nodes as two liaison officers would: a file there, a file back."""
    invitation, reply = folder / "invitation.json", folder / "reply.json"
    invitation.write_text(json.dumps(one.ask("partner", "invite")))
    reply.write_text(json.dumps(other.ask("partner", "accept", str(invitation))))
    one.ask("partner", "accept", str(reply))


def eventually(seen: Any, *, what: str, patience: float = PATIENCE) -> Any:
    """Call `seen` until it returns something true, and return that; fail naming `what` in the end."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if result := seen():
            return result
        time.sleep(0.1)
    raise AssertionError(f"never happened: {what}")
